"""What a firm reads of its own: each of these names the viewer's firm, since a member may buy for the group too."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.consolidation.models import Share
from pooling.needs.models import Need
from pooling.needs.outcomes import Rest

# in these the shares no longer change
FINAL = frozenset({State.ORDERED, State.DELIVERED, State.SETTLED})


def own_shares(viewer: Viewer, campaign: Campaign, member_id: int | None = None) -> Sequence[Share]:
    """Of the viewer's own firm, or of the member for which a buyer enters."""
    whose = viewer.firm if member_id is None else member_id
    statement = (
        select(Share)
        .join(Share.need)
        .where(Need.campaign_id == campaign.id, Share.member_id == whose, Need.member_id == whose)
        .order_by(Need.key)
        .options(
            joinedload(Share.need).joinedload(Need.category),
            joinedload(Share.need).joinedload(Need.pooled_item),
            joinedload(Share.need).joinedload(Need.pack),
        )
    )
    return viewer.session.scalars(statement).all()


def campaigns_with_shares(viewer: Viewer, states: Collection[State]) -> Sequence[Campaign]:
    """Those in one of these states in which the viewer's own firm has a share, in the order of their deliveries."""
    shared = select(Need.campaign_id).join(Share, Share.need_id == Need.id).where(Share.member_id == viewer.firm)
    statement = select(Campaign).where(Campaign.state.in_(states), Campaign.id.in_(shared))
    return viewer.session.scalars(statement.order_by(Campaign.delivery_from, Campaign.code)).all()


def carried_of(viewer: Viewer, members: Collection[int]) -> Sequence[Rest]:
    """What of these firms' lines was carried over; nothing while its campaign may still be shared out otherwise."""
    statement = (
        select(Need, Campaign, Share.carried)
        .join(Share, Share.need_id == Need.id)
        .join(Campaign, Campaign.id == Need.campaign_id)
        .where(Share.carried > 0, Share.member_id.in_(members), Need.member_id == Share.member_id)
        .where(Campaign.state.in_(FINAL))
        .order_by(Need.key)
        .options(joinedload(Need.category), joinedload(Need.item), joinedload(Need.pooled_item), joinedload(Need.pack))
    )
    return [Rest(*row) for row in viewer.session.execute(statement)]
