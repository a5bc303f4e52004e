"""The mails of this room: which campaigns, until when, and where; never a quantity, a price, another firm."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from flask import current_app
from flask_babel import force_locale, gettext

from pooling.campaigns.models import Campaign, State
from pooling.db import now
from pooling.language import moment, settings
from pooling.mail.calendars import Deadline, calendar
from pooling.members.links import absolute
from pooling.members.models import User
from pooling.needs.models import Answer
from pooling.needs.stages import Stage
from pooling.needs.tracking import Said

NUDGE = "nudge"
APPROVE = "approve"
RETURNED = "returned"
BEHALF = "behalf"  # lines were entered for the firm
LATE = "late"  # a request that came after the closing was answered
OVER = frozenset({Stage.CLOSED.value, LATE})  # what these tell of takes no entries any more
TEMPLATE = "needs/mail/reminder.txt"


@dataclass(frozen=True)
class Wording:
    """A letter's words in the group's language; `calendar` is an iCalendar file or nothing."""

    subject: str
    body: str
    calendar: str


class Note(StrEnum):
    """What one firm is told of its own part in a campaign."""

    ANSWERED = "answered"
    TO_APPROVE = "to_approve"  # while it is open: what nobody approves does not count
    APPROVABLE = "approvable"  # after the closing
    LEFT_OUT = "left_out"


def notes_for(person: User, campaigns: Sequence[Campaign], answers: Mapping[tuple[int, int], Said]) -> dict[int, Note]:
    """By campaign; nothing where the letter's own words are enough."""
    found: dict[int, Note] = {}
    for each in campaigns:
        said = answers.get((each.id, person.member_id or 0))
        wanted = said.approval if said is not None else person.member is not None and person.member.needs_approval
        if said is not None and said.answer in {Answer.SUBMITTED, Answer.NOTHING}:
            found[each.id] = Note.ANSWERED
        elif wanted and each.state == State.OPEN:
            found[each.id] = Note.TO_APPROVE
        elif wanted:
            found[each.id] = Note.APPROVABLE if each.state == State.CLOSED else Note.LEFT_OUT
    return found


def word(
    kind: str,
    person: User,
    campaigns: Sequence[Campaign],
    notes: Mapping[int, Note] = MappingProxyType({}),
    carried: Collection[int] = (),
) -> Wording:
    """What one person is told of these campaigns, the first deadline first; `carried` are the ids of those in which
    something carried over waits for the person's firm."""
    by_deadline = sorted(campaigns, key=lambda each: (each.closes_at, each.code))
    with force_locale(settings().language):
        over = kind in OVER or any(each.state != State.OPEN for each in campaigns)
        # rendered without the context of pages, which asks who is looking
        body = current_app.jinja_env.get_template(TEMPLATE).render(
            kind=kind,
            over=over,
            person=person,
            told=[(each, _address(kind, each), notes.get(each.id), each.id in carried) for each in by_deadline],
            group_name=settings().group_name,
            home=absolute("needs.home"),
        )
        return Wording(_subject(kind, by_deadline), body, "" if over else _deadlines(by_deadline))


def _subject(kind: str, campaigns: Sequence[Campaign]) -> str:
    names = ", ".join(each.name for each in campaigns)
    until = moment(campaigns[0].closes_at)
    subjects = {
        Stage.OPENED: gettext("Open: %(names)s, until %(moment)s", names=names, moment=until),
        Stage.HALFWAY: gettext("Halfway: %(names)s, until %(moment)s", names=names, moment=until),
        Stage.THREE_DAYS: gettext("Three days left: %(names)s, until %(moment)s", names=names, moment=until),
        Stage.LAST_DAY: gettext("Last day: %(names)s, until %(moment)s", names=names, moment=until),
        Stage.MOVED: gettext("The deadline has moved: %(names)s, now until %(moment)s", names=names, moment=until),
        APPROVE: gettext("Awaiting your approval: %(names)s", names=names),
        RETURNED: gettext("Sent back by your approver: %(names)s, until %(moment)s", names=names, moment=until),
        Stage.CLOSED: gettext("Closed: %(names)s", names=names),
        BEHALF: gettext("Entered for you: %(names)s, to check until %(moment)s", names=names, moment=until),
        LATE: gettext("Your late request was answered: %(names)s", names=names),
        NUDGE: gettext("Your answer is awaited: %(names)s, until %(moment)s", names=names, moment=until),
    }
    return str(subjects[kind])[:300]


def _address(kind: str, campaign: Campaign) -> str:
    # the reader's own page, although a buyer may stand at another desk while this is written
    page = "needs.recap" if kind in OVER or kind in {BEHALF, APPROVE} else "needs.grid"
    return absolute(page, code=campaign.code, member=None)


def _deadlines(campaigns: Sequence[Campaign]) -> str:
    """The row's version grows whenever the deadline moves, and now and then besides, which does no harm."""
    house = settings().server_name or settings().mail_sender.rpartition("@")[2] or "pooling"
    return calendar(
        [
            Deadline(
                uid=f"campaign-{each.code}@{house}",
                sequence=each.version,
                at=each.closes_at,
                title=gettext("Deadline: %(name)s (%(group)s)", name=each.name, group=settings().group_name),
                url=_address(NUDGE, each),
            )
            for each in campaigns
        ],
        now(),
    )
