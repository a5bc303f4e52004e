"""The lines behind a pool that is still a preview: the buyer's, and only as far as the buyer may see them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.journal import looks
from pooling.journal.models import Entry
from pooling.needs.models import Need
from tests.consolidation.entering import Wish, close, enter
from tests.consolidation.test_judging import DRILLS

LookAs = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
PAGE = "/consolidation/T1/lines"
WORDS = (Wish("ARV", "Foret secret", "10", family=DRILLS), Wish("GIF", "foret secret", "4", family=DRILLS))


@pytest.fixture
def key(viewer: LookAs, leave: Callable[[], None]) -> str:
    system = viewer("system")
    enter(system, *WORDS, Wish("ARV", "autre chose", "1", family=DRILLS))
    close(system)
    found = system.session.scalars(select(Need.pooled_as).where(Need.designation == "Foret secret")).one()
    leave()
    return found


def test_the_list_leads_to_the_lines(browse: Browse, key: str) -> None:
    buyer = browse("brigitte")
    assert f"{PAGE}?pool=" in buyer.get("/consolidation/T1").text
    page = buyer.get(PAGE, query_string={"pool": key}).text
    assert "Foret secret" in page
    assert "Ateliers de l&#39;Arve" in page
    assert "Mécanique du Giffre" in page
    assert "autre chose" not in page


def test_a_conflicted_buyer_reads_the_own_firms_line_and_the_total(browse: Browse, key: str) -> None:
    page = browse("conrad").get(PAGE, query_string={"pool": key}).text
    assert "Mécanique du Giffre" in page
    assert "Arve" not in page
    assert "14" in page


def test_reading_them_is_a_look_that_says_nothing_of_the_words(browse: Browse, viewer: LookAs, key: str) -> None:
    browse("brigitte").get(PAGE, query_string={"pool": key}).close()
    entries = viewer("system").session.scalars(select(Entry).where(Entry.verb == looks.VERB)).all()
    assert len({entry.member_id for entry in entries}) == 2
    assert {entry.subject for entry in entries} == {"campaign:T1"}


@pytest.mark.parametrize("asked", ["", "text:nothing of the kind", "x" * 500])
def test_a_pool_that_is_not_there_never_was(browse: Browse, key: str, asked: str) -> None:
    assert key
    assert browse("brigitte").get(PAGE, query_string={"pool": asked}).status_code == 404


def test_a_member_finds_no_such_page(browse: Browse, key: str) -> None:
    answer, never = browse("alice").get(PAGE, query_string={"pool": key}), browse("alice").get("/nowhere")
    assert (answer.status_code, answer.data) == (404, never.data)


def test_once_grouped_the_pool_has_a_page_of_its_own(browse: Browse, viewer: LookAs, key: str) -> None:
    system = viewer("system")
    close(system, state=State.CONSOLIDATED)
    system.session.commit()
    assert browse("brigitte").get(PAGE, query_string={"pool": key}).status_code == 404
