"""The pages on which a member answers, and on which a buyer sees who did."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from pooling.campaigns.models import State
from pooling.journal.models import Entry
from pooling.needs import queries, rules
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, close, described, paper


@pytest.fixture
def two_lines(viewer: LookAs) -> None:
    alice = viewer("alice")
    one = campaign(alice)
    rules.save(alice, one, paper(alice, present_price=Decimal("21.50")), key=KEY)
    rules.save(alice, one, described(alice), key=OTHER)
    alice.session.commit()


def answer_of(viewer: LookAs, who: str) -> str | None:
    person = viewer(who)
    found = queries.submission(person, campaign(person))
    person.session.commit()
    return None if found is None else str(found.answer)


def test_home_shows_the_open_campaign_and_what_was_entered(browse: Browse, two_lines: None) -> None:
    page = browse("bob").get("/needs/").text
    assert 'data-campaign="T1" data-state="draft"' in page
    assert "43,00\xa0€" in page
    assert "/needs/T0/recap" in page


def test_home_without_an_open_campaign_says_so(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    campaign(system).state = State.CANCELLED
    system.session.commit()
    page = browse("alice").get("/needs/")
    assert page.status_code == 200
    assert "data-campaign" not in page.text
    assert 'class="empty"' in page.text


def test_the_recap_adds_up_by_family(browse: Browse, two_lines: None) -> None:
    page = browse("alice").get("/needs/T1/recap").text
    assert page.index("Bureau") < page.index("Outillage")
    assert "43,00\xa0€" in page
    assert "data-doubts" in page


def test_incomplete_lines_are_submitted_only_by_somebody_who_was_told(
    browse: Browse, viewer: LookAs, two_lines: None
) -> None:
    client = browse("alice")
    answer = client.post("/needs/T1/submit")
    assert answer.status_code == 422
    assert 'name="aware"' in answer.text
    assert answer_of(viewer, "alice") == "draft"
    assert client.post("/needs/T1/submit", data={"aware": "1"}).location == "/needs/T1/recap"
    assert answer_of(viewer, "alice") == "submitted"
    assert "Alice" in client.get("/needs/T1/recap").text


def test_a_submitted_declaration_reopens_until_the_deadline(browse: Browse, viewer: LookAs, two_lines: None) -> None:
    client = browse("alice")
    client.post("/needs/T1/submit", data={"aware": "1"})
    assert "/needs/T1/reopen" in client.get("/needs/T1/recap").text
    assert client.post("/needs/T1/reopen").location == "/needs/T1"
    assert answer_of(viewer, "alice") == "draft"
    client.post("/needs/T1/submit", data={"aware": "1"})
    system = viewer("system")
    campaign(system).closes_at = datetime.now(UTC) - timedelta(seconds=1)
    system.session.commit()
    assert "/needs/T1/reopen" not in client.get("/needs/T1/recap").text
    client.post("/needs/T1/reopen")
    assert answer_of(viewer, "alice") == "submitted"


def test_nothing_this_time(browse: Browse, viewer: LookAs) -> None:
    client = browse("alice")
    assert client.post("/needs/T1/nothing").location == "/needs/"
    assert answer_of(viewer, "alice") == "nothing"
    assert 'data-state="nothing"' in client.get("/needs/").text
    assert client.get("/needs/T1/recap").status_code == 200


def test_nothing_is_refused_while_lines_stand(browse: Browse, viewer: LookAs, two_lines: None) -> None:
    assert browse("alice").post("/needs/T1/nothing").location == "/needs/T1/recap"
    assert answer_of(viewer, "alice") == "draft"


def test_an_empty_recap_is_no_dead_end(browse: Browse) -> None:
    assert "/needs/T1" in browse("alice").get("/needs/T1/recap").text
    assert browse("alice").post("/needs/T1/submit").location == "/needs/T1/recap"


def test_a_buyer_sees_who_has_answered(browse: Browse, viewer: LookAs, two_lines: None) -> None:
    dora = viewer("dora")
    rules.say_nothing(dora, campaign(dora))
    dora.session.commit()
    client = browse("brigitte")
    page = client.get("/needs/T1/answers").text
    for code, state in (("ARV", "draft"), ("SOE", "nothing"), ("GIF", "not_started"), ("MOL", "not_started")):
        assert f'data-member="{code}" data-state="{state}"' in page
    assert 'data-member="GIF"' not in client.get("/needs/T1/answers?state=draft").text
    found = client.get("/needs/T1/answers?q=giffre&sort=-lines").text
    assert 'data-member="GIF"' in found
    assert 'data-member="ARV"' not in found
    assert 'class="empty"' in client.get("/needs/T1/answers?q=introuvable").text


@pytest.mark.parametrize("who", ["alice", "adele", "charlie"])
def test_who_answered_is_for_buyers_alone(browse: Browse, who: str, two_lines: None) -> None:
    for path in ("/needs/T1/answers", "/needs/T1/answers/ARV", "/needs/T1/answers/GIF"):
        assert browse(who).get(path).status_code == 404


def test_a_look_at_a_firms_lines_is_recorded(browse: Browse, viewer: LookAs, two_lines: None) -> None:
    page = browse("brigitte").get("/needs/T1/answers/ARV")
    page.close()
    assert "PAP-A4" in page.text
    alice = viewer("alice")
    looked = alice.session.scalars(select(Entry).where(Entry.verb == "needs.look")).all()
    assert [(entry.actor, entry.campaign) for entry in looked] == [("Brigitte", "T1")]


def test_a_firm_without_lines_is_an_empty_page(browse: Browse) -> None:
    assert 'class="empty"' in browse("brigitte").get("/needs/T1/answers/MOL").text
    assert browse("brigitte").get("/needs/T1/answers/NUL").status_code == 404


def test_a_conflicted_buyer_sees_no_line_of_families_his_firm_takes_part_in(
    browse: Browse, viewer: LookAs, two_lines: None
) -> None:
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), paper(charlie), key="c" * 32)
    close(viewer)
    page = browse("conrad").get("/needs/T1/answers/ARV").text
    assert "PAP-A4" not in page
    assert "Foret étagé" in page
