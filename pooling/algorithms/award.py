"""Which standing price serves a pool: the cheapest at the pool's quantity, on the day of the decision.

The rules, with their worked table, are in docs/algorithms/award.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Step:
    """From `threshold` base units on, each costs `unit_price`."""

    threshold: Decimal
    unit_price: Decimal


@dataclass(frozen=True)
class Terms:
    """One supplier's standing price of one item; `minimum` and `multiple` in base units, 0 for none.

    `ref` names the terms and breaks ties after the supplier's code; both days are included."""

    ref: int
    supplier: str
    valid_from: date
    valid_until: date
    steps: tuple[Step, ...]
    minimum: Decimal = Decimal(0)
    multiple: Decimal = Decimal(0)


@dataclass(frozen=True)
class Quote:
    """What the terms come to for one quantity, and what the quantity does not respect of them."""

    terms: Terms
    unit_price: Decimal
    below_minimum: bool
    off_multiple: bool


def quotes(terms: Iterable[Terms], quantity: Decimal, on: date) -> list[Quote]:
    """The best quote of each supplier, best first: those whose minimum is reached, then by price, then by code."""
    best: dict[str, Quote] = {}
    for quote in sorted((quote_of(each, quantity) for each in terms if _holds(each, on)), key=_rank):
        best.setdefault(quote.terms.supplier, quote)
    return list(best.values())


def cheapest(terms: Iterable[Terms], quantity: Decimal, on: date) -> Quote | None:
    """The quote to propose; below every minimum it is the cheapest all the same, and says so."""
    return next(iter(quotes(terms, quantity, on)), None)


def quote_of(terms: Terms, quantity: Decimal) -> Quote:
    """The price of the highest threshold reached; the lowest threshold is a minimum of its own."""
    steps = sorted(terms.steps, key=lambda step: step.threshold)
    reached = [step for step in steps if step.threshold <= quantity]
    return Quote(
        terms=terms,
        unit_price=(reached[-1] if reached else steps[0]).unit_price,
        below_minimum=not reached or quantity < terms.minimum,
        off_multiple=is_off_multiple(quantity, terms.multiple),
    )


def is_off_multiple(quantity: Decimal, multiple: Decimal) -> bool:
    return multiple > 0 and quantity % multiple != 0


def _holds(terms: Terms, on: date) -> bool:
    return bool(terms.steps) and terms.valid_from <= on <= terms.valid_until


def _rank(quote: Quote) -> tuple[bool, Decimal, str, int]:
    return quote.below_minimum, quote.unit_price, quote.terms.supplier, quote.terms.ref
