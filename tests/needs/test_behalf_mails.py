"""What a firm reads in its mail of what buyers did, as a real mail server receives it."""

from __future__ import annotations

import re
from email.message import Message

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from pooling.access.viewer import Viewer
from pooling.config import Settings
from pooling.db import now
from pooling.mail.dispatcher import send_once
from pooling.mail.models import Letter
from pooling.mail.postman import SmtpPostman
from pooling.mail.rules import Counts
from pooling.members.models import User
from pooling.needs import late, late_queries
from pooling.needs.reminders import review
from pooling.needs.rules import save
from tests.mail.office import post_office
from tests.needs.acts import KEY, LookAs, campaign, close, member, paper, undated
from tests.needs.test_reminders import Received

TOLD = re.compile(r"Papier|PAP-A4|carton|\b7\b|\b35\b|12,5")


class Office:
    def __init__(self, app: Flask, engine: Engine, settings: Settings) -> None:
        self.app, self.engine, self.settings = app, engine, settings
        self.server = Received()

    def sends(self, system: Viewer) -> Counts:
        """All that waits, as if its pause were over."""
        for letter in system.session.scalars(select(Letter).where(Letter.sent_at.is_(None))):
            letter.due_at = now()
        system.session.commit()
        with post_office(self.server) as port:
            here = Settings(**{**vars(self.settings), "mail_server": "127.0.0.1", "mail_port": port})
            return send_once(self.app, self.engine, lambda: SmtpPostman(self.app, here), review)

    @property
    def received(self) -> dict[str, Message]:
        return {str(message["To"]): message for message in self.server.messages}


@pytest.fixture
def office(app: Flask, engine: Engine, settings: Settings) -> Office:
    return Office(app, engine, settings)


def text(message: Message) -> str:
    part = next(each for each in message.walk() if each.get_content_type() == "text/plain")
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode()


def enter(viewer: LookAs) -> None:
    brigitte = viewer("brigitte")
    line = paper(brigitte, "7", present_price=None)
    save(brigitte, campaign(brigitte), line, key=KEY, member=member(brigitte))


def test_what_was_entered_for_it_is_told_without_saying_what(viewer: LookAs, office: Office) -> None:
    enter(viewer)
    assert office.sends(viewer("system")).sent == 2
    assert set(office.received) == {"alice@example.org", "bob@example.org"}
    message = office.received["alice@example.org"]
    assert "/needs/T1/recap" in text(message)
    assert "jusqu" in text(message)
    assert not TOLD.search(undated(text(message)))


def test_nothing_waits_to_be_checked_once_the_campaign_is_closed(viewer: LookAs, office: Office) -> None:
    enter(viewer)
    close(viewer)
    counts = office.sends(viewer("system"))
    assert (counts.sent, counts.unneeded) == (0, 2)
    assert not office.received


def test_whoever_wants_mails_of_the_last_day_alone_is_told_all_the_same(viewer: LookAs, office: Office) -> None:
    """What others do in a firm's name is no reminder."""
    system = viewer("system")
    for user in system.session.scalars(select(User)):
        user.only_last_day = True
    enter(viewer)
    assert office.sends(viewer("system")).sent == 2


def test_the_answer_to_a_late_request_leads_to_the_recap(viewer: LookAs, office: Office) -> None:
    close(viewer)
    alice = viewer("alice")
    late.ask(alice, campaign(alice), paper(alice, "7"), key="c" * 32, reason="oubli")
    brigitte = viewer("brigitte")
    late.refuse(
        brigitte, late_queries.request(brigitte, campaign(brigitte), "c" * 32, member(brigitte).id), "trop tard"
    )
    assert office.sends(viewer("system")).sent == 2
    message = office.received["bob@example.org"]
    assert "/needs/T1/recap" in text(message)
    assert not TOLD.search(undated(text(message)))
    assert "trop tard" not in text(message)
    assert "text/calendar" not in {part.get_content_type() for part in message.walk()}
