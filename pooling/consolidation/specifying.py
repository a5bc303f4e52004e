"""The values of their family's fields that all lines of a pool have in common: what the pool is, besides its name.

Everything here runs with the eyes of `access.scope.in_full` and returns no line of a firm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Text, cast, select, update

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import CategoryField
from pooling.consolidation.models import Pool
from pooling.needs.models import Need

NONE = "{}"


def in_common(viewer: Viewer, campaign: Campaign, line_counts: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """By pool key; a pool of which one line says nothing has nothing in common."""
    if viewer.session.scalar(select(CategoryField.id).limit(1)) is None:
        return {}  # no family asks for anything: a hundred thousand lines are not read to find that out
    statement = select(Need.pooled_as, Need.fields).where(Need.campaign_id == campaign.id, ~Need.held)
    found: dict[str, list[dict[str, str]]] = {}
    for key, values in viewer.session.execute(statement.where(cast(Need.fields, Text) != NONE)):
        found.setdefault(key, []).append(values)
    shared = {key: _shared(each) for key, each in found.items() if len(each) == line_counts.get(key)}
    return {key: values for key, values in shared.items() if values}


def _shared(each: Iterable[Mapping[str, str]]) -> dict[str, str]:
    first, *others = each
    return {code: value for code, value in first.items() if all(other.get(code) == value for other in others)}


def specify_pools(viewer: Viewer, campaign: Campaign) -> None:
    """Written beside the pools that were just made."""
    counts = select(Pool.key, Pool.line_count).where(Pool.campaign_id == campaign.id)
    line_counts = {key: count for key, count in viewer.session.execute(counts)}  # noqa: C416 (rows are typed)
    for key, values in in_common(viewer, campaign, line_counts).items():
        chosen = update(Pool).where(Pool.campaign_id == campaign.id, Pool.key == key)
        viewer.session.execute(chosen.values(fields=values), execution_options={"synchronize_session": False})
