"""What is read of a firm's own order: who says yes, what waits for it, what it allows itself to spend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from pooling.access.scope import in_full
from pooling.access.viewer import MEMBER_ROLES, Viewer
from pooling.access.viewer import Role as RoleName
from pooling.campaigns.models import Campaign, State
from pooling.members.models import Member, Role, User
from pooling.needs.models import Answer, Ceiling, InnerNote, Need, Submission, Topic

# in these an approver may still say yes: what is not grouped yet can still be
APPROVABLE = (State.OPEN, State.CLOSED)


def wants_approval(viewer: Viewer, member_id: int) -> bool:
    """Held until the transaction ends, so that a declaration begun now follows the choice being made."""
    statement = select(Member.needs_approval).where(Member.id == member_id).with_for_update(read=True)
    return bool(viewer.session.scalar(statement))


@dataclass(frozen=True)
class LeftOut:
    """What is not grouped because no approver of its firm said yes. Totals alone."""

    lines: int = 0
    firms: int = 0

    def __bool__(self) -> bool:
        return bool(self.lines)


def left_out(viewer: Viewer, campaign: Campaign) -> LeftOut:
    counted = select(func.count(), func.count(Need.member_id.distinct()))
    with in_full(viewer):
        row = viewer.session.execute(counted.where(Need.campaign_id == campaign.id, Need.held)).one()
    return LeftOut(*row)


def firms_left_out(viewer: Viewer, campaign: Campaign) -> Sequence[Member]:
    """Those whose lines wait for an approver."""
    waiting = select(Submission.member_id).where(
        Submission.campaign_id == campaign.id,
        Submission.approval,
        Submission.answer.in_([Answer.DRAFT, Answer.AWAITING]),
    )
    return viewer.session.scalars(select(Member).where(Member.id.in_(waiting), Member.active)).all()


@dataclass(frozen=True)
class Duties:
    """User ids of firms in which an approver must say yes: who enters (everybody, where nobody is there to do
    just that), and who approves."""

    enterers: frozenset[int]
    approvers: frozenset[int]


def duties(viewer: Viewer, member_id: int | None = None) -> Duties:
    """Of one firm, or of all that want approval."""
    other = aliased(User)
    enters, approves = _has(User, RoleName.ENTRY), _has(User, RoleName.APPROVER)
    colleague = select(other.id).where(other.member_id == User.member_id, other.active, _has(other, RoleName.ENTRY))
    people = select(User.id).join(Member, Member.id == User.member_id).where(User.active, Member.active)
    people = people.where(Member.needs_approval if member_id is None else Member.id == member_id)
    may = User.roles.any(Role.name.in_([role.value for role in MEMBER_ROLES]))
    entering = viewer.session.scalars(people.where(may, or_(enters, ~colleague.exists())))
    return Duties(frozenset(entering), frozenset(viewer.session.scalars(people.where(approves))))


def _has(person: type[User], role: RoleName):  # type: ignore[no-untyped-def]
    return person.roles.any(Role.name == role.value)


def notes(viewer: Viewer, campaign: Campaign, member_id: int) -> Sequence[InnerNote]:
    """What people of the firm told one another about its declaration, the newest first."""
    statement = select(InnerNote).where(InnerNote.campaign_id == campaign.id, InnerNote.member_id == member_id)
    return viewer.session.scalars(statement.order_by(InnerNote.id.desc())).all()


def times_sent_back(viewer: Viewer, campaign: Campaign, member_id: int) -> int:
    statement = select(func.count(InnerNote.id)).where(
        InnerNote.campaign_id == campaign.id, InnerNote.member_id == member_id, InnerNote.topic == Topic.SENT_BACK
    )
    return viewer.session.scalar(statement) or 0


def ceilings(viewer: Viewer) -> Sequence[Ceiling]:
    """Every one the viewer's own firm ever set, the newest first."""
    statement = select(Ceiling).where(Ceiling.member_id == viewer.firm)
    return viewer.session.scalars(statement.order_by(Ceiling.id.desc())).all()


_CEILING = select(Ceiling.amount).where(Ceiling.member_id == bindparam("firm")).order_by(Ceiling.id.desc()).limit(1)


def ceiling(viewer: Viewer) -> Decimal | None:
    """The one that holds for the viewer's own firm."""
    return viewer.session.scalar(_CEILING, {"firm": viewer.firm})


def priced_between(viewer: Viewer, first: date, after: date) -> Sequence[tuple[Decimal, Decimal | None]]:
    """What the viewer's own firm wants, and the present price, of every line that may be ordered in campaigns whose
    deliveries begin in these days; what was left out of a grouping for want of an approval no longer may."""
    statement = (
        select(Need.wanted, Need.present_price)
        .join(Campaign, Campaign.id == Need.campaign_id)
        .where(Need.member_id == viewer.firm, Campaign.delivery_from >= first, Campaign.delivery_from < after)
        .where(Campaign.state.not_in([State.DRAFT, State.CANCELLED]))
        .where(or_(~Need.held, Campaign.state.in_(APPROVABLE)))
    )
    return [(wanted, price) for wanted, price in viewer.session.execute(statement)]
