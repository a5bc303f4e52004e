from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.campaigns.models import Campaign, State
from pooling.needs.stages import Stage, period, stage

PARIS = ZoneInfo("Europe/Paris")
DAY = date(2027, 3, 1)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def campaign(opens: str = "2027-03-01T09:00", closes: str = "2027-03-29T17:00", state: State = State.OPEN) -> Campaign:
    """The clocks go forward on 28 March, between the opening and the closing."""
    return Campaign(opens_at=paris(opens), closes_at=paris(closes), state=state, revision=1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-03-01T08:59", None),
        ("2027-03-01T09:00", Stage.OPENED),
        ("2027-03-15T07:59", Stage.OPENED),
        ("2027-03-15T08:00", Stage.HALFWAY),
        ("2027-03-26T08:00", Stage.THREE_DAYS),
        ("2027-03-29T07:59", Stage.THREE_DAYS),
        ("2027-03-29T08:00", Stage.LAST_DAY),
        ("2027-03-29T17:00", None),
    ],
)
def test_mornings_of_the_groups_zone_before_and_after_the_clocks_change(at: str, expected: Stage | None) -> None:
    assert stage(campaign(), paris(at), PARIS) == expected


def test_a_closing_in_the_morning_is_announced_the_day_before() -> None:
    early = campaign(closes="2027-03-29T10:00")
    assert stage(early, paris("2027-03-28T07:59"), PARIS) == Stage.THREE_DAYS
    assert stage(early, paris("2027-03-28T08:00"), PARIS) == Stage.LAST_DAY


def test_a_campaign_of_two_days_has_no_halfway_before_it_opens() -> None:
    short = campaign(opens="2027-03-10T12:00", closes="2027-03-11T18:00")
    assert stage(short, paris("2027-03-10T12:00"), PARIS) == Stage.OPENED
    assert stage(short, paris("2027-03-11T09:00"), PARIS) == Stage.LAST_DAY


def test_a_closing_is_news_for_a_week() -> None:
    closed = campaign(state=State.CLOSED)
    assert stage(closed, closed.closes_at + timedelta(days=6), PARIS) == Stage.CLOSED
    assert stage(closed, closed.closes_at + timedelta(days=7), PARIS) is None
    late = campaign(state=State.CLOSED)
    late.closed_at = late.closes_at + timedelta(days=10)
    assert stage(late, late.closes_at + timedelta(days=11), PARIS) == Stage.CLOSED, (
        "whoever closes it late has news too"
    )
    assert stage(late, late.closes_at + timedelta(days=17), PARIS) is None
    assert stage(campaign(state=State.CANCELLED), closed.closes_at, PARIS) is None
    assert stage(campaign(state=State.DRAFT), paris("2027-03-10T12:00"), PARIS) is None


def test_a_deadline_that_moves_is_a_new_period_a_halfway_is_not() -> None:
    one, moved = campaign(), campaign(closes="2027-04-02T17:00")
    assert period(one, Stage.LAST_DAY, PARIS) != period(moved, Stage.LAST_DAY, PARIS)
    assert period(one, Stage.HALFWAY, PARIS) == period(moved, Stage.HALFWAY, PARIS)


@given(
    opens=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 (given its zone below)
    hours=st.integers(1, 24 * 100),
    shares=st.lists(st.integers(0, 999), min_size=2, max_size=2),
)
def test_stages_follow_one_another_and_something_is_always_told_while_open(
    opens: datetime, hours: int, shares: list[int]
) -> None:
    opens_at = opens.replace(tzinfo=UTC)
    span = timedelta(hours=hours)
    one = Campaign(opens_at=opens_at, closes_at=opens_at + span, state=State.OPEN, revision=1)
    earlier, later = (stage(one, opens_at + span * share / 1000, PARIS) for share in sorted(shares))
    assert earlier is not None
    assert later is not None
    assert list(Stage).index(earlier) <= list(Stage).index(later)
