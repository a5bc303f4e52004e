"""What is read of requests that came after the closing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.needs.late_models import Late, LateLine

Row = TypeVar("Row")


def of_member(viewer: Viewer, campaign: Campaign, member_id: int) -> Sequence[LateLine]:
    """A member's, those it took back apart, the newest first."""
    statement = _of(campaign).where(LateLine.member_id == member_id, LateLine.state != Late.WITHDRAWN)
    return viewer.session.scalars(statement.order_by(LateLine.asked_at.desc(), LateLine.id.desc())).all()


def requests(viewer: Viewer, campaign: Campaign) -> Sequence[LateLine]:
    """All that this buyer may see: the undecided first, as they came; a firm's own employee decides nothing of it."""
    statement = _not_own(viewer, _of(campaign).where(LateLine.state != Late.WITHDRAWN))
    rows = viewer.session.scalars(statement.order_by(LateLine.asked_at, LateLine.id)).all()
    return sorted(rows, key=lambda row: row.state != Late.ASKED)


def undecided_count(viewer: Viewer, campaign: Campaign) -> int:
    """As far as the viewer may see them."""
    statement = select(func.count(LateLine.id)).where(LateLine.campaign_id == campaign.id, LateLine.state == Late.ASKED)
    return viewer.session.scalar(_not_own(viewer, statement)) or 0


def _not_own(viewer: Viewer, statement: Select[Row]) -> Select[Row]:
    return statement if viewer.member_id is None else statement.where(LateLine.member_id != viewer.member_id)


def request(viewer: Viewer, campaign: Campaign, key: str, member_id: int) -> LateLine:
    """One by its key as it stands now, held until the transaction ends; or NotYoursError."""
    statement = _of(campaign).where(LateLine.key == key, LateLine.member_id == member_id)
    return one(viewer, statement.with_for_update(of=LateLine).execution_options(populate_existing=True))


def known(viewer: Viewer, key: str, member_id: int) -> LateLine | None:
    statement = select(LateLine).where(LateLine.key == key, LateLine.member_id == member_id)
    return viewer.session.scalars(statement).one_or_none()


def is_asked_for(viewer: Viewer, need_key: str, member_id: int) -> bool:
    """Whether a change of this line already waits: for an answer, or to be grouped."""
    waiting = LateLine.state.in_([Late.ASKED, Late.ACCEPTED])
    statement = select(LateLine.id).where(
        LateLine.need_key == need_key, LateLine.member_id == member_id, waiting, LateLine.taken_at.is_(None)
    )
    return viewer.session.scalars(statement.limit(1)).first() is not None


def to_be_grouped(viewer: Viewer, campaign: Campaign) -> Sequence[LateLine]:
    """Accepted, and not yet among the lines: the pools were made before."""
    return _waiting(viewer, _of(campaign).where(LateLine.state == Late.ACCEPTED))


def _waiting(viewer: Viewer, statement: Select[LateLine]) -> Sequence[LateLine]:
    waiting = statement.where(LateLine.taken_at.is_(None)).order_by(LateLine.id)
    return viewer.session.scalars(waiting.options(joinedload(LateLine.member))).all()


def _of(campaign: Campaign) -> Select[LateLine]:
    return (
        select(LateLine)
        .where(LateLine.campaign_id == campaign.id)
        .options(joinedload(LateLine.member), joinedload(LateLine.category), joinedload(LateLine.carried_to))
    )
