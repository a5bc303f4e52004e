"""Published figures as a page lays them out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from pooling.algorithms.disclosure.model import ALL_PERIODS
from pooling.algorithms.numbers import round_to
from pooling.campaigns.quarters import quarter_of
from pooling.consolidation.models import Publication, PublishedTotal

UNTOLD = Decimal(-1)
SEEN = Decimal("0.5")  # of a bar whose amount is next to nothing
WIDEST = 100  # of a bar of the chart


@dataclass
class Line:
    """A family over the quarters; an amount of None reads “n.c.”, one that is missing was not asked about."""

    path: str
    direct: bool
    amounts: dict[str, Decimal | None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.rpartition(" > ")[2]

    @property
    def depth(self) -> int:
        return self.path.count(" > ") + self.direct if self.path else 0

    def largest(self, quarters: Sequence[str]) -> Decimal:
        """Of what is told in these quarters; -1 when nothing is."""
        return max((told for quarter in quarters if (told := self.amounts.get(quarter)) is not None), default=UNTOLD)

    def told(self, quarters: Sequence[str]) -> list[Decimal]:
        """The same quarter by quarter."""
        return [self.largest([quarter]) for quarter in quarters]

    @property
    def is_top(self) -> bool:
        return bool(self.path) and not self.depth


@dataclass(frozen=True)
class Laid:
    """`periods` are the quarters, oldest first, and after several of them the blank one for all."""

    periods: Sequence[str]
    whole: Line | None
    lines: Sequence[Line]
    items: Sequence[PublishedTotal]

    @property
    def quarters(self) -> list[str]:
        return [period for period in self.periods if period != ALL_PERIODS]

    @property
    def has_hidden(self) -> bool:
        return any(amount is None for line in self.lines for amount in line.amounts.values())

    def ranked(self, quarters: Sequence[str]) -> list[Line]:
        """The top families by what is told of the last of these quarters, then of those before; what is not, last."""
        newest = list(reversed(quarters))
        return sorted((line for line in self.lines if line.is_top), key=lambda line: line.told(newest), reverse=True)

    def width(self, amount: Decimal, quarters: Sequence[str]) -> Decimal:
        """One scale for all families."""
        widest = max((line.largest(quarters) for line in self.lines if line.is_top), default=Decimal(0))
        return max(SEEN, round_to(WIDEST * amount / widest, 2)) if widest > 0 else SEEN


@dataclass(frozen=True)
class Edition:
    """A publication among the others of its campaign: the `number`th of them, of the campaign's `period`."""

    publication: Publication
    number: int
    period: str


def editions(publications: Sequence[Publication]) -> list[Edition]:
    """The newest first, as they come. Counted within their campaign: a number that grew with everything buyers do, as
    revisions do, would tell how much that was."""
    seen: Counter[int] = Counter()
    found = []
    for each in reversed(publications):
        seen[each.campaign_id] += 1
        found.append(Edition(each, seen[each.campaign_id], "{}-{}".format(*quarter_of(each.campaign))))
    return found[::-1]


def laid_out(totals: Sequence[PublishedTotal]) -> Laid:
    lines: dict[tuple[str, bool], Line] = {}
    for each in totals:
        if not each.item_code:
            line = lines.setdefault((each.path, each.direct), Line(each.path, each.direct))
            line.amounts[each.period] = each.amount
    periods = {period for line in lines.values() for period in line.amounts}
    ordered = sorted(periods, key=lambda period: (period == ALL_PERIODS, period))
    whole = lines.pop(("", False), None)
    return Laid(ordered, whole, list(lines.values()), [each for each in totals if each.item_code])
