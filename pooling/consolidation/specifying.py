"""The values of their family's fields that all lines of a pool have in common: what the pool is, besides its name.

Everything here runs with the eyes of `access.scope.in_full` and returns no line of a firm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import update

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_queries import declared
from pooling.consolidation import specified_queries
from pooling.consolidation.models import Pool


def in_common(viewer: Viewer, campaign: Campaign, line_counts: Mapping[str, int]) -> dict[str, dict[str, str]]:
    """By pool key; a pool of which one line says nothing has nothing in common."""
    if not declared(viewer).by_code:
        return {}  # no family asks for anything: a hundred thousand lines are not read to find that out
    found: dict[str, list[dict[str, str]]] = {}
    for key, values in specified_queries.specified_lines(viewer, campaign):
        found.setdefault(key, []).append(values)
    shared = {key: _shared(each) for key, each in found.items() if len(each) == line_counts.get(key)}
    return {key: values for key, values in shared.items() if values}


def _shared(each: Iterable[Mapping[str, str]]) -> dict[str, str]:
    first, *others = each
    return {code: value for code, value in first.items() if all(other.get(code) == value for other in others)}


def specify_pools(viewer: Viewer, campaign: Campaign) -> None:
    """Written beside the pools that were just made."""
    line_counts = specified_queries.line_counts(viewer, campaign)
    for key, values in in_common(viewer, campaign, line_counts).items():
        chosen = update(Pool).where(Pool.campaign_id == campaign.id, Pool.key == key)
        viewer.session.execute(chosen.values(fields=values), execution_options={"synchronize_session": False})
