"""A declaration's answer changes, and with it whether its lines may be ordered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, select, update

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.campaigns.states import FROZEN
from pooling.db import now
from pooling.journal.rules import record
from pooling.members.models import Member
from pooling.needs.letters import BEHALF
from pooling.needs.models import Answer, Need, Submission
from pooling.needs.reminders import tell

ANSWERED = frozenset({Answer.SUBMITTED, Answer.NOTHING})


def set_answer(
    viewer: Viewer, campaign: Campaign, submission: Submission, answer: Answer, verb: str, **said: Any
) -> Submission:
    before = {"answer": str(submission.answer)}
    submission.answer = answer
    submission.answered_at = now() if answer in ANSWERED else None
    submission.answered_by = viewer.name if answer in ANSWERED else ""
    if answer != Answer.SUBMITTED:
        submission.asked_by = viewer.name if answer == Answer.AWAITING else ""
    viewer.session.flush()
    if submission.approval:
        hold(viewer, submission)
    after = {"answer": str(answer), **said}
    subject, whose = f"submission:{campaign.code}", submission.member_id
    record(viewer, f"needs.{verb}", subject, campaign=campaign.code, member_id=whose, before=before, after=after)
    if viewer.is_person and whose != viewer.member_id:
        tell(viewer, BEHALF, campaign, whose)
    return submission


def hold(viewer: Viewer, submission: Submission) -> None:
    """Its lines may be ordered once the firm has approved them. No line's version moves: nobody changed what stands in
    it."""
    held = is_held(submission)
    statement = (
        update(Need)
        .where(Need.submission_id == submission.id, Need.held != held)
        .values(held=held, changed_at=Need.changed_at)
    )
    with in_full(viewer):
        viewer.session.execute(statement)


def is_held(submission: Submission) -> bool:
    return submission.approval and submission.answer != Answer.SUBMITTED


def follow_choice(viewer: Viewer, member: Member) -> None:
    """Every declaration of a campaign that is not closed follows what the firm has just chosen. Without approval what
    was sent for it is submitted, as its sender meant it to be."""
    on = member.needs_approval
    unclosed = select(Campaign.id).where(Campaign.state.not_in(FROZEN))
    mine = (Submission.member_id == member.id, Submission.campaign_id.in_(unclosed))
    changed: dict[str, Any] = {"approval": on, "version": Submission.version + 1}
    if not on:
        sent = Submission.answer == Answer.AWAITING
        changed["answer"] = case((sent, Answer.SUBMITTED.value), else_=Submission.answer)
        changed["answered_at"] = case((sent, now()), else_=Submission.answered_at)
        changed["answered_by"] = case((sent, Submission.asked_by), else_=Submission.answered_by)
    undecided = select(Submission.id).where(*mine, Submission.answer != Answer.SUBMITTED)
    with in_full(viewer) as everything:
        session = everything.session
        # whoever is entering a line holds its declaration: it is entered before this, or follows it
        session.execute(select(Submission.id).where(*mine).with_for_update()).all()
        lines = (Need.submission_id.in_(undecided), Need.held != on)
        session.execute(update(Need).where(*lines).values(held=on, changed_at=Need.changed_at))
        session.execute(update(Submission).where(*mine).values(**changed))
    session.expire_all()
