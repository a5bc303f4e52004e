"""Following a campaign's answers: who came, who is asked again, how fast it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.members.models import Member, Site, User
from pooling.needs import curves, rules
from pooling.needs.models import Answer, Submission
from pooling.needs.reminders import Nudged, nudge
from tests.needs.acts import Browse, LookAs, campaign, member

START = datetime(2027, 3, 1, tzinfo=UTC)
FIRMS = 500


def recipients(system: Viewer) -> list[str]:
    found = system.session.scalars(select(Letter.recipient).where(Letter.kind == "needs.nudge")).all()
    system.session.commit()
    return sorted(address.partition("@")[0] for address in found)


def test_those_who_answered_are_passed_over(browse: Browse, viewer: LookAs) -> None:
    dora = viewer("dora")
    rules.say_nothing(dora, campaign(dora))
    dora.session.commit()
    assert browse("brigitte").post("/needs/T1/nudge", data={"all": "1"}).location == "/needs/T1/answers"
    system = viewer("system")
    assert recipients(system) == ["alice", "bob", "charlie", "conrad"]
    told = system.session.scalars(select(Entry).where(Entry.verb == "needs.nudge")).all()
    assert {(entry.actor, entry.campaign, entry.subject) for entry in told} == {
        ("Brigitte", "T1", "member:ARV"),
        ("Brigitte", "T1", "member:GIF"),
    }
    assert all(entry.member_id is not None for entry in told)


def test_only_the_ticked_firms_are_asked(browse: Browse, viewer: LookAs) -> None:
    browse("brigitte").post("/needs/T1/nudge", data={"member": ["GIF", "NUL"]})
    assert recipients(viewer("system")) == ["charlie", "conrad"]


def test_nobody_is_asked_twice_a_day(browse: Browse, viewer: LookAs) -> None:
    for _press in range(2):
        browse("brigitte").post("/needs/T1/nudge", data={"all": "1"})
    system = viewer("system")
    assert len(recipients(system)) == 5
    firms = system.session.scalars(select(Member)).all()
    assert nudge(system, campaign(system), firms) == Nudged(people=0, firms=0, spared=4)
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert nudge(system, campaign(system), firms, tomorrow) == Nudged(people=5, firms=3, spared=1)


def test_a_mail_a_day_whatever_the_campaign(system: Viewer) -> None:
    other = campaign(system, "T2")
    other.state, other.opens_at, other.closes_at = State.OPEN, campaign(system).opens_at, campaign(system).closes_at
    firms = [member(system, "GIF")]
    assert nudge(system, campaign(system), firms).people == 2
    assert nudge(system, other, firms).people == 0


def test_a_campaign_that_is_over_reminds_nobody(browse: Browse, system: Viewer) -> None:
    with pytest.raises(Refusal):
        nudge(system, campaign(system, "T0"), [member(system)])
    system.session.commit()
    assert browse("brigitte").post("/needs/T0/nudge", data={"all": "1"}).status_code == 303
    assert "row-check" not in browse("brigitte").get("/needs/T0/answers").text
    assert recipients(system) == []


def test_people_whom_no_mail_reaches_are_named_to_the_buyer(browse: Browse, system: Viewer) -> None:
    nudge(system, campaign(system), [member(system, "GIF")])
    letter = system.session.scalars(select(Letter).where(Letter.recipient == "charlie@example.org")).one()
    letter.given_up_at = datetime.now(UTC)
    system.session.commit()
    page = browse("brigitte").get("/needs/T1/answers").text
    assert "charlie@example.org" in page
    assert "conrad@example.org" not in page


@pytest.mark.parametrize("who", ["alice", "adele"])
def test_asking_is_for_buyers_alone(browse: Browse, who: str) -> None:
    assert browse(who).post("/needs/T1/nudge", data={"all": "1"}).status_code == 404


def test_the_last_sign_in_since_the_opening_is_shown_and_sorted_by(browse: Browse, system: Viewer) -> None:
    opened = campaign(system).opens_at
    for code, at in (("GIF", opened + timedelta(hours=1)), ("SOE", opened + timedelta(days=2))):
        firm = member(system, code)
        system.session.add(Entry(actor="x", verb="members.sign_in", subject="user:1", member_id=firm.id, at=at))
    system.session.commit()
    page = browse("brigitte").get("/needs/T1/answers?sort=-seen").text
    assert page.index('data-member="SOE"') < page.index('data-member="GIF"') < page.index('data-member="MOL"')


@given(days=st.lists(st.integers(-3, 40), max_size=20), length=st.integers(1, 30), passed=st.integers(0, 40))
def test_a_curve_only_climbs_and_ends_where_it_stands(days: list[int], length: int, passed: int) -> None:
    moments = [START + timedelta(days=day, hours=5) for day in days]
    until = START + timedelta(days=passed)
    found = curves.points(moments, START, START + timedelta(days=length), until, firms=20)
    assert found == sorted(found)
    assert found[0][0] == 0
    assert found[-1][0] == 1000 * min(passed, length) // length
    end = min(until, START + timedelta(days=length))
    assert found[-1][1] == 100 * sum(each <= end for each in moments) // 20


def test_no_curve_before_the_opening_nor_without_members() -> None:
    assert curves.points([], START, START + timedelta(days=9), START - timedelta(days=1), firms=5) == []
    assert curves.points([], START, START + timedelta(days=9), START, firms=0) == []


def test_the_page_draws_this_campaign_and_the_ones_before(browse: Browse, system: Viewer) -> None:
    past = campaign(system, "T0")
    system.session.add(
        Submission(campaign_id=past.id, member_id=member(system).id, answer=Answer.SUBMITTED, answered_at=past.opens_at)
    )
    system.session.commit()
    page = browse("brigitte").get("/needs/T1/answers").text
    assert page.count("<polyline") == 2
    assert "0,150" in page  # one of four had answered when T0 opened


@pytest.fixture
def crowd(system: Viewer) -> None:
    """500 firms of three people, of which a half has answered."""
    one = campaign(system)
    for number in range(FIRMS):
        firm = Member(code=f"F{number}", name=f"Firme {number}")
        system.session.add(firm)
        system.session.flush()
        system.session.add(Site(member_id=firm.id, code="1", name="Quai"))
        for person in range(3):
            address = f"p{number}-{person}@example.net"
            user = User(email=address, name="P", fs_uniquifier=address, member_id=firm.id)
            user.roles = list(_clerk(system).roles)
            system.session.add(user)
        if number % 2:
            said = Submission(campaign_id=one.id, member_id=firm.id, answer=Answer.NOTHING, answered_at=one.opens_at)
            system.session.add(said)
    system.session.commit()


def _clerk(system: Viewer) -> User:
    return system.session.scalars(select(User).where(User.email == "alice@example.org")).one()


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("crowd")
def test_five_hundred_firms_cost_a_handful_of_statements(browse: Browse, engine: Engine, viewer: LookAs) -> None:
    buyer = browse("brigitte")
    with counted(engine) as reading:
        page = buyer.get("/needs/T1/answers").text
    assert page.count("data-member=") == FIRMS + 4
    assert len(reading) < 20
    with counted(engine) as writing:
        buyer.post("/needs/T1/nudge", data={"all": "1"})
    print(f"\n{FIRMS} firms: {len(reading)} statements to read, {len(writing)} to remind {FIRMS // 2} of them")
    assert len([each for each in writing if not each.startswith("INSERT")]) < 20
    assert len(recipients(viewer("system"))) == 3 * FIRMS // 2 + 5
