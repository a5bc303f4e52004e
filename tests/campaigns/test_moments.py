"""A campaign that was opened before its day, or whose deadline has passed before anybody closed it, says so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.queries import campaign
from pooling.db import now

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
ENTRIES = "les adhérents peuvent saisir leurs besoins"


def moved(viewer: LookAs, state: State, opens: timedelta, closes: timedelta) -> Campaign:
    """T1, opening and closing so far from now."""
    system = viewer("system")
    found = campaign(system, "T1")
    found.state, found.opens_at, found.closes_at = state, now() + opens, now() + closes
    system.session.commit()
    return found


@pytest.fixture
def to_come(viewer: LookAs) -> Campaign:
    return moved(viewer, State.OPEN, timedelta(days=9), timedelta(days=30))


@pytest.fixture
def over(viewer: LookAs) -> Campaign:
    return moved(viewer, State.OPEN, timedelta(days=-30), timedelta(hours=-1))


def test_whoever_opens_it_before_its_day_is_told_when_members_can_enter(browse: Browse, viewer: LookAs) -> None:
    moved(viewer, State.DRAFT, timedelta(days=9), timedelta(days=30))
    buyer = browse("brigitte")
    assert "Les adhérents pourront saisir à partir du" in buyer.get("/campaigns/T1").text
    told = buyer.post("/campaigns/T1/open", follow_redirects=True).text
    assert ENTRIES not in told
    assert "Les adhérents pourront saisir à partir du" in told


def test_whoever_opens_it_in_time_is_told_that_members_can_enter(browse: Browse, viewer: LookAs) -> None:
    moved(viewer, State.DRAFT, timedelta(days=-1), timedelta(days=30))
    assert ENTRIES in browse("brigitte").post("/campaigns/T1/open", follow_redirects=True).text


def test_before_its_day_it_is_to_come_for_everybody(browse: Browse, to_come: Campaign) -> None:
    for who, place in (("alice", "/needs/"), ("brigitte", "/campaigns/"), ("alice", "/campaigns/calendar")):
        page = browse(who).get(place, query_string={"year": to_come.opens_at.year}).text
        assert "À venir" in page, place
        assert "Ouverte<" not in page, place


@pytest.mark.parametrize("page", ["recap", "workbook"])
def test_before_its_day_members_read_when_to_come_back(page: str, browse: Browse, to_come: Campaign) -> None:
    told = browse("alice").get(f"/needs/T1/{page}").text
    assert "Les saisies ouvrent le" in told
    assert "n’accepte plus" not in told


def test_after_its_deadline_it_is_no_longer_open_for_anybody(browse: Browse, over: Campaign) -> None:
    for who, place in (("alice", "/needs/"), ("brigitte", "/campaigns/"), ("brigitte", "/needs/T1/answers")):
        page = browse(who).get(place).text
        assert "Date limite passée" in page, place
        assert "Ouverte<" not in page, place


def test_buyers_are_told_to_close_what_is_over(browse: Browse, over: Campaign) -> None:
    sentence = "La date limite est passée\u00a0: la campagne peut être close."
    assert sentence in browse("brigitte").get("/campaigns/").text
    assert sentence in browse("brigitte").get("/campaigns/T1").text
    assert sentence not in browse("alice").get("/needs/").text
    browse("brigitte").post("/campaigns/T1/close")
    assert sentence not in browse("brigitte").get("/campaigns/").text


def test_buyers_are_told_of_a_draft_whose_day_has_come(browse: Browse, viewer: LookAs) -> None:
    moved(viewer, State.DRAFT, timedelta(days=-1), timedelta(days=30))
    sentence = "La date d’ouverture est passée\u00a0: la campagne peut être ouverte."
    assert sentence in browse("brigitte").get("/campaigns/").text
    assert "Ouverte<" not in browse("brigitte").get("/campaigns/T1").text
