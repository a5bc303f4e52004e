"""What is read to follow a campaign's answers: who may still be asked, who was, who came, who answered when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, lazyload

from pooling.access.viewer import MEMBER_ROLES, Viewer
from pooling.campaigns.models import Campaign, State
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.members.models import Member, Role, User
from pooling.needs.models import Answer, Reminder, Submission

Told = tuple[int, int, str, str]  # user, campaign, kind, period


def clerks(viewer: Viewer, member_ids: Collection[int] | None = None) -> Sequence[User]:
    """The people who enter or approve for a firm of the group, by firm; of these firms, or of all."""
    may_enter = User.roles.any(Role.name.in_([role.value for role in MEMBER_ROLES]))
    statement = (
        select(User)
        .join(Member, Member.id == User.member_id)
        .where(User.active, Member.active, may_enter)
        .order_by(User.member_id, User.id)
        .options(lazyload(User.roles))
    )
    if member_ids is not None:
        statement = statement.where(User.member_id.in_(member_ids))
    return viewer.session.scalars(statement).all()


class Said(NamedTuple):
    """How far a firm is with its declaration; with `approval` an approver of the firm must say yes."""

    answer: Answer
    approval: bool


def answers(viewer: Viewer, campaigns: Collection[Campaign]) -> dict[tuple[int, int], Said]:
    """What was said, by campaign and member; nothing of those that have not started."""
    columns = (Submission.campaign_id, Submission.member_id, Submission.answer, Submission.approval)
    statement = select(*columns).where(Submission.campaign_id.in_([each.id for each in campaigns]))
    return {
        (campaign, member): Said(Answer(answer), approval)
        for campaign, member, answer, approval in viewer.session.execute(statement)
    }


def reminded(viewer: Viewer, campaigns: Collection[Campaign]) -> set[Told]:
    """What people were already told of these campaigns."""
    columns = (Reminder.user_id, Reminder.campaign_id, Reminder.kind, Reminder.period)
    statement = select(*columns).where(Reminder.campaign_id.in_([each.id for each in campaigns]))
    return {(user, campaign, kind, period) for user, campaign, kind, period in viewer.session.execute(statement)}


def reasons(viewer: Viewer, letter: Letter) -> Sequence[Reminder]:
    """Why a letter was written, as people and campaigns stand now."""
    statement = (
        select(Reminder)
        .where(Reminder.letter_id == letter.id)
        .options(joinedload(Reminder.user).lazyload(User.roles), joinedload(Reminder.campaign))
        .execution_options(populate_existing=True)
    )
    return viewer.session.scalars(statement).all()


def undelivered(viewer: Viewer, campaign: Campaign) -> Sequence[tuple[str, str]]:
    """Firm and address of the people whom no letter about this campaign reaches."""
    statement = (
        select(Member.name, Letter.recipient)
        .select_from(Reminder)
        .join(Letter, Letter.id == Reminder.letter_id)
        .join(User, User.id == Reminder.user_id)
        .join(Member, Member.id == User.member_id)
        .where(Reminder.campaign_id == campaign.id, Letter.given_up_at.is_not(None))
        .distinct()
        .order_by(Member.name, Letter.recipient)
    )
    return [(firm, address) for firm, address in viewer.session.execute(statement)]


def told_on(viewer: Viewer, kind: str, period: str) -> set[int]:
    """Numbers of the people who were told this in this period, of whichever campaign."""
    statement = select(Reminder.user_id).where(Reminder.kind == kind, Reminder.period == period)
    return set(viewer.session.scalars(statement))


def still_to_be_told(viewer: Viewer, kind: str, campaign: Campaign) -> set[int]:
    """Numbers of the people for whom such a letter about this campaign waits to leave."""
    waiting = (Letter.sent_at.is_(None), Letter.given_up_at.is_(None), Letter.unneeded_at.is_(None))
    statement = select(Reminder.user_id).join(Letter, Letter.id == Reminder.letter_id)
    about = (Reminder.kind == kind, Reminder.campaign_id == campaign.id)
    return set(viewer.session.scalars(statement.where(*about, *waiting)))


def last_sign_ins(viewer: Viewer, since: datetime) -> dict[int, datetime]:
    """When somebody of each firm last signed in, if it was since then; by member."""
    statement = (
        select(Entry.member_id, func.max(Entry.at))
        .where(Entry.verb == "members.sign_in", Entry.at >= since, Entry.member_id.is_not(None))
        .group_by(Entry.member_id)
    )
    return {member: at for member, at in viewer.session.execute(statement) if member is not None}


def past_campaigns(viewer: Viewer, campaign: Campaign, limit: int) -> Sequence[Campaign]:
    """The ones before this, the newest first."""
    statement = (
        select(Campaign)
        .where(Campaign.opens_at < campaign.opens_at, Campaign.state.not_in([State.DRAFT, State.CANCELLED]))
        .order_by(Campaign.opens_at.desc(), Campaign.id.desc())
        .limit(limit)
    )
    return viewer.session.scalars(statement).all()


def answer_moments(viewer: Viewer, campaigns: Collection[Campaign]) -> dict[int, list[datetime]]:
    """When answers came, by campaign."""
    moments: dict[int, list[datetime]] = {each.id: [] for each in campaigns}
    statement = select(Submission.campaign_id, Submission.answered_at).where(
        Submission.campaign_id.in_(list(moments)), Submission.answered_at.is_not(None)
    )
    for campaign, at in viewer.session.execute(statement):
        if at is not None:
            moments[campaign].append(at)
    return moments
