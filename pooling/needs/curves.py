"""How answers came in, day by day, beside the campaigns before: shares of today's members, so that campaigns
of different lengths lie upon one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.db import now
from pooling.needs import tracking

COMPARED = 3
WIDTH = 1000  # from the opening to the closing
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Curve:
    """`points` are (way from the opening to the closing in thousandths, percent of the members)."""

    name: str
    points: Sequence[tuple[int, int]]

    @property
    def percent(self) -> int:
        """Where it stands now."""
        return self.points[-1][1] if self.points else 0


def curves(viewer: Viewer, campaign: Campaign, firms: int, at: datetime | None = None) -> list[Curve]:
    """This campaign's first, then the ones before it, the newest first."""
    compared = [campaign, *tracking.past_campaigns(viewer, campaign, COMPARED)]
    moments = tracking.answer_moments(viewer, compared)
    return [
        Curve(each.name, points(moments[each.id], each.opens_at, each.closes_at, at or now(), firms))
        for each in compared
    ]


def points(
    moments: Sequence[datetime], opens_at: datetime, closes_at: datetime, until: datetime, firms: int
) -> list[tuple[int, int]]:
    """One for each day that has passed, the last one as it stands now."""
    if firms == 0 or until < opens_at:
        return []
    return [
        (WIDTH * (day - opens_at) // (closes_at - opens_at), _percent(sum(each <= day for each in moments), firms))
        for day in _days(opens_at, min(closes_at, until))
    ]


def _days(first: datetime, last: datetime) -> Iterator[datetime]:
    day = first
    while day < last:
        yield day
        day += DAY
    yield last


def _percent(part: int, whole: int) -> int:
    # firms that left since had answered too
    return min(100, 100 * part // whole)
