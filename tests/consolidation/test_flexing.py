"""Firms asked in writing to move further than their lines accept: each reads its own line, the buyer reads the
answers, and the pool is settled once enough have said yes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Select, select, update

from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.consolidation import flex_queries, making, moving, packing, queries
from pooling.consolidation.models import UNDECIDED, FlexQuestion, Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.members.models import Member
from pooling.needs.models import Need
from tests.consolidation.entering import campaign_coded, close, enter
from tests.consolidation.test_packing import WISHES, sold_in

LookAs = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
D = Decimal
UP = {"pack": "carton de 5", "policy": "pro_rata", "way": "flex_up"}
DOWN = {**UP, "way": "flex_down"}


@pytest.fixture
def pool(viewer: LookAs, leave: Callable[[], None]) -> int:
    """7 + 6 + 4 reams asked, cartons of 5: 3 more of them would fill 4 cartons, one each."""
    system = viewer("system")
    sold_in(system)
    enter(system, *WISHES)
    consolidate(system, close(system))
    number = system.session.scalars(select(Pool.id)).one()
    leave()
    return number


def asked(viewer: LookAs, firm: str) -> FlexQuestion:
    statement = select(FlexQuestion).join(FlexQuestion.member).where(Member.code == firm)
    session = viewer("system").session
    found = session.scalars(statement.order_by(FlexQuestion.id.desc()).limit(1)).one()
    session.expunge_all()
    session.rollback()  # or nobody else could write
    return found


def ask(browse: Browse, pool: int, data: dict[str, str] = UP) -> int:
    return browse("brigitte").post(f"/consolidation/T1/{pool}/ask", data=data).status_code


def say(browse: Browse, viewer: LookAs, who: str, firm: str, **data: str) -> int:
    where = f"/consolidation/questions/{asked(viewer, firm).key}/flex"
    return browse(who).post(where, data=data or {"says": "all"}).status_code


def test_each_firm_reads_its_own_line_and_what_it_is_asked(browse: Browse, pool: int) -> None:
    assert ask(browse, pool) == 303
    page = browse("alice").get("/consolidation/questions").text
    assert "7 ramettes" in page
    assert "Pourriez-vous prendre 1 ramette de plus" in page
    assert "jusqu’à 8 ramettes" in page
    charlie = browse("charlie").get("/consolidation/questions").text
    assert "6 ramettes" in charlie
    for theirs in ("8 ramettes", "17 ram", "20 ram", "Arve", "Môle"):
        assert theirs not in charlie


def test_the_pool_fits_once_all_have_said_yes_and_each_gets_what_it_agreed_to(
    browse: Browse, viewer: LookAs, pool: int
) -> None:
    sell_to_dora(viewer)
    ask(browse, pool)
    for who, firm in (("alice", "ARV"), ("charlie", "GIF"), ("dora", "MOL")):
        assert "Suffisamment d’entreprises" not in browse("brigitte").get(f"/consolidation/T1/{pool}").text
        assert say(browse, viewer, who, firm) == 303
    page = browse("brigitte").get(f"/consolidation/T1/{pool}").text
    assert "Suffisamment d’entreprises" in page
    assert 'value="fits"' in page
    browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data={**UP, "way": "fits"})
    system = viewer("system")
    made = system.session.scalars(select(Pool)).one()
    assert (made.quantity, made.surplus, made.way) == (D(20), D(0), "fits")
    got = system.session.scalars(select(Share.allocated).join(Share.need).order_by(Need.id)).all()
    assert got == [D(8), D(7), D(5)]
    assert "8 ramettes" in browse("alice").get("/consolidation/shares/T1").text


def seen(viewer: LookAs, statement: Select[Any]) -> Any:
    session = viewer("system").session
    found = session.scalars(statement).all()
    session.rollback()  # or nobody else could write
    return found


def sell_to_dora(viewer: LookAs) -> None:
    """Dora enters for Décolletage Môle here, which has nobody of its own."""
    system = viewer("system")
    mole, soeur = (
        system.session.scalars(select(Member.id).where(Member.code == code)).one() for code in ("MOL", "SOE")
    )
    people = system.session.scalars(select(Member).where(Member.id == soeur)).one()
    people.code, system.session.get_one(Member, mole).code = "was-soe", "was-mol"
    system.session.flush()
    people.code = "MOL"
    system.session.execute(update(Need).where(Need.member_id == mole).values(member_id=soeur))
    system.session.execute(update(Share).where(Share.member_id == mole).values(member_id=soeur))
    system.session.commit()


@pytest.mark.parametrize("data", [{"says": ""}, {"says": "some", "quantity": "2"}, {"says": "some", "quantity": "un"}])
def test_what_is_no_answer_is_refused_in_place(browse: Browse, viewer: LookAs, pool: int, data: dict[str, str]) -> None:
    ask(browse, pool)
    assert say(browse, viewer, "alice", "ARV", **data) == 422
    assert asked(viewer, "ARV").agreed is None


def test_half_a_ream_is_no_answer(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    assert say(browse, viewer, "alice", "ARV", says="some", quantity="0,5") == 422


def test_another_firm_finds_no_such_question(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    never = browse("charlie").get("/nowhere").data
    where = f"/consolidation/questions/{asked(viewer, 'ARV').key}/flex"
    answer = browse("charlie").post(where, data={"says": "all"})
    assert (answer.status_code, answer.data) == (404, never)


def test_the_buyers_first_page_says_when_all_answers_are_in(browse: Browse, viewer: LookAs, pool: int) -> None:
    def first_page() -> str:
        return browse("brigitte").get("/campaigns/").text

    sell_to_dora(viewer)
    assert "1 ligne groupée attend une solution d’achat." in first_page()
    ask(browse, pool)
    for who, firm in (("alice", "ARV"), ("charlie", "GIF"), ("dora", "MOL")):
        assert "1 ligne groupée attend les réponses de ses entreprises." in first_page()
        say(browse, viewer, who, firm)
    assert "1 ligne groupée a toutes les réponses de ses entreprises" in first_page()


def test_a_firm_may_change_its_mind_until_the_pool_is_settled(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV", says="all")
    assert say(browse, viewer, "bob", "ARV", says="none") == 303
    assert asked(viewer, "ARV").agreed == 0
    browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data={**UP, "way": "buy_up"})
    assert say(browse, viewer, "alice", "ARV", says="all") == 422
    assert asked(viewer, "ARV").agreed == 0


def test_what_was_agreed_leaves_less_to_ask_for(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV", says="all")
    page = browse("brigitte").get(f"/consolidation/T1/{pool}").text
    assert "Mécanique du Giffre +1" in page
    assert "Arve +1" not in page


def test_asking_for_fewer(browse: Browse, viewer: LookAs, pool: int) -> None:
    assert ask(browse, pool, DOWN) == 303
    assert "de moins, jusqu’à" in browse("alice").get("/consolidation/questions").text
    assert asked(viewer, "ARV").move == -1


def test_questions_taken_back_are_asked_no_more_and_their_yes_no_longer_counts(
    browse: Browse, viewer: LookAs, pool: int
) -> None:
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV")
    key = asked(viewer, "ARV").key
    assert browse("brigitte").post(f"/consolidation/T1/{pool}/ask-no-more").status_code == 303
    assert "8 ramettes" not in browse("alice").get("/consolidation/questions").text
    assert browse("alice").post(f"/consolidation/questions/{key}/flex", data={"says": "all"}).status_code == 404
    assert not flex_queries.agreed(viewer("system"), [pool])


def test_the_mail_names_neither_line_nor_quantity_and_comes_once(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    ask(browse, pool)
    letters = viewer("system").session.scalars(select(Letter).where(Letter.kind == "consolidation.flexing")).all()
    assert {letter.recipient for letter in letters} >= {"alice@example.org", "bob@example.org", "charlie@example.org"}
    assert len(letters) == len({letter.recipient for letter in letters})
    assert not [word for letter in letters for word in ("ramette", "Papier", "7", "8") if word in letter.body]


def test_only_an_approver_says_yes_where_the_firm_wants_approval(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    system = viewer("system")
    system.session.scalars(select(Member).where(Member.code == "ARV")).one().needs_approval = True
    system.session.commit()
    assert say(browse, viewer, "bob", "ARV", says="all") == 422
    assert say(browse, viewer, "bob", "ARV", says="none") == 303
    assert say(browse, viewer, "alice", "ARV", says="all") == 303


def test_a_conflicted_buyer_neither_asks_rivals_nor_reads_their_answers(
    browse: Browse, viewer: LookAs, pool: int
) -> None:
    answer = browse("conrad").post(f"/consolidation/T1/{pool}/ask", data=UP)
    assert answer.status_code == 422
    assert not seen(viewer, select(FlexQuestion.id))
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV")
    page = browse("conrad").get(f"/consolidation/T1/{pool}").text
    assert "Arve" not in page
    assert "Alice" not in page


def test_it_ends_with_the_campaign(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    assert flex_queries.waiting(viewer("alice")) == 1
    assert "question" in browse("alice").get("/needs/").text
    system = viewer("system")
    close(system, state=State.AWARDED)
    system.session.commit()
    assert flex_queries.waiting(viewer("alice")) == 0
    assert "8 ramettes" not in browse("alice").get("/consolidation/questions").text
    assert say(browse, viewer, "alice", "ARV") == 422


def test_a_reopened_campaign_forgets_what_was_agreed(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV")
    system = viewer("system")
    consolidate(system, close(system))
    assert asked(viewer, "ARV").withdrawn_at is not None
    assert not flex_queries.agreed(system, [each.id for each in making.made(system, campaign_coded(system, "T1"))])


def test_a_line_that_has_changed_since_agreed_to_nothing(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV")
    system = viewer("system")
    need = system.session.scalars(select(Need).where(Need.adjusted == 7)).one()
    need.wanted = need.base_wanted = need.adjusted = D(5)
    assert {wish.plus for wish in packing.wishes_of(system, [pool])[pool]} == {0}
    system.session.commit()
    assert "ramette" not in browse("alice").get("/consolidation/questions").text


def test_a_buyer_who_works_for_a_firm_reads_as_its_employee_its_own_questions_alone(
    browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    """Conrad's firm takes no part in this family, so that he sees its lines as a buyer."""
    system = viewer("system")
    sold_in(system)
    enter(system, *(wish for wish in WISHES if wish.member != "GIF"))
    consolidate(system, close(system))
    (number,) = system.session.scalars(select(Pool.id)).all()
    leave()
    assert ask(browse, number) == 303
    assert "Môle" in browse("conrad").get(f"/consolidation/T1/{number}").text
    assert "ramette" not in browse("conrad").get("/consolidation/questions").text
    where = f"/consolidation/questions/{asked(viewer, 'ARV').key}/flex"
    assert browse("conrad").post(where, data={"says": "all"}).status_code == 404


