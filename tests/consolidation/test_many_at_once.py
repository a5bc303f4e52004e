"""Many topics at once take their first candidates: all but those that are like nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.consolidation.models import Judgement, Verdict
from tests.consolidation.desk import candidate, on_the_desk
from tests.consolidation.entering import Wish, close, enter
from tests.consolidation.test_judging import DRILLS

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
DESK = "/consolidation/T1/desk"


@pytest.fixture
def lines(viewer: LookAs, leave: Callable[[], None]) -> list[int]:
    """A drill that is surely one of two, and something that no item is like."""
    system = viewer("system")
    enter(system, Wish("ARV", "foret d6", "10", family=DRILLS), Wish("MOL", "gravure no 4", "1", family=DRILLS))
    sure, strange = on_the_desk(system, close(system))
    strange.candidates = [candidate("FOR-6", probability="0.0018")]
    numbers = [sure.id, strange.id]
    leave()
    return numbers


def test_what_is_like_nothing_stays_in_the_queue(browse: Browse, viewer: LookAs, lines: list[int]) -> None:
    page = browse("brigitte").post(f"{DESK}/best", data={"line": lines}, follow_redirects=True).text
    assert "1 ligne est décidée." in page
    assert "rien d’approchant, ou contenu inconnu" in page
    verdicts = select(Judgement.verdict).order_by(Judgement.id)
    assert viewer("system").session.scalars(verdicts).all() == [Verdict.SAME, Verdict.WAITING]


@pytest.mark.usefixtures("lines")
def test_the_queue_proposes_no_item_that_is_like_nothing(browse: Browse) -> None:
    queue = browse("brigitte").get(DESK).text.partition('class="desk-topic"')[0]
    assert queue.count("rien d’approchant au catalogue") == 1


@pytest.mark.usefixtures("lines")
def test_ticking_nothing_is_said(browse: Browse) -> None:
    page = browse("brigitte").post(f"{DESK}/best", follow_redirects=True).text
    assert "Cochez d’abord des lignes de la file" in page
