"""Who is written to, when, and what leaves in the end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes
from email.message import Message
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import Engine, select

from pooling.access.viewer import Viewer
from pooling.campaigns import rules as campaigns
from pooling.campaigns.models import Campaign, State
from pooling.config import Settings
from pooling.db import now
from pooling.journal.models import Entry
from pooling.mail.dispatcher import Dispatcher, send_once
from pooling.mail.models import Letter
from pooling.mail.postman import SmtpPostman
from pooling.mail.rules import Counts, Postman, send_due
from pooling.members.models import User
from pooling.needs import rules
from pooling.needs.models import Answer, Reminder, Submission
from pooling.needs.reminders import remind, review
from tests.mail.office import post_office
from tests.needs.acts import KEY, LookAs, campaign, member, paper

PARIS = ZoneInfo("Europe/Paris")
CLERKS = {"alice@example.org", "bob@example.org", "charlie@example.org", "conrad@example.org", "dora@example.org"}


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


OPENED, HALFWAY, THREE_DAYS, LAST_DAY, OVER = (
    paris(f"2027-03-{day}") for day in ("01T10:00", "15T09:00", "26T09:00", "29T09:00", "30T09:00")
)


@pytest.fixture
def spring(system: Viewer) -> Campaign:
    """T1 from 1 to 29 March 2027."""
    one = campaign(system)
    one.opens_at, one.closes_at = paris("2027-03-01T09:00"), paris("2027-03-29T17:00")
    system.session.commit()
    return one


def answer(system: Viewer, one: Campaign, code: str, said: Answer) -> None:
    system.session.add(Submission(campaign_id=one.id, member_id=member(system, code).id, answer=said))
    system.session.commit()


def written(system: Viewer, kind: str) -> dict[str, Letter]:
    letters = system.session.scalars(select(Letter).where(Letter.kind == f"needs.{kind}")).all()
    assert len({letter.recipient for letter in letters}) == len(letters)
    return {letter.recipient: letter for letter in letters}


def person(system: Viewer, name: str) -> User:
    return system.session.scalars(select(User).where(User.email == f"{name}@example.org")).one()


class Street:
    def __init__(self) -> None:
        self.carried: dict[str, str] = {}

    def carry(self, letter: Letter) -> None:
        self.carried[letter.recipient] = letter.body


def leave(system: Viewer, at: datetime) -> tuple[Counts, dict[str, str]]:
    """Send all letters as at this moment."""
    for letter in system.session.scalars(select(Letter)):
        letter.due_at = datetime.now(UTC)
    system.session.commit()
    street = Street()
    postman: Postman = street
    return send_due(system, postman, review=partial(review, at=at)), street.carried


def test_all_who_may_enter_are_told_of_an_opening_once(system: Viewer, spring: Campaign) -> None:
    assert remind(system, OPENED)["opened"] == len(CLERKS)
    assert not remind(system, OPENED + timedelta(hours=1))
    assert set(written(system, "opened")) == CLERKS


@pytest.mark.parametrize(("at", "kind"), [(HALFWAY, "halfway"), (THREE_DAYS, "three_days"), (LAST_DAY, "last_day")])
def test_only_those_who_still_have_something_to_do_are_reminded(
    system: Viewer, spring: Campaign, at: datetime, kind: str
) -> None:
    answer(system, spring, "ARV", Answer.SUBMITTED)
    answer(system, spring, "SOE", Answer.NOTHING)
    answer(system, spring, "GIF", Answer.DRAFT)
    remind(system, at)
    assert set(written(system, kind)) == {"charlie@example.org", "conrad@example.org"}


def test_the_closing_is_told_to_those_who_answered_with_their_recap(system: Viewer, spring: Campaign) -> None:
    answer(system, spring, "ARV", Answer.SUBMITTED)
    spring.state = State.CLOSED
    remind(system, OVER)
    letters = written(system, "closed")
    assert set(letters) == {"alice@example.org", "bob@example.org"}
    assert "/needs/T1/recap" in letters["alice@example.org"].body
    assert not letters["alice@example.org"].calendar


def test_a_deadline_that_passed_on_a_campaign_not_closed_is_told_to_nobody(system: Viewer, spring: Campaign) -> None:
    assert not remind(system, OVER)


def test_a_program_that_was_off_sends_one_mail_not_three(system: Viewer, spring: Campaign) -> None:
    assert set(remind(system, LAST_DAY)) == {"last_day"}


def test_one_mail_lists_all_open_campaigns_of_a_person(system: Viewer, spring: Campaign) -> None:
    other = campaign(system, "T2")
    other.state, other.opens_at, other.closes_at = State.OPEN, spring.opens_at, spring.closes_at
    answer(system, spring, "ARV", Answer.NOTHING)
    remind(system, LAST_DAY)
    letters = written(system, "last_day")
    assert [code in letters["alice@example.org"].body for code in ("/needs/T1", "/needs/T2")] == [False, True]
    assert [code in letters["dora@example.org"].body for code in ("/needs/T1", "/needs/T2")] == [True, True]
    assert letters["dora@example.org"].calendar.count("BEGIN:VEVENT") == 2


def test_people_who_left_and_staff_are_told_nothing(system: Viewer, spring: Campaign) -> None:
    person(system, "bob").active = False
    member(system, "GIF").active = False
    remind(system, OPENED)
    assert set(written(system, "opened")) == {"alice@example.org", "dora@example.org"}


def test_who_asked_for_the_last_day_only_gets_nothing_before(system: Viewer, spring: Campaign) -> None:
    person(system, "alice").only_last_day = True
    for at in (OPENED, HALFWAY, THREE_DAYS):
        remind(system, at)
        assert "alice@example.org" not in {letter.recipient for letter in system.session.scalars(select(Letter))}
    remind(system, LAST_DAY)
    assert "alice@example.org" in written(system, "last_day")


def test_a_moved_deadline_is_announced_again_in_the_same_calendar_entry(system: Viewer, spring: Campaign) -> None:
    remind(system, THREE_DAYS)
    before = written(system, "three_days")["alice@example.org"].calendar
    leave(system, THREE_DAYS)
    spring.closes_at += timedelta(days=7)
    system.session.commit()
    assert remind(system, THREE_DAYS)["three_days"] == 0
    remind(system, THREE_DAYS + timedelta(days=7))
    letters = system.session.scalars(select(Letter).where(Letter.kind == "needs.three_days", Letter.calendar != ""))
    after = next(letter.calendar for letter in letters if letter.recipient == "alice@example.org")
    uid, sequence = re.compile(r"UID:(\S+)"), re.compile(r"SEQUENCE:(\d+)")
    assert uid.findall(before) == uid.findall(after)
    assert int(sequence.findall(before)[0]) < int(sequence.findall(after)[0])


def test_a_letter_whose_reason_has_gone_does_not_leave(system: Viewer, spring: Campaign) -> None:
    remind(system, LAST_DAY)
    answer(system, spring, "ARV", Answer.NOTHING)
    counts, carried = leave(system, LAST_DAY)
    assert (counts.sent, counts.unneeded) == (3, 2)
    assert set(carried) == CLERKS - {"alice@example.org", "bob@example.org"}
    dropped = written(system, "last_day")["alice@example.org"]
    assert dropped.unneeded_at is not None
    assert not dropped.body
    assert len(system.session.scalars(select(Entry).where(Entry.verb == "mail.drop")).all()) == 2
    assert leave(system, LAST_DAY)[0] == Counts()


def test_a_letter_that_waited_too_long_gives_way_to_the_next_stage(system: Viewer, spring: Campaign) -> None:
    remind(system, OPENED)
    counts, _carried = leave(system, HALFWAY)
    assert (counts.sent, counts.unneeded) == (0, len(CLERKS))


def test_a_letter_is_worded_anew_when_one_of_its_campaigns_is_done(system: Viewer, spring: Campaign) -> None:
    other = campaign(system, "T2")
    other.state, other.opens_at, other.closes_at = State.OPEN, spring.opens_at, spring.closes_at
    system.session.commit()
    remind(system, LAST_DAY)
    answer(system, other, "SOE", Answer.NOTHING)
    _counts, carried = leave(system, LAST_DAY)
    assert "/needs/T1" in carried["dora@example.org"]
    assert "/needs/T2" not in carried["dora@example.org"]


def test_a_reopened_campaign_takes_its_recap_letters_back(system: Viewer, spring: Campaign) -> None:
    answer(system, spring, "ARV", Answer.SUBMITTED)
    spring.state = State.CLOSED
    remind(system, OVER)
    spring.state, spring.closes_at, spring.revision = State.OPEN, OVER + timedelta(days=10), 2
    counts, _carried = leave(system, OVER)
    assert counts == Counts(unneeded=2)


def test_no_letter_holds_a_quantity_a_price_or_another_firm(viewer: LookAs) -> None:
    alice = viewer("alice")
    line = paper(alice, "7413", present_price=Decimal("91.37"), present_supplier="Fournil Discret")
    rules.save(alice, campaign(alice), line, key=KEY)
    system = viewer("system")
    one = campaign(system)
    one.opens_at, one.closes_at = paris("2027-03-01T09:00"), paris("2027-03-29T17:00")
    for at in (OPENED, HALFWAY, THREE_DAYS, LAST_DAY):
        remind(system, at)
    one.state = State.CLOSED
    remind(system, OVER)
    letters = system.session.scalars(select(Letter)).all()
    assert {letter.kind for letter in letters} >= {"needs.opened", "needs.closed"}
    for letter in letters:
        text = f"{letter.subject}{letter.body}{letter.calendar}"
        for secret in ("7413", "7\u202f413", "91,37", "91.37", "Fournil", "Papier", "PAP-A4", "Giffre", "Arve", "Môle"):
            assert secret not in text


def test_two_reminders_at_once_write_each_letter_once(viewer: LookAs, spring: Campaign) -> None:
    first, second = viewer("system"), viewer("system")
    remind(first, OPENED)
    first.session.commit()
    assert not remind(second, OPENED)
    assert len(second.session.scalars(select(Reminder)).all()) == len(CLERKS)


class Received:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.messages: list[Message] = []

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:  # noqa: N802 (aiosmtpd's)
        self.messages.append(message_from_bytes(envelope.content))  # type: ignore[attr-defined]
        return "250 OK"


def test_a_real_server_gets_the_mail_with_its_calendar(
    app: Flask, engine: Engine, system: Viewer, settings: Settings
) -> None:
    present = datetime.now(UTC)
    answer(system, campaign(system), "GIF", Answer.SUBMITTED)
    remind(system, present)
    system.session.commit()
    server = Received()
    with post_office(server) as port:
        here = Settings(**{**vars(settings), "mail_server": "127.0.0.1", "mail_port": port})
        assert send_once(app, engine, lambda: SmtpPostman(app, here), review).sent == 3
    message = next(each for each in server.messages if each["To"] == "dora@example.org")
    parts = {part.get_content_type(): part for part in message.walk()}
    file = parts["text/calendar"].get_payload(decode=True)
    assert isinstance(file, bytes)
    assert b"SUMMARY:" in file
    assert b"campaign-T1@" in file
    assert parts["text/calendar"].get_filename()


def test_the_serving_program_writes_what_is_due_by_itself(
    app: Flask, engine: Engine, system: Viewer, settings: Settings
) -> None:
    system.session.commit()
    idle = Dispatcher(app, engine, settings, review=review, chore=remind)
    assert idle._round()
    assert idle._round()
    assert len(system.session.scalars(select(Letter)).all()) == len(CLERKS)


def test_a_campaign_closed_long_after_its_deadline_is_told_too(system: Viewer) -> None:
    one = campaign(system)
    rules.save(system, one, paper(system), key=KEY, member=member(system))
    one.opens_at, one.closes_at = now() - timedelta(days=60), now() - timedelta(days=20)
    system.session.flush()
    campaigns.close(system, one)
    assert remind(system)["closed"] > 0
    campaigns.reopen(system, one, now() + timedelta(days=5), "On reprend")
    assert one.closed_at is None
