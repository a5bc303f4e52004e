"""Pools and shares written in the database by the database, and checked there.

Everything here runs with the eyes of `access.scope.in_full` and returns no line of a firm."""

from __future__ import annotations

from sqlalchemy import Subquery, and_, delete, func, insert, literal, or_, select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Item
from pooling.consolidation import queries
from pooling.consolidation.models import Pool, Share
from pooling.needs.models import Need


class UnevenError(RuntimeError):
    """Needs, shares and pools do not add up: a fault of this program, nothing of it is kept."""


def drop_pools(viewer: Viewer, campaign: Campaign) -> None:
    """Their shares, awards and placements go with them."""
    viewer.session.execute(delete(Pool).where(Pool.campaign_id == campaign.id))


def make_pools(viewer: Viewer, campaign: Campaign) -> None:
    groups = queries.grouped(campaign)
    rows = (
        select(
            literal(campaign.id),
            groups.c.key,
            Need.pooled_item_id,
            func.coalesce(Item.category_id, Need.category_id),
            func.coalesce(Item.name, Need.designation),
            func.coalesce(Item.base_unit, Need.unit),
            groups.c.quantity,
            groups.c.line_count,
            groups.c.member_count,
        )
        .select_from(groups)
        .join(Need, Need.id == groups.c.first)
        .outerjoin(Item, Item.id == Need.pooled_item_id)
        .order_by(groups.c.key)
    )
    columns = ["campaign_id", "key", "item_id", "category_id", "designation", "unit", "quantity", "line_count"]
    viewer.session.execute(insert(Pool).from_select([*columns, "member_count"], rows))


def make_shares(viewer: Viewer, campaign: Campaign) -> None:
    rows = (
        select(Pool.id, Need.id, Need.member_id, Need.category_id, Need.adjusted)
        .join(Need, and_(Need.campaign_id == Pool.campaign_id, Need.pooled_as == Pool.key, ~Need.held))
        .where(Pool.campaign_id == campaign.id)
    )
    columns = ["pool_id", "need_id", "member_id", "category_id", "allocated"]
    viewer.session.execute(insert(Share).from_select(columns, rows))


def check(viewer: Viewer, campaign: Campaign) -> None:
    """Pool by pool, and line by line: what was wanted is what is shared is what is pooled, exactly."""
    entered = lines(viewer, campaign)
    shares = viewer.session.scalar(select(func.count(Share.id)).join(Share.pool).where(Pool.campaign_id == campaign.id))
    uneven = viewer.session.scalar(select(func.count()).select_from(_uneven(campaign)))
    if uneven or entered != shares:
        raise UnevenError(f"{campaign.code}: {entered} lines, {shares} shares, {uneven} pools that do not add up")


def lines(viewer: Viewer, campaign: Campaign) -> int:
    """Those that count: not the ones that wait for an approver of their firm."""
    counted = select(func.count(Need.id)).where(Need.campaign_id == campaign.id, ~Need.held)
    return viewer.session.scalar(counted) or 0


def _uneven(campaign: Campaign) -> Subquery:
    return (
        select(Pool.id)
        .outerjoin(Share, Share.pool_id == Pool.id)
        .outerjoin(Need, Need.id == Share.need_id)
        .where(Pool.campaign_id == campaign.id)
        .group_by(Pool.id, Pool.quantity, Pool.line_count)
        .having(
            or_(
                func.coalesce(func.sum(Need.adjusted), 0) != Pool.quantity,
                func.coalesce(func.sum(Share.allocated), 0) != Pool.quantity,
                func.count(Share.id) != Pool.line_count,
            )
        )
        .subquery()
    )


def told(viewer: Viewer, campaign: Campaign) -> dict[str, int]:
    counted = select(func.count(Pool.id), func.coalesce(func.sum(Pool.line_count), 0))
    pools, pooled = viewer.session.execute(counted.where(Pool.campaign_id == campaign.id)).one()
    return {"revision": campaign.revision, "pools": pools, "lines": int(pooled)}
