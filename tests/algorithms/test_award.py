"""The worked table of docs/algorithms/award.md, and the laws behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.award import Quote, Step, Terms, cheapest, quote_of, quotes

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "award.md"
TODAY = date(2026, 7, 1)


def table(first_column: str) -> list[list[str]]:
    """The cells of the page's table whose first heading is this one."""
    rows = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("|")]
    start = next(index for index, row in enumerate(rows) if row.startswith(f"| {first_column} |"))
    body = []
    for row in rows[start + 2 :]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if cells[0] == "quantity":
            break
        body.append(cells)
    return body


def read_terms(cells: list[str]) -> Terms:
    ref, supplier, valid, minimum, multiple, steps = cells
    begins, ends = (date.fromisoformat(day) for day in valid.split(" – "))
    pairs = (step.split(": ") for step in steps.split(", "))
    held = tuple(Step(Decimal(threshold), Decimal(price)) for threshold, price in pairs)
    return Terms(int(ref), supplier, begins, ends, held, Decimal(minimum), Decimal(multiple))


OFFERED = [read_terms(cells) for cells in table("terms")]


def told(quote: Quote) -> str:
    return f"{quote.terms.supplier} {quote.unit_price}"


@pytest.mark.parametrize("row", table("quantity"), ids=lambda row: " ".join(row[:2]))
def test_the_worked_table(row: list[str]) -> None:
    quantity, on, proposed, price, flags, then = row
    ranked = quotes(OFFERED, Decimal(quantity), date.fromisoformat(on))
    expected = [] if proposed == "nobody" else [f"{proposed} {price}", *(then.split(", ") if then else [])]
    assert [told(quote) for quote in ranked] == expected
    if ranked:
        assert not ranked[0].below_minimum
        assert ranked[0].off_multiple == (flags == "off multiple")


def flat(ref: int, supplier: str, price: str, minimum: str = "0") -> Terms:
    step = Step(Decimal(0), Decimal(price))
    return Terms(ref, supplier, date(2026, 1, 1), date(2026, 12, 31), (step,), Decimal(minimum))


def test_below_every_minimum_the_cheapest_is_proposed_and_says_so() -> None:
    best = cheapest([flat(1, "A", "3", "50"), flat(2, "B", "2", "60")], Decimal(10), TODAY)
    assert best is not None
    assert (best.terms.supplier, best.below_minimum) == ("B", True)


def test_a_quantity_below_the_lowest_threshold_is_below_the_minimum() -> None:
    terms = Terms(1, "A", TODAY, TODAY, (Step(Decimal(50), Decimal(4)),))
    assert quote_of(terms, Decimal(49)).below_minimum
    assert not quote_of(terms, Decimal(50)).below_minimum


def test_a_supplier_with_two_agreements_counts_once_with_the_better() -> None:
    ranked = quotes([flat(1, "A", "3"), flat(2, "A", "2.5"), flat(3, "B", "2.8")], Decimal(1), TODAY)
    assert [told(quote) for quote in ranked] == ["A 2.5", "B 2.8"]


amounts = st.decimals(min_value=0, max_value=1000, places=2)
offers = st.lists(
    st.builds(
        Terms,
        ref=st.integers(1, 9),
        supplier=st.sampled_from("ABC"),
        valid_from=st.just(TODAY),
        valid_until=st.just(TODAY),
        steps=st.lists(st.builds(Step, amounts, amounts), min_size=1, max_size=3, unique_by=lambda s: s.threshold).map(
            tuple
        ),
        minimum=amounts,
        multiple=amounts,
    ),
    max_size=6,
    unique_by=lambda terms: terms.ref,
)


@given(offers, amounts, st.randoms())
def test_the_order_of_the_agreements_changes_nothing(offered: list[Terms], quantity: Decimal, dice: object) -> None:
    shuffled = list(offered)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert quotes(shuffled, quantity, TODAY) == quotes(offered, quantity, TODAY)


@given(offers, amounts)
def test_nobody_whose_minimum_is_reached_is_cheaper_than_the_proposal(offered: list[Terms], quantity: Decimal) -> None:
    best = cheapest(offered, quantity, TODAY)
    every = [quote_of(terms, quantity) for terms in offered]
    within = [quote.unit_price for quote in every if not quote.below_minimum]
    if best is None:
        assert not offered
    elif within:
        assert not best.below_minimum
        assert best.unit_price == min(within)
    else:
        assert best.unit_price == min(quote.unit_price for quote in every)
