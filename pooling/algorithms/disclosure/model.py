"""What a publication is made of. Amounts are in one unit for the whole table, with six places at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from pooling.algorithms.sharing.lines import quantity

Path = tuple[str, ...]
Parts = Mapping[str, int]  # what each company group contributes, in millionths, none of it zero

ALL_PERIODS = ""
DIRECT = ""  # what stands on a family itself, beside its sub-families


class Key(NamedTuple):
    """A cell: a family with those above it, () for all families, and a period, "" for all periods."""

    family: Path
    period: str


class Relation(NamedTuple):
    """The total is the sum of the parts."""

    total: Key
    parts: tuple[Key, ...]


@dataclass(frozen=True)
class Contribution:
    """What one firm adds to a cell that has no parts; an item is the last name of its family's path."""

    family: Path
    period: str
    firm: str
    amount: Decimal


@dataclass(frozen=True)
class Rule:
    """At least `minimum` company groups, and all but the two largest make at least `percent` of the largest."""

    minimum: int = 3
    percent: Decimal = Decimal(10)

    def passes(self, parts: Parts) -> bool:
        return self.counts(parts) and self.dominated(parts) <= sum(parts.values())

    def counts(self, parts: Parts) -> bool:
        return len(parts) >= self.minimum

    def dominated(self, parts: Parts) -> int:
        """The second largest must not know the largest closer than by the percentage: the total this needs."""
        first, second = largest_two(parts.values())
        return second + first + self.margin(first)

    def harmless(self, parts: Parts, viewer: str | None) -> bool:
        """Whether somebody among the contributors may know the sum: what the others make tells of none of them."""
        others = sorted((amount for group, amount in parts.items() if group != viewer), reverse=True)
        enough = viewer in parts and 0 < len(others) >= self.minimum - 1
        return enough and sum(others[1:]) >= self.margin(others[0])

    def margin(self, amount: int) -> int:
        """The percentage of an amount, rounded up."""
        exact = Fraction(self.percent) * amount / 100
        return -(-exact.numerator // exact.denominator)


@dataclass(frozen=True)
class Table:
    """Every cell with its contributions, and how cells add up."""

    cells: dict[Key, Parts]
    relations: tuple[Relation, ...]

    def scope(self, key: Key) -> Path:
        """The periods that a sum of all periods is of: with another period it is another figure."""
        if key.period != ALL_PERIODS:
            return ()
        return tuple(sorted({each.period for each in self.cells} - {ALL_PERIODS}))

    def amount(self, key: Key) -> int:
        return sum(self.cells[key].values())


@dataclass(frozen=True)
class Figure:
    """One cell as members see it: without an amount it reads “n.c.”, and nothing says why."""

    family: Path
    period: str
    amount: Decimal | None


@dataclass(frozen=True)
class Frozen:
    """A publication as the group keeps it: later ones are judged against it. Members see its `figures` alone."""

    table: Table = field(repr=False)
    shown: frozenset[Key] = field(repr=False)

    def figures(self) -> tuple[Figure, ...]:
        return tuple(self._figures())

    def _figures(self) -> Iterator[Figure]:
        for key in sorted(self.table.cells):
            yield Figure(key.family, key.period, quantity(self.table.amount(key)) if key in self.shown else None)


def largest_two(amounts: Iterable[int]) -> tuple[int, int]:
    ranked = sorted(amounts, reverse=True)[:2]
    first, second = (*ranked, 0, 0)[:2]
    return first, second
