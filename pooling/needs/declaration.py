"""The declaration into which a firm's lines are written: whose it is, begun, refused where nothing may be written."""

from __future__ import annotations

from typing import Any

from sqlalchemy.exc import IntegrityError

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.rules import is_answerable
from pooling.campaigns.states import FROZEN
from pooling.db import now
from pooling.members.models import Member
from pooling.needs import approval, queries
from pooling.needs.answering import is_held
from pooling.needs.inside_queries import wants_approval
from pooling.needs.models import Answer, Submission

STANDING = ("state", "opens_at", "closes_at", "version")  # what tells whether a campaign takes entries


def of_declaration(submission: Submission) -> dict[str, Any]:
    """What every line that is entered into it now has in common."""
    return {
        "submission_id": submission.id,
        "campaign_id": submission.campaign_id,
        "held": is_held(submission),
        "version": 1,
        "changed_at": now(),
    }


def whose(viewer: Viewer, member: Member | None) -> int:
    """A member writes its own; a program, or a buyer who works for no firm, says for which one it writes."""
    if member is None or member.id == viewer.member_id:
        return viewer.firm
    if viewer.is_system or (viewer.is_buyer and viewer.member_id is None):
        return member.id
    raise NotYoursError


def must_be_enterable(viewer: Viewer, campaign: Campaign) -> None:
    """Whoever closes the campaign waits for this transaction, and the other way round."""
    viewer.session.refresh(campaign, STANDING, with_for_update={"read": True})
    if viewer.is_person and not is_answerable(campaign):
        raise Refusal(
            "not_answerable",
            N_("This campaign no longer takes entries: nothing was saved. Ask the group's buyers if it must be added."),
        )
    if campaign.state in FROZEN:
        raise Refusal("frozen", N_("Campaign %(code)s is closed: reopen it before loading lines."), code=campaign.code)


def writable(viewer: Viewer, campaign: Campaign, member_id: int) -> Submission:
    must_be_enterable(viewer, campaign)
    submission = begun(viewer, campaign, member_id)
    if viewer.is_person and not approval.may_change(viewer, submission):
        raise _answered(submission)
    approval.take_back(viewer, campaign, submission)
    return submission


def _answered(submission: Submission) -> Refusal:
    if submission.answer == Answer.AWAITING:
        return Refusal("answered", N_("The needs wait for an approver of the firm: take them back to change them."))
    return Refusal("answered", N_("The declaration is already submitted: reopen it to change it."))


def begun(viewer: Viewer, campaign: Campaign, member_id: int) -> Submission:
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


def family_ids(campaign: Campaign) -> frozenset[int]:
    return frozenset(family.id for family in campaign.families)
