"""Which mail about a campaign is due when: only the newest stage counts, so that a program which was off for
a week does not send three mails at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pooling.campaigns.models import Campaign, State
from pooling.campaigns.states import FROZEN

MORNING = time(8)
NOTICE = timedelta(hours=4)  # the mail of the last day leaves at least so long before the deadline
TOLD_FOR = timedelta(days=7)  # a closing is news for so long


class Stage(StrEnum):
    OPENED = "opened"
    HALFWAY = "halfway"
    THREE_DAYS = "three_days"
    LAST_DAY = "last_day"
    MOVED = "moved"
    CLOSED = "closed"


def stage(campaign: Campaign, at: datetime, zone: ZoneInfo) -> Stage | None:
    """What there is to tell of this campaign at this moment; None when nothing."""
    if campaign.state in FROZEN:
        return Stage.CLOSED if at < (campaign.closed_at or campaign.closes_at) + TOLD_FOR else None
    if campaign.state != State.OPEN or not campaign.opens_at <= at < campaign.closes_at:
        return None
    moments = _moments(campaign, zone)
    if campaign.moved_at is not None and campaign.moved_at > campaign.opens_at:
        # the news of a new deadline is also the reminder that was due before it
        moments = sorted([*moments, (Stage.MOVED, campaign.moved_at)], key=lambda each: each[1])
    return [each for each, moment in moments if moment <= at][-1]


def period(campaign: Campaign, stage: Stage, zone: ZoneInfo) -> str:
    """Within which the stage is told once: a deadline that moves, or a campaign reopened, is told again."""
    if stage in {Stage.THREE_DAYS, Stage.LAST_DAY}:
        return campaign.closes_at.astimezone(zone).date().isoformat()
    if stage == Stage.MOVED and campaign.moved_at is not None:
        return campaign.moved_at.replace(tzinfo=None).isoformat(timespec="seconds")
    return f"revision {campaign.revision}"


def _moments(campaign: Campaign, zone: ZoneInfo) -> list[tuple[Stage, datetime]]:
    """When each stage begins; mornings in the group's zone. A short campaign skips those before its opening."""
    last = _morning((campaign.closes_at - NOTICE).astimezone(zone).date(), zone)
    if last > campaign.closes_at - NOTICE:
        last = _morning(last.astimezone(zone).date() - timedelta(days=1), zone)
    three = _morning(campaign.closes_at.astimezone(zone).date() - timedelta(days=3), zone)
    middle = campaign.opens_at + (campaign.closes_at - campaign.opens_at) / 2
    half = _morning(middle.astimezone(zone).date(), zone)
    later = ((Stage.HALFWAY, half), (Stage.THREE_DAYS, three), (Stage.LAST_DAY, last))
    return [(Stage.OPENED, campaign.opens_at), *(each for each in later if each[1] > campaign.opens_at)]


def _morning(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, MORNING, zone).astimezone(UTC)
