"""The next quarter out of this one: thirteen weeks later, on the same weekdays at the same hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category

# of all whole numbers of weeks the nearest to three months, whichever months
QUARTER = timedelta(weeks=13)
WORDS = (
    ("premier", "deuxième", "troisième", "quatrième"),
    ("1er", "2e", "3e", "4e"),
    ("first", "second", "third", "fourth"),
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LETTER = re.compile(r"\b[TQ]([1-4])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Proposal:
    """What a buyer may change before it becomes a campaign; `code` and `name` are blank when nothing in the
    present ones says which quarter it is."""

    code: str
    name: str
    opens_at: datetime
    closes_at: datetime
    delivery_from: date
    delivery_until: date
    families: Sequence[Category]


def quarter_of(campaign: Campaign) -> tuple[int, int]:
    """Year and quarter in which its deliveries begin, which is when they are paid for."""
    return campaign.delivery_from.year, (campaign.delivery_from.month + 2) // 3


def days_of(year: int, quarter: int) -> tuple[date, date]:
    """The first day of a quarter, and the first after it."""
    return date(year, 3 * quarter - 2, 1), date(year + quarter // 4, 3 * quarter % 12 + 1, 1)


def next_quarter(campaign: Campaign, zone: ZoneInfo) -> Proposal:
    return Proposal(
        code=renumbered(campaign.code),
        name=renumbered(campaign.name),
        opens_at=a_quarter_later(campaign.opens_at, zone),
        closes_at=a_quarter_later(campaign.closes_at, zone),
        delivery_from=campaign.delivery_from + QUARTER,
        delivery_until=campaign.delivery_until + QUARTER,
        families=[family for family in campaign.families if family.active],
    )


def a_quarter_later(moment: datetime, zone: ZoneInfo) -> datetime:
    """By the clock on the wall, whatever was done to it in between. An hour that a clock change skips becomes
    the one after it."""
    return (moment.astimezone(zone) + QUARTER).astimezone(UTC)


def renumbered(text: str) -> str:
    """“2027-T4” as “2028-T1”, “Deuxième trimestre 2027” as “Troisième trimestre 2027”; a text that names
    no quarter comes back blank."""
    quarter, moved = _lettered(text) or _worded(text) or (0, "")
    return _YEAR.sub(lambda year: str(int(year[0]) + 1), moved) if quarter == 4 else moved


def _lettered(text: str) -> tuple[int, str] | None:
    """The quarter that T1 or Q1 names, and the text with the next one's."""
    found = _LETTER.search(text)
    if found is None:
        return None
    quarter = int(found[1])
    return quarter, f"{text[: found.start(1)]}{quarter % 4 + 1}{text[found.end(1) :]}"


def _worded(text: str) -> tuple[int, str] | None:
    """The same for a quarter written in words."""
    for names in WORDS:
        for quarter, name in enumerate(names, 1):
            found = re.search(rf"\b{name}\b", text, re.IGNORECASE)
            if found:
                after = names[quarter % 4]
                after = after.capitalize() if found[0][0].isupper() else after
                return quarter, f"{text[: found.start()]}{after}{text[found.end() :]}"
    return None
