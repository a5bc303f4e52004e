"""The way back from an act on many pools: what stood before, and putting it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Supplier
from pooling.sourcing import queries
from pooling.sourcing import step_queries as steps
from pooling.sourcing.models import Award, AwardStep, Placement, Reason


def remember(viewer: Viewer, campaign: Campaign, pools: Sequence[int], supplier: Supplier | None) -> None:
    """Before these pools are given to the supplier, or to nobody."""
    viewer.session.add(
        AwardStep(
            campaign_id=campaign.id,
            user_id=viewer.user_id,
            supplier_id=supplier.id if supplier else None,
            pools=list(pools),
            before=_stood(viewer, pools),
        )
    )
    viewer.session.flush()


def still_stands(viewer: Viewer, campaign: Campaign, step: AwardStep) -> bool:
    """Whether the pools are still there, and still as this step left them."""
    now = [(award.pool_id, award.supplier_id, award.reason) for award in steps.standing(viewer, step.pools)]
    given = step.supplier_id is not None
    left = [(number, step.supplier_id, Reason.CHOSEN) for number in sorted(step.pools)] if given else []
    return now == left and steps.count_pools(viewer, campaign, step.pools) == len(step.pools)


def put_back(viewer: Viewer, campaign: Campaign, step: AwardStep) -> None:
    """The awards as they stood, and where a pool was split, which line went to whom; whole pools are placed by the
    verb that calls this."""
    rows = [_award(told) for told in step.before]
    if rows:
        viewer.session.execute(insert(Award), rows)
    ids = queries.award_ids(viewer, campaign)
    placements = [
        {"share_id": share, "award_id": ids[told["pool"], told["supplier"]]}
        for told in step.before
        for share in told["shares"]
    ]
    if placements:
        viewer.session.execute(insert(Placement), placements)


def _stood(viewer: Viewer, pools: Sequence[int]) -> list[dict[str, Any]]:
    """`shares` are named where a pool has several awards; one award has them all."""
    by_pool: defaultdict[int, list[Award]] = defaultdict(list)
    for award in steps.standing(viewer, pools):
        by_pool[award.pool_id].append(award)
    split = [award.id for awards in by_pool.values() if len(awards) > 1 for award in awards]
    shares = steps.placed(viewer, split)
    return [_told(award, shares.get(award.id, [])) for awards in by_pool.values() for award in awards]


def _told(award: Award, shares: list[int]) -> dict[str, Any]:
    return {
        "pool": award.pool_id,
        "supplier": award.supplier_id,
        "agreement_line": award.agreement_line_id,
        "quantity": str(award.quantity),
        "unit_price": None if award.unit_price is None else str(award.unit_price),
        "reason": str(award.reason),
        "shares": shares,
    }


def _award(told: dict[str, Any]) -> dict[str, Any]:
    return {
        "pool_id": told["pool"],
        "supplier_id": told["supplier"],
        "agreement_line_id": told["agreement_line"],
        "quantity": Decimal(told["quantity"]),
        "unit_price": None if told["unit_price"] is None else Decimal(told["unit_price"]),
        "reason": Reason(told["reason"]),
    }
