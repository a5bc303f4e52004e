"""Pools and shares written in the database by the database, and checked there.

Everything here runs with the eyes of `access.scope.in_full` and returns no line of a firm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import Subquery, and_, delete, func, insert, literal, or_, select, update

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Policy, Way
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Item
from pooling.consolidation import queries
from pooling.consolidation.models import UNDECIDED, FlexQuestion, Pool, Share
from pooling.db import now
from pooling.needs.models import Need

POOL_COLUMNS = (
    "campaign_id", "key", "item_id", "category_id", "designation", "unit", "asked", "quantity", "surplus", "content",
    "minimum", "multiple", "policy", "way", "line_count", "member_count",
)  # fmt: skip


class UnevenError(RuntimeError):
    """Needs, shares and pools do not add up: a fault of this program, nothing of it is kept."""


def drop_pools(viewer: Viewer, campaign: Campaign, keys: Collection[str] | None = None) -> None:
    """All, or those with these keys. Their shares, awards and placements go with them, and what firms are asked ends;
    with all pools, what they agreed to as well: the campaign was reopened."""
    end_questions(viewer, campaign, keys)
    if keys is None:
        still = FlexQuestion.campaign_id == campaign.id, FlexQuestion.withdrawn_at.is_(None)
        viewer.session.execute(update(FlexQuestion).where(*still).values(withdrawn_at=now()))
    statement = delete(Pool).where(Pool.campaign_id == campaign.id)
    viewer.session.execute(statement if keys is None else statement.where(Pool.key.in_(keys)))


def end_questions(viewer: Viewer, campaign: Campaign, keys: Collection[str] | None = None) -> None:
    """What firms are asked about these pools, or about all: what was answered holds and stays so, the rest is taken
    back."""
    still = FlexQuestion.withdrawn_at.is_(None), FlexQuestion.closed_at.is_(None)
    open_ones = update(FlexQuestion).where(FlexQuestion.campaign_id == campaign.id, *still)
    if keys is not None:
        open_ones = open_ones.where(FlexQuestion.pool_key.in_(keys))
    viewer.session.execute(open_ones.where(FlexQuestion.answered_at.is_(None)).values(withdrawn_at=now()))
    viewer.session.execute(open_ones.values(closed_at=now()))


def make_pools(viewer: Viewer, campaign: Campaign, keys: Collection[str] | None = None) -> None:
    """Of all lines, or of those that pool under these keys."""
    groups = queries.grouped(campaign, keys)
    rows = (
        select(
            literal(campaign.id),
            groups.c.key,
            Need.pooled_item_id,
            func.coalesce(Item.category_id, Need.category_id),
            func.coalesce(Item.name, Need.designation),
            func.coalesce(Item.base_unit, Need.unit),
            groups.c.quantity,
            groups.c.quantity,
            literal(Decimal(0), Pool.surplus.type),
            literal(Decimal(1), Pool.content.type),
            literal(Decimal(0), Pool.minimum.type),
            literal(Decimal(0), Pool.multiple.type),
            literal(Policy.PRO_RATA.value),
            literal(Way.FITS.value),
            groups.c.line_count,
            groups.c.member_count,
        )
        .select_from(groups)
        .join(Need, Need.id == groups.c.first)
        .outerjoin(Item, Item.id == Need.pooled_item_id)
        .order_by(groups.c.key)
    )
    viewer.session.execute(insert(Pool).from_select(POOL_COLUMNS, rows))


def make_shares(viewer: Viewer, campaign: Campaign) -> None:
    """Of the lines that have none yet."""
    rows = (
        select(
            Pool.id,
            Need.id,
            Need.member_id,
            Need.category_id,
            Need.adjusted,
            Need.adjusted,
            literal(0, Share.carried.type),
            Pool.policy,
            Pool.way,
        )
        .join(Need, and_(Need.campaign_id == Pool.campaign_id, Need.pooled_as == Pool.key, ~Need.held))
        .outerjoin(Share, Share.need_id == Need.id)
        .where(Pool.campaign_id == campaign.id, Share.id.is_(None))
    )
    columns = ["pool_id", "need_id", "member_id", "category_id", "asked", "allocated", "carried", "policy", "way"]
    viewer.session.execute(insert(Share).from_select(columns, rows))


def made(viewer: Viewer, campaign: Campaign, keys: Collection[str] | None = None) -> Sequence[Pool]:
    """The pools of items, of all keys or of these; others come without packs."""
    statement = select(Pool).where(Pool.campaign_id == campaign.id, Pool.item_id.is_not(None)).order_by(Pool.id)
    return viewer.session.scalars(statement if keys is None else statement.where(Pool.key.in_(keys))).all()


def outdated(viewer: Viewer, campaign: Campaign) -> set[str]:
    """Keys of the pools whose lines are no longer those they were made of, and of those that are not made yet."""
    strayed = (
        select(Need.pooled_as, Pool.key)
        .outerjoin(Share, Share.need_id == Need.id)
        .outerjoin(Pool, Pool.id == Share.pool_id)
        .where(Need.campaign_id == campaign.id)
        .where(
            or_(
                and_(Pool.key.is_(None), ~Need.held), and_(Pool.key.is_not(None), Need.held), Pool.key != Need.pooled_as
            )
        )
    )
    shrunk = (
        select(Pool.key)
        .outerjoin(Share, Share.pool_id == Pool.id)
        .outerjoin(Need, Need.id == Share.need_id)
        .where(Pool.campaign_id == campaign.id)
        .group_by(Pool.id, Pool.key, Pool.asked)
        .having(func.coalesce(func.sum(Need.adjusted), 0) != Pool.asked)
    )
    keys = {key for pair in viewer.session.execute(strayed) for key in pair if key is not None}
    return keys | set(viewer.session.scalars(shrunk))


def changed(viewer: Viewer, campaign: Campaign) -> int:
    """How many pools no longer are what their lines make, once there are any. A total, of all lines."""
    if campaign.state != State.CONSOLIDATED:
        return 0
    with in_full(viewer) as everyone:
        return len(outdated(everyone, campaign))


def undecided(viewer: Viewer, campaign: Campaign) -> dict[str, str]:
    """Key and designation of the pools for which a way to buy is still to be picked, in the order of the latter."""
    statement = select(Pool.key, Pool.designation).where(Pool.campaign_id == campaign.id, Pool.way == UNDECIDED)
    found = viewer.session.execute(statement.order_by(Pool.designation, Pool.id))
    return {row.key: row.designation for row in found}


def check(viewer: Viewer, campaign: Campaign) -> None:
    """Pool by pool, and line by line: what was wanted is what was asked, what is shared and left over is what is
    ordered, exactly."""
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
        .group_by(Pool.id, Pool.asked, Pool.quantity, Pool.surplus, Pool.line_count)
        .having(
            or_(
                func.coalesce(func.sum(Need.adjusted), 0) != Pool.asked,
                func.coalesce(func.sum(Share.allocated), 0) + Pool.surplus != Pool.quantity,
                func.count(Share.id) != Pool.line_count,
            )
        )
        .subquery()
    )


def told(viewer: Viewer, campaign: Campaign) -> dict[str, int]:
    counted = select(func.count(Pool.id), func.coalesce(func.sum(Pool.line_count), 0))
    pools, pooled = viewer.session.execute(counted.where(Pool.campaign_id == campaign.id)).one()
    return {"revision": campaign.revision, "pools": pools, "lines": int(pooled)}
