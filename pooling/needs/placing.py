"""The order of a firm's lines, which is its own affair: a line that is moved lies between its neighbours, and no
other is touched. It is no new version of the line and nothing to write into the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.members.models import Member
from pooling.needs import queries
from pooling.needs.declaration import whose, writable
from pooling.needs.models import Need
from pooling.needs.queries import SPREAD


@dataclass(frozen=True)
class Spot:
    """Where a line goes, by the keys of its neighbours: above `before`, else below `after`."""

    before: str = ""
    after: str = ""

    def __bool__(self) -> bool:
        return bool(self.before or self.after)


NOWHERE = Spot()


def move(viewer: Viewer, campaign: Campaign, key: str, spot: Spot, member: Member | None = None) -> Need:
    """Put a line in its place; where the neighbour is gone meanwhile, it stays. Raises Refusal or NotYoursError."""
    member_id = whose(viewer, member)
    writable(viewer, campaign, member_id)
    need = queries.held(viewer, [key], member_id).get(key)
    if need is None or need.campaign_id != campaign.id:
        raise NotYoursError
    gap = _gap(queries.places(viewer, campaign, member_id), key, spot)
    if gap is not None and gap[1] - gap[0] < 2:
        _spread(viewer, campaign, member_id)
        gap = _gap(queries.places(viewer, campaign, member_id), key, spot)
    if gap is not None:
        need.position = sum(gap) // 2
        viewer.session.flush()
    return need


def _gap(places: Sequence[tuple[str, int]], key: str, spot: Spot) -> tuple[int, int] | None:
    """Between which two places; whatever is entered later comes after the last."""
    keys = [other for other, _place in places if other != key]
    taken = [place for other, place in places if other != key]
    if spot.before in keys:
        index = keys.index(spot.before)
    elif spot.after in keys:
        index = keys.index(spot.after) + 1
    else:
        return None
    lower = taken[index - 1] if index else 0
    return lower, taken[index] if index < len(taken) else (lower // SPREAD + 1) * SPREAD


def _spread(viewer: Viewer, campaign: Campaign, member_id: int) -> None:
    """Once twenty lines have been moved into one gap: the same order with room again."""
    for number, need in enumerate(queries.lines(viewer, campaign, member_id), 1):
        need.position = number * SPREAD
    viewer.session.flush()
