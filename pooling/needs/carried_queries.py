"""What is read of lines carried over from earlier campaigns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.needs.late_models import CarriedLine, Late, LateLine


def decided(viewer: Viewer, members: Collection[int]) -> set[tuple[int, str]]:
    """Firms and sources of which they have said what they make of them."""
    statement = select(CarriedLine.member_id, CarriedLine.source).where(CarriedLine.member_id.in_(members))
    return {(member, source) for member, source in viewer.session.execute(statement)}


def late_waiting(viewer: Viewer, members: Collection[int]) -> Sequence[LateLine]:
    """Late requests of these firms that a buyer carried over."""
    statement = (
        select(LateLine)
        .where(LateLine.member_id.in_(members), LateLine.state == Late.CARRIED, LateLine.taken_at.is_(None))
        .options(joinedload(LateLine.campaign), joinedload(LateLine.category))
        .order_by(LateLine.id)
    )
    return viewer.session.scalars(statement).all()


def late_keyed(viewer: Viewer, member_id: int, key: str) -> LateLine | None:
    statement = select(LateLine).where(LateLine.member_id == member_id, LateLine.key == key)
    return viewer.session.scalars(statement).one_or_none()


def declined(viewer: Viewer, campaign: Campaign, member_id: int) -> Sequence[CarriedLine]:
    """Those the firm no longer needs, as it said in this campaign."""
    statement = select(CarriedLine).where(
        CarriedLine.campaign_id == campaign.id, CarriedLine.member_id == member_id, ~CarriedLine.taken
    )
    return viewer.session.scalars(statement.order_by(CarriedLine.id)).all()


def origins(viewer: Viewer, campaign: Campaign, member_id: int) -> Mapping[str, str]:
    """By key of the firm's line: the name of the campaign it was carried over from."""
    statement = (
        select(CarriedLine.need_key, Campaign.name)
        .join(CarriedLine.origin)
        .where(CarriedLine.campaign_id == campaign.id, CarriedLine.member_id == member_id, CarriedLine.taken)
    )
    return {row[0]: row[1] for row in viewer.session.execute(statement)}
