"""The one verb of this room: a closed campaign's needs become pools and shares."""

from __future__ import annotations

from sqlalchemy import Select, Subquery, and_, delete, func, insert, literal, or_, select

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.catalogue.models import Item
from pooling.consolidation import queries
from pooling.consolidation.models import Pool, Share
from pooling.journal.rules import record
from pooling.needs.models import Need

# until a campaign is consolidated its pools are a preview; those saved before a reopening no longer count
UNSETTLED = frozenset({State.DRAFT, State.OPEN, State.CLOSED})
CONSOLIDABLE = frozenset({State.CLOSED, State.CONSOLIDATED})


class UnevenError(RuntimeError):
    """Needs, shares and pools do not add up: a fault of this program, nothing of it is kept."""


def consolidate(viewer: Viewer, campaign: Campaign) -> None:
    """Make the pools of all lines, drafts included, in place of those made before (their awards go too).

    A campaign must be closed; repeatable until orders exist."""
    session = viewer.session
    session.flush()
    # two buyers at once take turns
    session.refresh(campaign, with_for_update=True)
    if campaign.state not in CONSOLIDABLE:
        raise _too_early(campaign) if campaign.state in UNSETTLED else _too_late(campaign)
    with in_full(viewer):
        if not viewer.session.scalar(_lines(campaign)):
            raise Refusal("no_lines", N_("No member has entered a line: there is nothing to group."))
        before = _told(viewer, campaign)
        session.execute(delete(Pool).where(Pool.campaign_id == campaign.id))
        _make_pools(viewer, campaign)
        _make_shares(viewer, campaign)
        _check(viewer, campaign)
        after = _told(viewer, campaign)
    subject = f"campaign:{campaign.code}"
    record(viewer, "consolidation.consolidate", subject, campaign=campaign.code, before=before, after=after)
    if campaign.state != State.CONSOLIDATED:
        advance(viewer, campaign, State.CONSOLIDATED)


def _make_pools(viewer: Viewer, campaign: Campaign) -> None:
    groups = queries.grouped(campaign)
    rows = (
        select(
            literal(campaign.id),
            groups.c.key,
            Need.item_id,
            func.coalesce(Item.category_id, Need.category_id),
            func.coalesce(Item.name, Need.designation),
            func.coalesce(Item.base_unit, Need.unit),
            groups.c.quantity,
            groups.c.line_count,
            groups.c.member_count,
        )
        .select_from(groups)
        .join(Need, Need.id == groups.c.first)
        .outerjoin(Item, Item.id == Need.item_id)
        .order_by(groups.c.key)
    )
    columns = ["campaign_id", "key", "item_id", "category_id", "designation", "unit", "quantity", "line_count"]
    viewer.session.execute(insert(Pool).from_select([*columns, "member_count"], rows))


def _make_shares(viewer: Viewer, campaign: Campaign) -> None:
    rows = (
        select(Pool.id, Need.id, Need.member_id, Need.category_id, Need.base_wanted)
        .join(Need, and_(Need.campaign_id == Pool.campaign_id, Need.pool_key == Pool.key))
        .where(Pool.campaign_id == campaign.id)
    )
    columns = ["pool_id", "need_id", "member_id", "category_id", "allocated"]
    viewer.session.execute(insert(Share).from_select(columns, rows))


def _check(viewer: Viewer, campaign: Campaign) -> None:
    """Pool by pool, and line by line: what was wanted is what is shared is what is pooled, exactly."""
    lines = viewer.session.scalar(_lines(campaign))
    shares = viewer.session.scalar(select(func.count(Share.id)).join(Share.pool).where(Pool.campaign_id == campaign.id))
    uneven = viewer.session.scalar(select(func.count()).select_from(_uneven(campaign)))
    if uneven or lines != shares:
        raise UnevenError(f"{campaign.code}: {lines} lines, {shares} shares, {uneven} pools that do not add up")


def _lines(campaign: Campaign) -> Select[int]:
    return select(func.count(Need.id)).where(Need.campaign_id == campaign.id)


def _uneven(campaign: Campaign) -> Subquery:
    return (
        select(Pool.id)
        .outerjoin(Share, Share.pool_id == Pool.id)
        .outerjoin(Need, Need.id == Share.need_id)
        .where(Pool.campaign_id == campaign.id)
        .group_by(Pool.id, Pool.quantity, Pool.line_count)
        .having(
            or_(
                func.coalesce(func.sum(Need.base_wanted), 0) != Pool.quantity,
                func.coalesce(func.sum(Share.allocated), 0) != Pool.quantity,
                func.count(Share.id) != Pool.line_count,
            )
        )
        .subquery()
    )


def _told(viewer: Viewer, campaign: Campaign) -> dict[str, int]:
    counted = select(func.count(Pool.id), func.coalesce(func.sum(Pool.line_count), 0))
    pools, lines = viewer.session.execute(counted.where(Pool.campaign_id == campaign.id)).one()
    return {"revision": campaign.revision, "pools": pools, "lines": int(lines)}


def _too_early(campaign: Campaign) -> Refusal:
    return Refusal(
        "not_closed", N_("Campaign %(code)s is not closed: close it before grouping its lines."), code=campaign.code
    )


def _too_late(campaign: Campaign) -> Refusal:
    return Refusal(
        "already_used",
        N_("Campaign %(code)s has gone on to suppliers: its lines can no longer be grouped anew."),
        code=campaign.code,
    )
