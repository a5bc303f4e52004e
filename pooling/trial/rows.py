"""What becomes of each row of the file: a line that is taken, or a refusal with its reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise

# a list says the same few things again and again
folded = lru_cache(maxsize=1 << 17)(normalise)


@dataclass(frozen=True)
class Place:
    """Where a row stands; `number` is its number in Excel."""

    sheet: str
    number: int


@dataclass(frozen=True)
class Taken:
    """A row as typed: `quantity` in `unit`, `price` per `unit` before tax."""

    place: Place
    member: str
    description: str
    quantity: Decimal
    unit: str = ""
    category: str = ""
    price: Decimal | None = None
    currency: str | None = None
    supplier: str = ""
    period: str = ""
    site: str = ""
    wanted_on: date | None = None
    remark: str = ""

    @property
    def member_key(self) -> str:
        return folded(self.member)


@dataclass(frozen=True)
class Refused:
    place: Place
    reasons: tuple[Refusal, ...]


@dataclass(frozen=True)
class Remark:
    """Something worth knowing of the file, or of a row that was taken all the same."""

    place: Place
    what: Refusal


@dataclass
class Reading:
    """The whole file: every row that is not blank is in `taken` or in `refused`, never in both."""

    taken: list[Taken] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    currency: str = ""

    @property
    def rows(self) -> int:
        return len(self.taken) + len(self.refused)

    @property
    def quantity(self) -> Decimal:
        """The plain sum over the rows taken, whatever their units."""
        return sum((line.quantity for line in self.taken), Decimal(0))

    def periods(self) -> Iterator[str]:
        yield from dict.fromkeys(line.period for line in self.taken if line.period)
