"""The verbs by which a member says what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_queries import declared
from pooling.members.models import Member
from pooling.needs import approval, queries
from pooling.needs.answering import set_answer
from pooling.needs.declaration import begun, family_ids, must_be_enterable, of_declaration, whose, writable
from pooling.needs.keys import derived_key, new_key
from pooling.needs.lines import Line, LineRefusal, columns
from pooling.needs.models import Answer, Need, Submission
from pooling.needs.writing import ENTER, StaleLine, Writing, record_need, specified

__all__ = [
    "Line",
    "LineRefusal",
    "StaleLine",
    "Writing",
    "derived_key",
    "enter_many",
    "new_key",
    "remove",
    "reopen",
    "restore",
    "save",
    "say_nothing",
    "submit",
]


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
    writing = Writing(viewer, campaign, member)
    writing.save(line, key=key, version=version, units_as_typed=units_as_typed)
    writing.put_down()
    return writing.standing(key)


def remove(
    viewer: Viewer, campaign: Campaign, key: str, version: int | None = None, member: Member | None = None
) -> None:
    """Delete a line; `restore` gives it back. Raises StaleLine when another version stands."""
    writing = Writing(viewer, campaign, member)
    writing.remove(key, version)
    writing.put_down()


def restore(viewer: Viewer, campaign: Campaign, key: str, member: Member | None = None) -> Need:
    """Give a removed line back as it was, under the same key."""
    return Writing(viewer, campaign, member).restore(key)


def submit(viewer: Viewer, campaign: Campaign, member: Member | None = None, *, reason: str = "") -> Submission:
    """Declare the lines complete; they count at closing even when nobody does this, unless the firm wants them
    approved: then only an approver's word is final. `reason` is why they go above the firm's ceiling."""
    member_id = whose(viewer, member)
    must_be_enterable(viewer, campaign)
    # before a declaration is begun: to be refused is no answer, and buyers would read that the firm has started
    if not queries.has_lines(viewer, campaign, member_id):
        raise Refusal("no_line", N_("There is no line to submit: enter one, or say that you need nothing this time."))
    submission = writable(viewer, campaign, member_id)
    return approval.submitted(viewer, campaign, submission, reason)


def reopen(viewer: Viewer, campaign: Campaign, member: Member | None = None) -> Submission:
    """Back to a draft, until the deadline."""
    member_id = whose(viewer, member)
    must_be_enterable(viewer, campaign)
    submission = queries.locked_submission(viewer, campaign, member_id)
    if submission is None or submission.answer == Answer.DRAFT:
        raise Refusal("not_answered", N_("The declaration is not submitted: it can be changed right away."))
    return set_answer(viewer, campaign, submission, Answer.DRAFT, "reopen")


def say_nothing(viewer: Viewer, campaign: Campaign, member: Member | None = None) -> Submission:
    """Answer that nothing is needed this time."""
    member_id = whose(viewer, member)
    submission = writable(viewer, campaign, member_id)
    if queries.has_lines(viewer, campaign, member_id):
        raise Refusal("lines_exist", N_("Lines were entered: delete them first, then say that nothing is needed."))
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
    must_be_enterable(viewer, campaign)
    member_id = whose(viewer, member)
    families = family_ids(campaign)
    known = declared(viewer)
    rows = [
        columns(specified(known, line), member_id, families, units_as_typed=units_as_typed, alike=known.alike)
        for line in lines
    ]
    if not rows:
        return 0
    submission = begun(viewer, campaign, member_id)
    if submission.answer == Answer.NOTHING:
        set_answer(viewer, campaign, submission, Answer.DRAFT, "reopen")
    approval.take_back(viewer, campaign, submission)
    fixed = of_declaration(submission)
    for row, key in zip(rows, keys or (new_key() for _ in rows), strict=True):
        row.update(fixed, key=key)
    viewer.session.execute(ENTER, rows)
    record_need(viewer, "load", campaign, f"member:{member.code}", member_id, after={"lines": len(rows)})
    return len(rows)
