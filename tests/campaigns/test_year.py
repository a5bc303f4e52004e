from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from pooling.access.viewer import Viewer
from pooling.campaigns import queries
from pooling.campaigns.models import Campaign
from pooling.campaigns.years import WIDTH, Bar, bar, place, strips, years

Browse = Callable[[str | None], FlaskClient]
PARIS = ZoneInfo("Europe/Paris")
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def test_quarters_are_equally_wide() -> None:
    for year in (2027, 2028):
        assert [place(date(year, month, 1), year) for month in (1, 4, 7, 10)] == [0, 250, 500, 750]
    assert place(date(2027, 1, 1), 2028) is None


def test_a_bar_holds_its_last_day_and_stops_at_the_years_end() -> None:
    assert bar(date(2027, 10, 1), date(2028, 2, 1), 2027) == Bar(750, 250)
    assert bar(date(2027, 4, 1), date(2027, 6, 30), 2027) == Bar(250, 250)
    assert bar(date(2027, 4, 1), date(2027, 6, 30), 2028) is None


@given(DAYS, DAYS, st.integers(2025, 2030))
def test_bars_stay_within_their_year_and_can_be_seen(one: date, other: date, year: int) -> None:
    found = bar(min(one, other), max(one, other), year)
    if found is None:
        assert max(one, other).year < year or min(one, other).year > year
    else:
        assert 0 <= found.start < found.start + found.width <= WIDTH


def test_a_closing_on_new_years_eve_in_paris_is_of_that_year() -> None:
    one = Campaign(
        code="E",
        opens_at=datetime(2027, 12, 1, tzinfo=UTC),
        closes_at=datetime(2027, 12, 31, 23, 30, tzinfo=UTC),  # half past midnight in Paris
        delivery_from=date(2028, 2, 1),
        delivery_until=date(2028, 3, 1),
    )
    assert [each.collection for each in strips([one], 2028, PARIS)] == [Bar(0, 2)]
    assert years([one], 2026, PARIS) == range(2026, 2029)


@pytest.mark.parametrize(("who", "draft"), [("brigitte", True), ("adele", True), ("alice", False)])
def test_the_year_shows_drafts_to_the_group_alone(browse: Browse, system: Viewer, who: str, draft: bool) -> None:
    for code in ("T1", "T2"):
        one = queries.campaign(system, code)
        one.opens_at = datetime(2031, 2, 1, tzinfo=UTC)
        one.closes_at = one.opens_at + timedelta(days=20)
        one.delivery_from, one.delivery_until = date(2031, 4, 1), date(2031, 4, 30)
    system.session.commit()
    page = browse(who).get("/campaigns/calendar?year=2031")
    assert page.status_code == 200
    assert 'data-campaign="T1"' in page.text
    assert ('data-campaign="T2"' in page.text) is draft
    assert ("/needs/T1/recap" in page.text) is (who == "alice")


def test_a_year_without_a_campaign_and_one_that_is_none(browse: Browse, system: Viewer) -> None:
    one = queries.campaign(system, "T1")
    one.delivery_until = one.delivery_until.replace(year=one.delivery_until.year + 4)
    one.delivery_from = one.delivery_until
    system.session.commit()
    empty = one.delivery_until.year - 1
    assert 'class="empty"' in browse("brigitte").get(f"/campaigns/calendar?year={empty}").text
    for odd in ("9999", "0", "-1", "x"):
        assert browse("brigitte").get(f"/campaigns/calendar?year={odd}").status_code == 200
