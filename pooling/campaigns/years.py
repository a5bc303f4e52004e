"""A year of campaigns as bars on one line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pooling.campaigns.models import Campaign

WIDTH = 1000  # of the year


@dataclass(frozen=True)
class Bar:
    """From its first day to its last, both included; in thousandths of the year."""

    start: int
    width: int


@dataclass(frozen=True)
class Strip:
    """One campaign in one year; a bar is None when it lies in another year altogether."""

    campaign: Campaign
    collection: Bar | None
    delivery: Bar | None


def strips(campaigns: Iterable[Campaign], year: int, zone: ZoneInfo) -> list[Strip]:
    """Those of which something falls into the year, in the order of their opening."""
    found = [_strip(each, year, zone) for each in sorted(campaigns, key=lambda each: (each.opens_at, each.code))]
    return [each for each in found if each.collection or each.delivery]


def years(campaigns: Iterable[Campaign], present: int, zone: ZoneInfo) -> range:
    """From the first year in which something happens to the last, the present one among them."""
    known = {present}
    for each in campaigns:
        known |= {_day(each.opens_at, zone).year, _day(each.closes_at, zone).year}
        known |= {each.delivery_from.year, each.delivery_until.year}
    return range(min(known), max(known) + 1)


def place(day: date, year: int) -> int | None:
    """Where a day of this year begins; None for any other."""
    return _at(day, year) if day.year == year else None


def _strip(campaign: Campaign, year: int, zone: ZoneInfo) -> Strip:
    collection = bar(_day(campaign.opens_at, zone), _day(campaign.closes_at, zone), year)
    return Strip(campaign, collection, bar(campaign.delivery_from, campaign.delivery_until, year))


def bar(first: date, last: date, year: int) -> Bar | None:
    if last.year < year or first.year > year:
        return None
    start = _at(max(first, date(year, 1, 1)), year)
    end = _at(min(last, date(year, 12, 31)) + timedelta(days=1), year)
    return Bar(start, end - start)


def _at(day: date, year: int) -> int:
    """Quarters are drawn equally wide, although they are not equally long."""
    if day.year > year:
        return WIDTH
    quarter = (day.month - 1) // 3
    first, following = _first(year, quarter), _first(year, quarter + 1)
    return WIDTH * quarter // 4 + WIDTH // 4 * (day - first).days // (following - first).days


def _first(year: int, quarter: int) -> date:
    return date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
