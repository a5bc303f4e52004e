from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.members import queries
from pooling.members.links import same_site_path
from pooling.members.models import CharterAcceptance

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]


def publish(browse: Browse, text: str = "Nouvelle règle.") -> int:
    return browse("adele").post("/members/charter/new", data={"text": text}).status_code


def test_a_new_version_is_asked_of_everyone_before_anything_else(browse: Browse) -> None:
    assert publish(browse) == 303
    alice = browse("alice")
    away = alice.get("/members/mine?x=1")
    assert away.status_code == 303
    page = alice.get(away.headers["Location"])
    assert "Nouvelle règle." in page.text
    answer = alice.post("/members/charter", data={"version": "2", "next": "/members/mine?x=1"})
    assert answer.headers["Location"] == "/members/mine?x=1"
    assert alice.get("/members/mine").status_code == 200
    assert browse("bob").get("/members/mine").status_code == 303


def test_accepting_twice_keeps_the_first_date(browse: Browse, system: Viewer) -> None:
    publish(browse)
    for _ in range(2):
        browse("alice").post("/members/charter", data={"version": "2"})
    rows = [row for row in system.session.scalars(select(CharterAcceptance)) if row.charter_id == 2]
    assert len(rows) == 1


@pytest.mark.parametrize("version", ["1", "3", "", "x", "²"])
def test_only_the_version_in_force_is_accepted(browse: Browse, viewer: LookAs, version: str) -> None:
    publish(browse)
    assert browse("alice").post("/members/charter", data={"version": version}).status_code == 422
    assert not queries.charter_accepted(viewer("alice"))


@pytest.mark.parametrize(
    "away", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "", None]
)
def test_accepting_never_leads_elsewhere(away: str | None) -> None:
    assert same_site_path(away) == "/"


def test_the_same_text_is_not_published_twice(browse: Browse) -> None:
    assert publish(browse) == 303
    browse("adele").post("/members/charter", data={"version": "2"})
    assert publish(browse) == 422
    assert publish(browse, " ") == 422


def test_administrators_and_buyers_see_who_accepted(browse: Browse) -> None:
    publish(browse)
    browse("brigitte").post("/members/charter", data={"version": "2"})
    text = browse("brigitte").get("/members/charter/versions").text
    assert 'data-person="alice@example.org"' in text
    assert browse("brigitte").get("/members/charter/versions?version=1").status_code == 200
    assert browse("brigitte").get("/members/charter/versions?version=9").status_code == 404
    browse("alice").post("/members/charter", data={"version": "2"})
    assert browse("alice").get("/members/charter/versions").status_code == 404


def test_buyers_do_not_publish(browse: Browse) -> None:
    assert browse("brigitte").get("/members/charter/new").status_code == 404