def test_lines_that_move_elsewhere_are_asked_no_more(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    system = viewer("system")
    shares = queries.shares_of(system, system.session.get_one(Pool, pool))
    moving.split(system, campaign_coded(system, "T1"), shares[:1])
    assert not flex_queries.progress(system, campaign_coded(system, "T1"))


def test_a_way_that_asks_nobody_is_no_question(browse: Browse, pool: int) -> None:
    assert ask(browse, pool, {**UP, "way": "buy_up"}) == 422


def test_a_pool_that_was_settled_is_open_again_when_firms_are_asked(browse: Browse, viewer: LookAs, pool: int) -> None:
    browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data={**UP, "way": "buy_up"})
    (made,) = seen(viewer, select(Pool.id))
    assert ask(browse, made) == 303
    again = viewer("system").session.scalars(select(Pool)).one()
    assert (again.way, again.pack is not None) == (UNDECIDED, True)


def test_asking_and_answering_are_in_the_record_which_the_firm_reads(browse: Browse, viewer: LookAs, pool: int) -> None:
    ask(browse, pool)
    say(browse, viewer, "alice", "ARV")
    verbs = viewer("alice").session.scalars(select(Entry.verb).where(Entry.verb.like("consolidation.%flex"))).all()
    assert sorted(verbs) == ["consolidation.answer_flex", "consolidation.ask_flex"]


def test_a_conflicted_buyer_is_not_told_that_all_have_answered_when_only_its_own_firm_has(
    browse: Browse, viewer: LookAs, pool: int
) -> None:
    pages = ("/campaigns/", "/consolidation/T1", f"/consolidation/T1/{pool}")
    counts = ("réponses de ses entreprises", "réponse : ", "Toutes ont répondu", "pas encore répondu")
    ask(browse, pool)
    for who, firm in (("charlie", "GIF"), ("alice", "ARV")):
        say(browse, viewer, who, firm)
        assert not [(page, each) for page in pages for each in counts if each in browse("conrad").get(page).text]
