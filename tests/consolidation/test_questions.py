"""A question to a firm about its own line, its answer, and who never learns of either."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.consolidation import asking, desk_queries
from pooling.consolidation.models import Judgement, Question, Verdict
from pooling.journal import looks
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from tests.consolidation.desk import of_firm, on_the_desk
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_judging import DRILLS

LookAs = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
WISHES = (
    Wish("ARV", "foret carb secret", "10", price="20", family=DRILLS),
    Wish("MOL", "Chiffon discret", "4", price="30", family=DRILLS),
)


@pytest.fixture
def key(viewer: LookAs, leave: Callable[[], None]) -> str:
    """The buyers ask Ateliers de l'Arve."""
    system = viewer("system")
    enter(system, *WISHES)
    desk = on_the_desk(system, close(system))
    asking.ask(system, campaign_coded(system, "T1"), of_firm(system, desk, "ARV"), "Quel diamètre ?")
    found = system.session.scalars(select(Question.key)).one()
    leave()
    return found


def test_the_firm_answers_with_an_item_and_the_line_is_in_the_queue_again(
    browse: Browse, viewer: LookAs, key: str
) -> None:
    page = browse("alice").get("/consolidation/questions").text
    assert "Quel diamètre ?" in page
    assert "Foret carbure Ø6,8" in page
    answer = browse("alice").post(f"/consolidation/questions/{key}", data={"option": "FOR-68"})
    assert answer.status_code == 303
    judgement = viewer("system").session.scalars(select(Judgement).where(Judgement.verdict == Verdict.WAITING)).all()
    assert len(judgement) == 2


def test_the_desk_shows_the_answer_before_what_the_engine_thinks(browse: Browse, key: str) -> None:
    browse("alice").post(f"/consolidation/questions/{key}", data={"option": "FOR-68"})
    page = browse("brigitte").get("/consolidation/T1/desk").text
    queue, _, topic = page.partition('class="desk-topic"')
    assert "is-answer" in queue
    first = topic.partition("</li>")[0].partition('class="desk-candidates"')[2]
    assert "FOR-68" in first
    assert "réponse de l’adhérent" in first
    assert "<meter" not in first


def test_another_firm_finds_nothing_and_cannot_answer(browse: Browse, key: str) -> None:
    assert "Quel diamètre" not in browse("charlie").get("/consolidation/questions").text
    never = browse("charlie").get("/nowhere").data
    answer = browse("charlie").post(f"/consolidation/questions/{key}", data={"words": "6"})
    assert (answer.status_code, answer.data) == (404, never)


@pytest.mark.parametrize("data", [{}, {"option": "PAP-A4"}, {"words": "  "}])
def test_what_is_no_answer_is_refused_and_kept_in_place(browse: Browse, key: str, data: dict[str, str]) -> None:
    answer = browse("alice").post(f"/consolidation/questions/{key}", data=data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_question_is_answered_once(browse: Browse, key: str) -> None:
    assert browse("alice").post(f"/consolidation/questions/{key}", data={"words": "6"}).status_code == 303
    assert browse("bob").post(f"/consolidation/questions/{key}", data={"words": "8"}).status_code == 422


def test_the_mail_says_that_there_is_a_question_and_nothing_of_the_line(viewer: LookAs, key: str) -> None:
    letters = viewer("system").session.scalars(select(Letter)).all()
    assert {letter.recipient for letter in letters} == {"alice@example.org", "bob@example.org"}
    assert not [word for letter in letters for word in ("secret", "diamètre", "10") if word in letter.body]


def test_what_has_gone_to_suppliers_is_no_longer_asked(browse: Browse, viewer: LookAs, key: str) -> None:
    assert "question" in browse("alice").get("/needs/").text
    system = viewer("system")
    close(system, state=State.AWARDED)
    system.session.commit()
    alice = viewer("alice")
    assert desk_queries.questions_waiting(alice) == 0
    assert "Quel diamètre" not in browse("alice").get("/consolidation/questions").text


def test_reading_the_queue_is_a_look_at_every_firm_whose_words_it_shows(
    browse: Browse, viewer: LookAs, key: str
) -> None:
    """One line lies on the desk, the other's words stand in the queue; the first waits for its answer."""
    browse("alice").post(f"/consolidation/questions/{key}", data={"words": "6"})
    browse("brigitte").get("/consolidation/T1/desk").close()
    seen = viewer("system").session.scalars(select(Entry.member_id).where(Entry.verb == looks.VERB)).all()
    assert len(set(seen)) == 2
