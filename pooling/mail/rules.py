"""Writing letters, in the transaction of the change they tell of, and sending them afterwards."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, cast

from sqlalchemy import CursorResult, update

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.db import now
from pooling.journal.rules import record
from pooling.mail import queries
from pooling.mail.models import Letter

# after each failed try; together a little over 48 hours
DELAYS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=3),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=26),
)
# longer than any server lets one mail take: a sender that died keeps its letter no longer than this
LEASE = timedelta(minutes=10)
AT_ONCE = 50
PERMANENT = range(500, 600)

_NOT_WAITING = N_("This letter has left, or is still on its way: there is nothing to try again.")


class Postman(Protocol):
    """What carries one letter to the mail server; raises OSError (smtplib's errors are) when it cannot."""

    def carry(self, letter: Letter) -> None: ...


@dataclass
class Counts:
    """What became of the letters that were due."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    unneeded: int = 0


# whether the reason of a letter still stands, asked just before it leaves; may word it anew
Review = Callable[[Viewer, Letter], bool]


def write_letter(viewer: Viewer, kind: str, recipient: str, subject: str, body: str, calendar: str = "") -> Letter:
    """Put one letter in the outbox; it leaves when the viewer's transaction is committed. `calendar` is the
    text of an iCalendar file."""
    letter = Letter(kind=kind, recipient=recipient, subject=" ".join(subject.split()), body=body, calendar=calendar)
    viewer.session.add(letter)
    return letter


def send_due(viewer: Viewer, postman: Postman, limit: int = AT_ONCE, review: Review | None = None) -> Counts:
    """Send what is due. The one rule that commits, before and after each letter: no transaction is open
    while the mail server is talked to, and one bad address holds up nobody. A letter is claimed by moving its
    due moment, so two senders at once never take the same one; if a sender dies between the mail server's
    yes and its own note of it, the letter is sent twice rather than never."""
    counts = Counts()
    waiting = queries.due(viewer, now(), limit)
    viewer.session.commit()
    for letter_id, due_at in waiting:
        letter = _claim(viewer, letter_id, due_at)
        if letter is not None and _is_needed(viewer, letter, review, counts):
            _send(viewer, postman, letter, counts)
    return counts


def _claim(viewer: Viewer, letter_id: int, due_at: datetime) -> Letter | None:
    statement = (
        update(Letter)
        .where(Letter.id == letter_id, Letter.due_at == due_at, Letter.sent_at.is_(None), Letter.unneeded_at.is_(None))
        .values(due_at=now() + LEASE, attempts=Letter.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    claimed = cast("CursorResult[Any]", viewer.session.execute(statement)).rowcount == 1
    letter = queries.letter(viewer, letter_id) if claimed else None
    if letter is not None:
        viewer.session.refresh(letter)
    viewer.session.commit()
    return letter


def _is_needed(viewer: Viewer, letter: Letter, review: Review | None, counts: Counts) -> bool:
    needed = review is None or review(viewer, letter)
    if not needed:
        letter.unneeded_at = now()
        letter.body = letter.calendar = letter.failure = ""
        record(viewer, "mail.drop", f"letter:{letter.id}", after=_told(letter))
        counts.unneeded += 1
    viewer.session.commit()
    return needed


def _send(viewer: Viewer, postman: Postman, letter: Letter, counts: Counts) -> None:
    try:
        postman.carry(letter)
    except (OSError, ValueError) as error:  # ValueError: a header no mail can have
        _note_failure(letter, error, counts)
    else:
        letter.sent_at = now()
        letter.body = letter.calendar = letter.failure = ""
        counts.sent += 1
    viewer.session.commit()


def _note_failure(letter: Letter, error: Exception, counts: Counts) -> None:
    letter.failure = reason(error)
    if is_permanent(error) or letter.attempts > len(DELAYS):
        letter.given_up_at = now()
        counts.given_up += 1
    else:
        letter.due_at = now() + DELAYS[letter.attempts - 1]
        counts.postponed += 1


def is_permanent(error: Exception) -> bool:
    """Whether the mail server said it will never take this letter (5xx), or no server could."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return False  # the server's or our own settings' fault, which somebody will mend
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code in PERMANENT
    return isinstance(error, ValueError)


def reason(error: Exception) -> str:
    """What the server said, in its own words, shortened."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [_words(code, text) for code, text in error.recipients.values()]
        return "; ".join(said)[:300]
    if isinstance(error, smtplib.SMTPResponseException):
        return _words(error.smtp_code, error.smtp_error)[:300]
    return f"{type(error).__name__}: {error}"[:300]


def _words(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"


def try_again(viewer: Viewer, letter: Letter) -> None:
    """Somebody mended what was wrong: send it as if it were new."""
    if letter.given_up_at is None:
        raise Refusal("not_waiting", _NOT_WAITING)
    letter.given_up_at = None
    letter.attempts = 0
    letter.due_at = now()
    viewer.session.flush()
    record(viewer, "mail.try_again", f"letter:{letter.id}", after=_told(letter))


def note_reading(viewer: Viewer, letter: Letter) -> None:
    """While no mail server is set a letter is read on screen, and that is told."""
    record(viewer, "mail.read", f"letter:{letter.id}", after=_told(letter))


def _told(letter: Letter) -> dict[str, Any]:
    return {"kind": letter.kind, "recipient": letter.recipient}
