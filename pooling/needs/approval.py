"""Inside a firm that wants it, one person enters and another says yes; without the yes nothing is ordered."""

from __future__ import annotations

from collections.abc import Sequence

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.rules import is_answerable
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import zone
from pooling.members.models import Member, User
from pooling.members.queries import approvers
from pooling.needs import inside_queries, queries, tracking
from pooling.needs.answering import follow_choice, set_answer
from pooling.needs.ceiling import pass_ceiling
from pooling.needs.inside_queries import APPROVABLE
from pooling.needs.letters import APPROVE, RETURNED
from pooling.needs.models import UNDECIDED, Answer, InnerNote, Submission, Topic
from pooling.needs.reminders import write_to

_NOT_YOURS = N_("An approver of your firm decides whether its needs are approved before they count.")
_NO_APPROVER = N_("Nobody of your firm approves: the group's administrator can give somebody that role first.")
_NOT_APPROVER = N_("Your firm's needs are approved by %(names)s: you can change them or send them for approval.")
_NOTHING_TO_APPROVE = N_("There is nothing to approve: nothing has been entered, or it is approved already.")
_TOO_LATE = N_("The group has already grouped the lines of this campaign: what was not approved did not count.")
_NO_REASON = N_("Say why you send the needs back: whoever entered them reads it.")
_NOT_SENT = N_("Only needs that were sent for approval can be sent back, while the campaign takes entries.")


def may_approve(viewer: Viewer, submission: Submission) -> bool:
    """Whether this person's yes counts for this declaration."""
    return viewer.is_approver and viewer.member_id == submission.member_id


def may_change(viewer: Viewer, submission: Submission) -> bool:
    """Whether lines can be entered as it stands: an approver also corrects what awaits a yes."""
    if submission.answer == Answer.AWAITING:
        return may_approve(viewer, submission) or not viewer.is_person
    return submission.answer == Answer.DRAFT


def require(viewer: Viewer, member: Member, *, on: bool) -> None:
    """From now on an approver must say yes before a firm's needs count, or no longer. What was submitted stays so, and
    a closed campaign keeps what held at its closing."""
    if not (viewer.is_system or viewer.is_administrator or (viewer.is_approver and viewer.member_id == member.id)):
        raise Refusal("not_approver", _NOT_YOURS)
    viewer.session.refresh(member, ["needs_approval", "active"], with_for_update=True)
    if member.needs_approval == on:
        return
    if on and not approvers(viewer, member.id):
        raise Refusal("no_approver", _NO_APPROVER)
    member.needs_approval = on
    viewer.session.flush()
    follow_choice(viewer, member)
    before, after = {"approval": not on}, {"approval": on}
    record(viewer, "needs.approval", f"member:{member.code}", member_id=member.id, before=before, after=after)


def submitted(viewer: Viewer, campaign: Campaign, submission: Submission, reason: str) -> Submission:
    """What submitting does to a declaration that may be submitted: it counts, or is sent to an approver."""
    if submission.approval and not may_approve(viewer, submission):
        return _send(viewer, campaign, submission)
    pass_ceiling(viewer, campaign, submission.member_id, reason)
    if submission.approval:
        return _accept(viewer, campaign, submission)
    return set_answer(viewer, campaign, submission, Answer.SUBMITTED, "submit")


def take_back(viewer: Viewer, campaign: Campaign, submission: Submission) -> None:
    """Lines that a program adds to what was approved have not been: all of them wait again."""
    if submission.approval and submission.answer == Answer.SUBMITTED:
        _send(viewer, campaign, submission)


def _send(viewer: Viewer, campaign: Campaign, submission: Submission) -> Submission:
    set_answer(viewer, campaign, submission, Answer.AWAITING, "ask")
    # a declaration that was sent back is a new one to its approvers; one taken back and sent again is not
    turn = inside_queries.times_sent_back(viewer, campaign, submission.member_id)
    period = f"{now().astimezone(zone()).date().isoformat()}/{turn}"
    people = approvers(viewer, submission.member_id)
    write_to(viewer, APPROVE, [each for each in people if each.id != viewer.user_id], campaign, period)
    return submission


def approve(viewer: Viewer, campaign: Campaign, reason: str = "") -> Submission:
    """The firm's lines count as they stand. Also after the closing, until the group has grouped the lines: nothing is
    added or changed by it."""
    submission = _undecided(viewer, campaign)
    if not queries.has_lines(viewer, campaign, submission.member_id):
        raise Refusal("nothing_to_approve", _NOTHING_TO_APPROVE)
    pass_ceiling(viewer, campaign, submission.member_id, reason)
    return _accept(viewer, campaign, submission)


def _accept(viewer: Viewer, campaign: Campaign, submission: Submission) -> Submission:
    own = submission.asked_by in {"", viewer.name}
    return set_answer(viewer, campaign, submission, Answer.SUBMITTED, "approve", own_entry=own)


def send_back(viewer: Viewer, campaign: Campaign, reason: str) -> Submission:
    """Not like this: back to whoever entered it, with the reason, which stays within the firm."""
    submission = _undecided(viewer, campaign)
    if submission.answer != Answer.AWAITING or not is_answerable(campaign):
        raise Refusal("not_sent", _NOT_SENT)
    if not reason.strip():
        raise Refusal("no_reason", _NO_REASON)
    whose = submission.member_id
    note = InnerNote(member_id=whose, campaign_id=campaign.id, topic=Topic.SENT_BACK, said_by=viewer.name)
    note.text = reason.strip()
    viewer.session.add(note)
    set_answer(viewer, campaign, submission, Answer.DRAFT, "send_back")
    turn = inside_queries.times_sent_back(viewer, campaign, whose)
    duties = inside_queries.duties(viewer, whose)
    people = [each for each in tracking.clerks(viewer, [whose]) if each.id in duties.enterers]
    write_to(viewer, RETURNED, [each for each in people if each.id != viewer.user_id], campaign, f"turn {turn}")
    return submission


def _undecided(viewer: Viewer, campaign: Campaign) -> Submission:
    """The viewer's own firm's declaration, if this person may decide on it now; grouping takes turns with it."""
    viewer.session.refresh(campaign, ["state", "opens_at", "closes_at", "version"], with_for_update={"read": True})
    submission = queries.locked_submission(viewer, campaign, viewer.firm)
    if submission is None or not submission.approval or submission.answer not in UNDECIDED:
        raise Refusal("nothing_to_approve", _NOTHING_TO_APPROVE)
    if not may_approve(viewer, submission):
        raise Refusal("not_approver", _NOT_APPROVER, names=names_of(approvers(viewer, viewer.firm)))
    if campaign.state not in APPROVABLE:
        raise Refusal("too_late", _TOO_LATE)
    return submission


def names_of(people: Sequence[User]) -> str:
    return ", ".join(each.name for each in people)
