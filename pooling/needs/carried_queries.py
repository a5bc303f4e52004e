"""What is read of lines carried over from earlier campaigns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.needs.models import CarriedLine, Late, LateLine


def decided(viewer: Viewer, member_id: int) -> set[str]:
    """Sources of which the firm has said what it makes of them."""
    return set(viewer.session.scalars(select(CarriedLine.source).where(CarriedLine.member_id == member_id)))


def late_waiting(viewer: Viewer, member_id: int) -> Sequence[LateLine]:
    """Late requests of the firm that a buyer carried over."""
    statement = (
        select(LateLine)
        .where(LateLine.member_id == member_id, LateLine.state == Late.CARRIED, LateLine.taken_at.is_(None))
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
