"""What is read to tell what the lines of a pool have in common. For statements that run with the eyes of
`access.scope.in_full`."""

from __future__ import annotations

from sqlalchemy import Text, cast, select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.consolidation.models import Pool
from pooling.needs.models import Need

NONE = "{}"


def specified_lines(viewer: Viewer, campaign: Campaign) -> list[tuple[str, dict[str, str]]]:
    """Pool key and values of each line that counts and says something in its family's fields."""
    statement = select(Need.pooled_as, Need.fields).where(Need.campaign_id == campaign.id, ~Need.held)
    rows = viewer.session.execute(statement.where(cast(Need.fields, Text) != NONE))
    return [(key, values) for key, values in rows]


def line_counts(viewer: Viewer, campaign: Campaign) -> dict[str, int]:
    """By key of the pools that are made."""
    counts = select(Pool.key, Pool.line_count).where(Pool.campaign_id == campaign.id)
    return {key: count for key, count in viewer.session.execute(counts)}  # noqa: C416 (rows are typed)
