"""A deadline that a buyer moves while members may enter is news of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from pooling.access.viewer import Viewer
from pooling.campaigns import rules as campaigns
from pooling.campaigns.models import Campaign, State
from pooling.config import Settings
from pooling.db import now
from pooling.mail.dispatcher import send_once
from pooling.mail.models import Letter
from pooling.mail.postman import SmtpPostman
from pooling.needs.models import Answer
from pooling.needs.reminders import remind, review
from tests.mail.office import post_office
from tests.needs.acts import campaign
from tests.needs.test_reminders import CLERKS, answer, leave, person, written


def move(system: Viewer, one: Campaign, closes_at: datetime) -> None:
    plan = campaigns.Plan(one.name, one.opens_at, closes_at, one.delivery_from, one.delivery_until, list(one.families))
    campaigns.edit(system, one, plan)
    system.session.commit()


@pytest.mark.parametrize("days", [-5, 5])
def test_everybody_is_told_once_those_who_answered_too(system: Viewer, days: int) -> None:
    one = campaign(system)
    answer(system, one, "ARV", Answer.SUBMITTED)
    remind(system, now())
    move(system, one, one.closes_at + timedelta(days=days))
    assert remind(system, now())["moved"] == len(CLERKS)
    assert not remind(system, now() + timedelta(hours=1))
    letters = written(system, "moved")
    assert set(letters) == CLERKS
    assert "rien ne vous est demandé" in letters["alice@example.org"].body
    assert "rien ne vous est demandé" not in letters["dora@example.org"].body


def test_of_two_moves_only_the_last_is_told(system: Viewer) -> None:
    one = campaign(system)
    move(system, one, one.closes_at + timedelta(days=5))
    one.moved_at = now() - timedelta(minutes=30)
    remind(system, now() - timedelta(minutes=20))
    move(system, one, one.closes_at + timedelta(days=5))
    remind(system, now())
    counts, carried = leave(system, now())
    assert (counts.sent, counts.unneeded) == (len(CLERKS), len(CLERKS))
    assert set(carried) == CLERKS


def test_who_wants_the_last_day_only_is_spared_once_the_firm_has_answered(system: Viewer) -> None:
    one = campaign(system)
    answer(system, one, "ARV", Answer.SUBMITTED)
    person(system, "alice").only_last_day = person(system, "dora").only_last_day = True
    move(system, one, one.closes_at + timedelta(days=5))
    remind(system, now())
    assert set(written(system, "moved")) == CLERKS - {"alice@example.org"}


def test_a_change_of_anything_else_or_of_a_draft_is_no_news(system: Viewer) -> None:
    one, draft = campaign(system), campaign(system, "T2")
    plan = campaigns.Plan(
        "Un autre nom", one.opens_at, one.closes_at, one.delivery_from, one.delivery_until, list(one.families)
    )
    campaigns.edit(system, one, plan)
    campaigns.edit(system, draft, replace(plan, opens_at=draft.opens_at, closes_at=draft.closes_at + timedelta(days=1)))
    assert one.moved_at is None
    assert draft.moved_at is None


def test_a_deadline_put_off_after_it_passed_is_news_too(system: Viewer) -> None:
    one = campaign(system)
    one.closes_at = now() - timedelta(hours=1)
    move(system, one, now() + timedelta(days=2))
    assert remind(system, now())["moved"] == len(CLERKS)


def test_the_reminders_go_on_towards_the_new_deadline(system: Viewer) -> None:
    one = campaign(system)
    move(system, one, one.closes_at + timedelta(days=5))
    remind(system, now())
    assert set(remind(system, one.closes_at - timedelta(hours=1))) == {"last_day"}


def test_a_campaign_reopened_forgets_that_its_deadline_had_moved(system: Viewer) -> None:
    one = campaign(system)
    move(system, one, one.closes_at + timedelta(days=5))
    campaigns.advance(system, one, State.CLOSED)
    campaigns.reopen(system, one, now() + timedelta(days=2, hours=12), "un oubli")
    assert set(remind(system, now())) == {"three_days"}


class Received:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 (aiosmtpd's)
        self.messages.append(message_from_bytes(envelope.content))  # type: ignore[attr-defined]
        return "250 OK"


def test_the_calendar_entry_is_the_same_one_moved(
    app: Flask, engine: Engine, system: Viewer, settings: Settings
) -> None:
    one = campaign(system)
    server = Received()
    with post_office(server) as port:
        here = Settings(**{**vars(settings), "mail_server": "127.0.0.1", "mail_port": port})
        for round_ in range(2):
            if round_:
                move(system, one, one.closes_at + timedelta(days=5))
            remind(system, now())
            system.session.commit()
            send_once(app, engine, lambda: SmtpPostman(app, here), review)
    files = [part.get_payload(decode=True) for each in server.messages if each["To"] == "dora@example.org"
             for part in each.walk() if part.get_content_type() == "text/calendar"]  # fmt: skip
    told = [re.findall(rb"(?:UID|SEQUENCE|DTSTART):(\S+)", bytes(file)) for file in files if isinstance(file, bytes)]
    (uid, sequence, at), (uid_after, sequence_after, at_after) = told
    assert uid == uid_after
    assert int(sequence) < int(sequence_after)
    assert at < at_after
    assert not system.session.scalars(select(Letter).where(Letter.body != "")).all()
