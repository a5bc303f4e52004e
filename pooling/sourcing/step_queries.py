"""What the way back from an act on many pools reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.consolidation.models import Pool
from pooling.sourcing.models import Award, AwardStep, Placement


def last_step(viewer: Viewer, campaign: Campaign) -> AwardStep | None:
    """The viewer's own newest that still holds."""
    own = AwardStep.user_id.is_(None) if viewer.user_id is None else AwardStep.user_id == viewer.user_id
    statement = select(AwardStep).where(AwardStep.campaign_id == campaign.id, own, AwardStep.undone_at.is_(None))
    statement = statement.options(joinedload(AwardStep.supplier)).order_by(AwardStep.id.desc()).limit(1)
    return viewer.session.scalars(statement).one_or_none()


def standing(viewer: Viewer, pools: Sequence[int]) -> Sequence[Award]:
    """The awards of these pools."""
    statement = select(Award).where(Award.pool_id.in_(pools)).order_by(Award.pool_id, Award.id)
    return viewer.session.scalars(statement).all()


def placed(viewer: Viewer, awards: Sequence[int]) -> Mapping[int, list[int]]:
    """By number of the award, its shares."""
    found: dict[int, list[int]] = defaultdict(list)
    statement = select(Placement.award_id, Placement.share_id).where(Placement.award_id.in_(awards))
    for award, share in viewer.session.execute(statement.order_by(Placement.share_id)):
        found[award].append(share)
    return found


def count_pools(viewer: Viewer, campaign: Campaign, numbers: Sequence[int]) -> int:
    statement = select(func.count(Pool.id)).where(Pool.campaign_id == campaign.id, Pool.id.in_(numbers))
    return viewer.session.scalar(statement) or 0
