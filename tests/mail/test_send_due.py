from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.algorithms.errors import Refusal
from pooling.db import now
from pooling.mail import rules
from pooling.mail.models import Letter
from pooling.mail.rules import DELAYS, Counts, send_due, try_again, write_letter


class Street:
    """A postman who notes what was carried; `trouble` says what happens at an address."""

    def __init__(self, trouble: dict[str, Exception] | None = None) -> None:
        self.trouble = trouble or {}
        self.carried: list[str] = []

    def carry(self, letter: Letter) -> None:
        if letter.recipient in self.trouble:
            raise self.trouble[letter.recipient]
        self.carried.append(letter.recipient)


def refused(code: int, address: str = "bad@example.org") -> smtplib.SMTPRecipientsRefused:
    return smtplib.SMTPRecipientsRefused({address: (code, b"no such box")})


def write(viewer: Viewer, *addresses: str) -> list[Letter]:
    letters = [write_letter(viewer, "test", address, "Sujet", "Un lien secret") for address in addresses]
    viewer.session.commit()
    return letters


def test_what_is_due_leaves_once_and_its_body_goes(system: Viewer) -> None:
    [letter] = write(system, "a@example.org")
    street = Street()
    assert send_due(system, street) == Counts(sent=1)
    assert send_due(system, street) == Counts()
    assert street.carried == ["a@example.org"]
    assert letter.sent_at is not None
    assert letter.body == ""


def test_one_bad_address_holds_up_nobody(system: Viewer) -> None:
    letters = write(system, "bad@example.org", "b@example.org")
    street = Street({"bad@example.org": refused(550)})
    assert send_due(system, street) == Counts(sent=1, given_up=1)
    assert letters[0].given_up_at is not None
    assert "no such box" in letters[0].failure
    assert letters[0].body


@pytest.mark.parametrize(
    ("error", "permanent"),
    [
        (refused(450), False),
        (refused(550), True),
        (smtplib.SMTPDataError(554, b"spam"), True),
        (smtplib.SMTPDataError(451, b"later"), False),
        (smtplib.SMTPAuthenticationError(535, b"who?"), False),
        (smtplib.SMTPServerDisconnected("gone"), False),
        (TimeoutError("slow"), False),
        (ValueError("a header with two lines"), True),
    ],
)
def test_only_what_will_never_pass_is_given_up(error: Exception, permanent: bool) -> None:
    assert rules.is_permanent(error) is permanent
    assert rules.reason(error)


def test_tries_grow_apart_for_two_days_then_end(system: Viewer) -> None:
    [letter] = write(system, "slow@example.org")
    street = Street({"slow@example.org": refused(450)})
    assert list(DELAYS) == sorted(DELAYS)
    assert timedelta(hours=48) < sum(DELAYS, timedelta()) < timedelta(hours=52)
    for attempt, delay in enumerate(DELAYS, 1):
        assert send_due(system, street) == Counts(postponed=1)
        assert letter.attempts == attempt
        assert now() + delay - timedelta(minutes=1) < letter.due_at <= now() + delay
        letter.due_at = now()
        system.session.commit()
    assert send_due(system, street) == Counts(given_up=1)
    assert send_due(system, street) == Counts()


def test_a_letter_given_up_is_tried_again_on_demand(system: Viewer) -> None:
    [letter] = write(system, "bad@example.org")
    with pytest.raises(Refusal):
        try_again(system, letter)
    send_due(system, Street({"bad@example.org": refused(550)}))
    try_again(system, letter)
    system.session.commit()
    assert send_due(system, Street()) == Counts(sent=1)


def test_two_senders_at_once_carry_each_letter_once(system: Viewer, engine: Engine) -> None:
    write(system, "a@example.org", "b@example.org", "c@example.org")
    other = open_session(engine, Kind.SYSTEM)
    second = Street()

    class Interrupted(Street):
        def carry(self, letter: Letter) -> None:
            send_due(other, second)
            super().carry(letter)

    first = Interrupted()
    send_due(system, first)
    other.session.close()
    assert sorted(first.carried + second.carried) == ["a@example.org", "b@example.org", "c@example.org"]


def test_a_letter_whose_sender_died_is_sent_after_its_lease(system: Viewer) -> None:
    [letter] = write(system, "a@example.org")

    class DyingError(BaseException):
        pass

    class Dying(Street):
        def carry(self, letter: Letter) -> None:
            raise DyingError

    with pytest.raises(DyingError):
        send_due(system, Dying())
    system.session.rollback()
    assert send_due(system, Street()) == Counts()
    letter.due_at = now()
    system.session.commit()
    assert send_due(system, Street()) == Counts(sent=1)


def test_a_letter_of_a_change_undone_is_never_sent(viewer: Callable[[str], Viewer]) -> None:
    system = viewer("system")
    write_letter(system, "test", "a@example.org", "Sujet", "Texte")
    system.session.rollback()
    assert not system.session.scalars(select(Letter)).all()
