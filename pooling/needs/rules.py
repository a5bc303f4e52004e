"""The verbs by which a member says what it needs."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.rules import is_answerable
from pooling.campaigns.states import FROZEN
from pooling.db import now
from pooling.journal.rules import record
from pooling.members.models import Member
from pooling.needs import approval, queries
from pooling.needs.answering import is_held, set_answer
from pooling.needs.inside_queries import wants_approval
from pooling.needs.lines import Line, LineRefusal, columns
from pooling.needs.models import Answer, Need, Submission
from pooling.needs.told import line_told, told

__all__ = [
    "Line",
    "LineRefusal",
    "StaleLine",
    "enter_many",
    "remove",
    "reopen",
    "restore",
    "save",
    "say_nothing",
    "submit",
]

KEY = re.compile(r"[0-9a-f]{32}")
STANDING = ("state", "opens_at", "closes_at", "version")  # what tells whether a campaign takes entries


class StaleLine(Refusal):
    """Somebody else changed the line meanwhile: `need` is what stands (None when it was deleted), `line`
    what was about to be written."""

    def __init__(self, need: Need | None, line: Line | None) -> None:
        gone = N_("Somebody of your firm deleted this line meanwhile.")
        changed = N_("Somebody of your firm changed this line meanwhile: choose what to keep.")
        super().__init__("stale", gone if need is None else changed)
        self.need = need
        self.line = line


def new_key() -> str:
    return uuid.uuid4().hex


def derived_key(*origin: str) -> str:
    """The same key for the same origin: what is done again does not double."""
    return hashlib.sha256("\x1f".join(origin).encode()).hexdigest()[:32]


def save(
    viewer: Viewer,
    campaign: Campaign,
    line: Line,
    *,
    key: str,
    version: int | None = None,
    member: Member | None = None,
    units_as_typed: bool = False,
) -> Need:
    """Enter a line under a new key, or change the one that has it: idempotent, so a browser that got no
    answer sends it again. `member` is for the group's programs; a member always writes its own. Raises
    LineRefusal, Refusal, StaleLine, or NotYoursError for a version of a line that never was."""
    if not KEY.fullmatch(key):
        raise NotYoursError
    member_id = _whose(viewer, member)
    submission = _writable(viewer, campaign, member_id)
    values = columns(line, member_id, _family_ids(campaign), units_as_typed=units_as_typed)
    need = queries.held(viewer, key, member_id)
    if need is None:
        if version is not None:
            raise _missing(viewer, campaign, key, member_id, line)
        return _enter(viewer, campaign, submission, key, values)
    if need.campaign_id != campaign.id:
        raise NotYoursError
    return _change(viewer, campaign, need, version, values, line)


def remove(
    viewer: Viewer, campaign: Campaign, key: str, version: int | None = None, member: Member | None = None
) -> None:
    """Delete a line; `restore` gives it back. Raises StaleLine when another version stands."""
    member_id = _whose(viewer, member)
    _writable(viewer, campaign, member_id)
    need = queries.held(viewer, key, member_id)
    if need is None or need.campaign_id != campaign.id:
        raise NotYoursError
    if version is not None and need.version != version:
        raise StaleLine(need, None)
    before, category_id = told(need), need.category_id
    viewer.session.delete(need)
    viewer.session.flush()
    _record_line(viewer, "remove", campaign, key, member_id, category_id, before=before)


def restore(viewer: Viewer, campaign: Campaign, key: str) -> Need:
    """Give a removed line back as it was, under the same key."""
    member_id = _whose(viewer, None)
    entry = queries.last_removal(viewer, campaign, key, member_id)
    if entry is None or entry.before is None:
        raise NotYoursError
    return save(viewer, campaign, line_told(viewer, member_id, entry.before), key=key)


def submit(viewer: Viewer, campaign: Campaign, member: Member | None = None, *, reason: str = "") -> Submission:
    """Declare the lines complete; they count at closing even when nobody does this, unless the firm wants them
    approved: then only an approver's word is final. `reason` is why they go above the firm's ceiling."""
    member_id = _whose(viewer, member)
    _must_be_enterable(viewer, campaign)
    # before a declaration is begun: to be refused is no answer, and buyers would read that the firm has started
    if not queries.has_lines(viewer, campaign, member_id):
        raise Refusal("no_line", N_("There is no line to submit: enter one, or say that you need nothing this time."))
    submission = _writable(viewer, campaign, member_id)
    return approval.submitted(viewer, campaign, submission, reason)


def reopen(viewer: Viewer, campaign: Campaign, member: Member | None = None) -> Submission:
    """Back to a draft, until the deadline."""
    member_id = _whose(viewer, member)
    _must_be_enterable(viewer, campaign)
    submission = queries.locked_submission(viewer, campaign, member_id)
    if submission is None or submission.answer == Answer.DRAFT:
        raise Refusal("not_answered", N_("Your declaration is not submitted: you can change it right away."))
    return set_answer(viewer, campaign, submission, Answer.DRAFT, "reopen")


def say_nothing(viewer: Viewer, campaign: Campaign, member: Member | None = None) -> Submission:
    """Answer that nothing is needed this time."""
    member_id = _whose(viewer, member)
    submission = _writable(viewer, campaign, member_id)
    if queries.has_lines(viewer, campaign, member_id):
        raise Refusal("lines_exist", N_("You have entered lines: delete them first, then say that you need nothing."))
    return set_answer(viewer, campaign, submission, Answer.NOTHING, "nothing")


def enter_many(
    viewer: Viewer,
    campaign: Campaign,
    member: Member,
    lines: Iterable[Line],
    *,
    units_as_typed: bool = False,
    keys: Sequence[str] | None = None,
) -> int:
    """Enter many lines of one member in one statement and one journal entry; how many there were. For
    loaders: keys are new ones unless given. Raises the first LineRefusal."""
    _must_be_enterable(viewer, campaign)
    member_id = _whose(viewer, member)
    families = _family_ids(campaign)
    rows = [columns(line, member_id, families, units_as_typed=units_as_typed) for line in lines]
    if not rows:
        return 0
    submission = _submission(viewer, campaign, member_id)
    if submission.answer == Answer.NOTHING:
        set_answer(viewer, campaign, submission, Answer.DRAFT, "reopen")
    approval.take_back(viewer, campaign, submission)
    fixed: dict[str, Any] = {"campaign_id": campaign.id, "submission_id": submission.id, "held": is_held(submission)}
    fixed |= {"version": 1, "changed_at": now()}
    for row, key in zip(rows, keys or (new_key() for _ in rows), strict=True):
        row.update(fixed, key=key)
    viewer.session.execute(insert(Need), rows)
    _record(viewer, "load", campaign, f"member:{member.code}", member_id, after={"lines": len(rows)})
    return len(rows)


def _whose(viewer: Viewer, member: Member | None) -> int:
    """A member writes its own; a program, or a buyer who works for no firm, says for which one it writes."""
    if member is None or member.id == viewer.member_id:
        return viewer.firm
    if viewer.is_system or (viewer.is_buyer and viewer.member_id is None):
        return member.id
    raise NotYoursError


def _must_be_enterable(viewer: Viewer, campaign: Campaign) -> None:
    """Whoever closes the campaign waits for this transaction, and the other way round."""
    viewer.session.refresh(campaign, STANDING, with_for_update={"read": True})
    if viewer.member_id is not None and not is_answerable(campaign):
        raise Refusal(
            "not_answerable",
            N_("This campaign no longer takes entries: nothing was saved. Ask the group's buyers if it must be added."),
        )
    if campaign.state in FROZEN:
        raise Refusal("frozen", N_("Campaign %(code)s is closed: reopen it before loading lines."), code=campaign.code)


def _writable(viewer: Viewer, campaign: Campaign, member_id: int) -> Submission:
    _must_be_enterable(viewer, campaign)
    submission = _submission(viewer, campaign, member_id)
    if viewer.is_person and not approval.may_change(viewer, submission):
        raise _answered(submission)
    approval.take_back(viewer, campaign, submission)
    return submission


def _answered(submission: Submission) -> Refusal:
    if submission.answer == Answer.AWAITING:
        return Refusal("answered", N_("Your needs wait for an approver of your firm: take them back to change them."))
    return Refusal("answered", N_("Your declaration is already submitted: reopen it to change it."))


def _submission(viewer: Viewer, campaign: Campaign, member_id: int) -> Submission:
    found = queries.locked_submission(viewer, campaign, member_id)
    if found is not None:
        return found
    submission = Submission(campaign_id=campaign.id, member_id=member_id, answer=Answer.DRAFT)
    submission.approval = wants_approval(viewer, member_id)
    try:
        with viewer.session.begin_nested():
            viewer.session.add(submission)
    except IntegrityError:  # a colleague began at the same moment
        submission_there = queries.locked_submission(viewer, campaign, member_id)
        if submission_there is None:
            raise
        return submission_there
    return submission


def _family_ids(campaign: Campaign) -> frozenset[int]:
    return frozenset(family.id for family in campaign.families)


def _missing(viewer: Viewer, campaign: Campaign, key: str, member_id: int, line: Line) -> NotYoursError | StaleLine:
    """A line that a colleague deleted is said to be; one that never was is not."""
    deleted = queries.last_removal(viewer, campaign, key, member_id) is not None
    return StaleLine(None, line) if deleted else NotYoursError()


def _enter(viewer: Viewer, campaign: Campaign, submission: Submission, key: str, values: dict[str, Any]) -> Need:
    need = Need(key=key, submission_id=submission.id, campaign_id=campaign.id, held=is_held(submission), **values)
    viewer.session.add(need)
    viewer.session.flush()
    _record_line(viewer, "enter", campaign, key, need.member_id, need.category_id, after=told(need))
    return need


def _change(
    viewer: Viewer, campaign: Campaign, need: Need, version: int | None, values: dict[str, Any], line: Line
) -> Need:
    if all(getattr(need, name) == value for name, value in values.items()):
        return need
    # a browser that never got the answer to its first save knows no version yet
    if need.version != (version or 1):
        raise StaleLine(need, line)
    before, category_id = told(need), need.category_id
    for name, value in values.items():
        setattr(need, name, value)
    viewer.session.flush()
    viewer.session.expire(need, ["item", "pack", "site", "category"])
    _record_change(viewer, campaign, need, category_id, before)
    return need


def _record_change(viewer: Viewer, campaign: Campaign, need: Need, was_in: int, before: dict[str, Any]) -> None:
    """Entries are read by family: what stood in another one is told there, and what stands here now, here."""
    key, member_id, after = need.key, need.member_id, told(need)
    if was_in == need.category_id:
        _record_line(viewer, "change", campaign, key, member_id, was_in, before=before, after=after)
        return
    _record_line(viewer, "change", campaign, key, member_id, was_in, before=before)
    _record_line(viewer, "change", campaign, key, member_id, need.category_id, after=after)


def _record_line(
    viewer: Viewer, verb: str, campaign: Campaign, key: str, member_id: int, category_id: int, **said: Any
) -> None:
    _record(viewer, verb, campaign, f"need:{key}", member_id, category_id=category_id, **said)


def _record(viewer: Viewer, verb: str, campaign: Campaign, subject: str, member_id: int, **said: Any) -> None:
    record(viewer, f"needs.{verb}", subject, campaign=campaign.code, member_id=member_id, **said)
