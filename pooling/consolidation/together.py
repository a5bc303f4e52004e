"""What several firms of a campaign could buy together: as written, as normalised, as matched, as the desk proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.matching import together
from pooling.algorithms.matching.together import Asked, Pair, Together
from pooling.campaigns.models import Campaign
from pooling.consolidation import queries
from pooling.consolidation.contents import line_of
from pooling.needs.models import Need

WAYS = {
    "as_written": together.as_written,
    "normalised": together.normalised,
    "matched": together.matched,
    "proposed": together.proposed,
}


@dataclass(frozen=True)
class Shares:
    """By each way of WAYS what at least two firms ask for, of how much; `pairs` are matches for a person to judge."""

    whole: Together
    ways: dict[str, Together]
    pairs: Sequence[Pair]


def shares(viewer: Viewer, campaign: Campaign, sample: int = 0) -> Shares:
    """Of all lines that count, whoever may see them: for who runs the group's machine."""
    with in_full(viewer):
        lines = asked(viewer, campaign)
    keys = {name: way(lines) for name, way in WAYS.items()}
    whole = Together(len(lines), sum((each.value for each in lines), Decimal(0)))
    ways = {name: together.together(lines, each) for name, each in keys.items()}
    return Shares(whole, ways, together.sample(lines, keys["matched"], sample))


def asked(viewer: Viewer, campaign: Campaign) -> list[Asked]:
    return [_asked(need, value) for need, value in queries.valued_needs(viewer, campaign)]


def _asked(need: Need, value: Decimal | None) -> Asked:
    named = need.pool_key if need.item_id is not None else ""
    found = need.pooled_as if need.pooled_item_id is not None else ""
    return Asked(need.member_id, line_of(need, need.wanted), value or Decimal(0), named, found)
