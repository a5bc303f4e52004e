from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns import queries
from pooling.campaigns.models import State
from pooling.campaigns.quarters import a_quarter_later, renumbered
from pooling.catalogue.models import Category

Browse = Callable[[str | None], FlaskClient]
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2027-T1", "2027-T2"),
        ("2027-T4", "2028-T1"),
        ("T4-2027", "T1-2028"),
        ("2027-q3", "2027-q4"),
        ("Deuxième trimestre 2027", "Troisième trimestre 2027"),
        ("Quatrième trimestre 2027", "Premier trimestre 2028"),
        ("Achats du 3e trimestre 2027", "Achats du 4e trimestre 2027"),
        ("Energy, fourth quarter 2027", "Energy, first quarter 2028"),
        ("Rentrée 2027", ""),
        ("T12", ""),
    ],
)
def test_the_next_quarter_is_named_as_this_one_is(text: str, expected: str) -> None:
    assert renumbered(text) == expected


@given(st.datetimes(datetime(2026, 1, 1), datetime(2035, 12, 31)))  # noqa: DTZ001 (given its zone below)
def test_weekday_and_hour_stay_whatever_the_clocks_do(moment: datetime) -> None:
    before = moment.replace(tzinfo=UTC).astimezone(PARIS)
    after = a_quarter_later(before, PARIS).astimezone(PARIS)
    assert after.date() - before.date() == timedelta(weeks=13)
    assert after.weekday() == before.weekday()
    # an hour that does not exist that night becomes the next one
    assert after.time() == before.time() or (after.month == 3 and after.hour == before.hour + 1 == 3)


def test_a_closing_in_winter_is_at_the_same_hour_in_summer() -> None:
    winter = datetime(2027, 1, 29, 16, 0, tzinfo=UTC)  # 17:00 in Paris
    assert a_quarter_later(winter, PARIS) == datetime(2027, 4, 30, 15, 0, tzinfo=UTC)


def test_the_next_quarter_is_proposed_and_kept_as_a_draft(browse: Browse, viewer: Callable[[str], Viewer]) -> None:
    system = viewer("system")
    this = queries.campaign(system, "T1")
    this.code, this.name = "2027-T1", "Premier trimestre 2027"
    this.closes_at = datetime(2027, 1, 29, 16, 0, tzinfo=UTC)
    this.opens_at = datetime(2027, 1, 4, 8, 0, tzinfo=UTC)
    system.session.scalars(select(Category).where(Category.path == "EPI")).one().active = False
    system.session.commit()
    buyer = browse("brigitte")
    page = buyer.get("/campaigns/new?after=2027-T1").text
    for proposed in ("2027-T2", "Deuxième trimestre 2027", "2027-04-05T09:00", "2027-04-30T17:00"):
        assert f'value="{proposed}"' in page
    assert page.count(" checked") == 2
    data = {
        "code": "2027-T2",
        "name": "Deuxième trimestre 2027",
        "opens_at": "2027-04-05T09:00",
        "closes_at": "2027-04-30T17:00",
        "delivery_from": "2027-05-10",
        "delivery_until": "2027-05-28",
        "families": ["1"],
    }
    assert buyer.post("/campaigns/new?after=2027-T1", data=data).location == "/campaigns/2027-T2"
    made = queries.campaign(viewer("brigitte"), "2027-T2")
    assert (made.state, made.closes_at) == (State.DRAFT, datetime(2027, 4, 30, 15, 0, tzinfo=UTC))


def test_a_code_that_is_taken_is_not_proposed(browse: Browse) -> None:
    assert 'value="T2"' not in browse("brigitte").get("/campaigns/new?after=T1").text
    assert browse("brigitte").get("/campaigns/new?after=NUL").status_code == 404
