"""The buttons of an approver, and what everybody else of the firm reads."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.message import Message

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from pooling.config import Settings
from pooling.mail.dispatcher import send_once
from pooling.mail.postman import SmtpPostman
from pooling.needs import rules
from pooling.needs.models import Submission
from pooling.needs.reminders import review
from tests.mail.office import post_office
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, close, paper
from tests.needs.test_approval import choose, enter, recipients

Leave = Callable[[], None]


def state(viewer: LookAs, leave: Leave) -> str:
    found = viewer("system").session.scalars(select(Submission.answer)).one()
    leave()
    return str(found)


def test_the_firms_page_shows_everybody_the_choice_and_gives_it_to_an_approver(browse: Browse) -> None:
    bob, alice = browse("bob"), browse("alice")
    assert "/needs/approval" not in bob.get("/members/mine").text
    assert 'action="/needs/approval"' in alice.get("/members/mine").text
    assert alice.post("/needs/approval", data={"on": "1"}).status_code == 303
    assert "approbateur" in bob.get("/members/mine").text
    bob.post("/needs/approval", data={"on": "0"})
    assert 'value="0"' in alice.get("/members/mine").text


def test_an_administrator_chooses_on_the_firms_page_of_the_group(browse: Browse) -> None:
    adele = browse("adele")
    assert adele.post("/needs/approval/ARV", data={"on": "1"}).location.startswith("/members/ARV")
    assert 'value="0"' in adele.get("/members/ARV").text
    assert browse("brigitte").post("/needs/approval/ARV", data={"on": "0"}).status_code == 404
    assert 'value="0"' not in browse("brigitte").get("/members/ARV").text


def test_bob_sends_and_alice_approves(browse: Browse, viewer: LookAs, leave: Leave) -> None:
    choose(viewer)
    enter(viewer)
    leave()
    bob, alice = browse("bob"), browse("alice")
    assert bob.post("/needs/T1/submit", data={"aware": "1"}).status_code == 303
    assert state(viewer, leave) == "awaiting"
    assert "/needs/T1/approve" not in bob.get("/needs/T1/recap").text
    assert "/needs/T1/reopen" in bob.get("/needs/T1/recap").text
    assert bob.get("/needs/T1").status_code == 302
    assert alice.get("/needs/T1").status_code == 200
    assert "Bob" in alice.get("/needs/").text
    assert "/needs/T1/approve" in alice.get("/needs/T1/recap").text
    alice.post("/needs/T1/approve")
    assert state(viewer, leave) == "submitted"
    assert "Alice" in bob.get("/needs/T1/recap").text


def test_bob_reads_why_it_came_back(browse: Browse, viewer: LookAs, leave: Leave) -> None:
    choose(viewer)
    enter(viewer, send=True)
    leave()
    browse("alice").post("/needs/T1/send-back", data={"reason": "sans les gants"})
    assert state(viewer, leave) == "draft"
    assert "sans les gants" in browse("bob").get("/needs/T1/recap").text
    assert "sans les gants" not in browse("brigitte").get("/needs/T1/answers/ARV").text


@pytest.mark.parametrize("verb", ["approve", "send-back"])
def test_who_may_not_decide_changes_nothing(browse: Browse, viewer: LookAs, leave: Leave, verb: str) -> None:
    choose(viewer)
    enter(viewer, send=True)
    leave()
    for who in ("bob", "charlie"):
        assert browse(who).post(f"/needs/T1/{verb}", data={"reason": "x"}).status_code == 303
    assert browse("brigitte").post(f"/needs/T1/{verb}").status_code == 404
    assert state(viewer, leave) == "awaiting"


def test_buyers_read_what_would_be_left_out_and_remind_the_approvers(
    browse: Browse, viewer: LookAs, leave: Leave
) -> None:
    choose(viewer)
    enter(viewer)
    dora = viewer("dora")
    rules.save(dora, campaign(dora), paper(dora), key=OTHER)
    close(viewer)
    leave()
    brigitte = browse("brigitte")
    page = brigitte.get("/consolidation/T1").text
    assert page.count("1 ligne est laissée de côté") >= 2  # beside the figures, and in the question asked
    assert brigitte.post("/needs/T1/ask-approvers").location == "/consolidation/T1"
    system = viewer("system")
    assert recipients(system, "approve") == ["alice"]
    leave()
    assert "ne compte pas" in browse("bob").get("/needs/T1/recap").text
    assert "/needs/T1/approve" in browse("alice").get("/needs/T1/recap").text
    brigitte.post("/consolidation/T1/consolidate")
    assert "N’a pas compté" in browse("alice").get("/needs/T1/recap").text


def test_the_answers_page_has_the_state(browse: Browse, viewer: LookAs, leave: Leave) -> None:
    choose(viewer)
    enter(viewer, send=True)
    leave()
    page = browse("brigitte").get("/needs/T1/answers?state=awaiting").text
    assert 'data-state="awaiting"' in page
    assert page.count("data-member=") == 1


class Received:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 (aiosmtpd's)
        self.messages.append(message_from_bytes(envelope.content))  # type: ignore[attr-defined]
        return "250 OK"


def test_the_approver_gets_the_mail_and_no_quantity_is_in_it(
    app: Flask, engine: Engine, viewer: LookAs, settings: Settings, leave: Leave
) -> None:
    choose(viewer)
    bob = viewer("bob")
    rules.save(bob, campaign(bob), paper(bob, "7413"), key=KEY)
    rules.submit(bob, campaign(bob))
    leave()
    server = Received()
    with post_office(server) as port:
        here = Settings(**{**vars(settings), "mail_server": "127.0.0.1", "mail_port": port})
        assert send_once(app, engine, lambda: SmtpPostman(app, here), review).sent == 1
    (message,) = server.messages
    assert message["To"] == "alice@example.org"
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain").get_payload(decode=True)
    assert isinstance(text, bytes)
    assert b"/needs/T1/recap" in text
    assert b"7413" not in text
