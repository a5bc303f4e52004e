"""Lines from one pool to another: merge, split, move. Each is one step for the way back, as on the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.queries import packs_of
from pooling.consolidation import queries, rules
from pooling.consolidation.contents import content_of
from pooling.consolidation.models import Pool, Share
from pooling.journal.rules import record
from pooling.needs.rules import new_key
from pooling.needs.understanding import Understood, understand

APART = "apart:"  # a pool of its own, whatever its words


def move(viewer: Viewer, campaign: Campaign, shares: Sequence[Share], target: Pool) -> None:
    """These lines join another pool of the campaign. Raises Refusal when one of them cannot be counted in its
    unit."""
    _begin(viewer, campaign, shares)
    lines = {share.need_id: _in_unit_of(viewer, share, target) for share in shares}
    _carry_out(viewer, campaign, lines, {target.key, *_keys(shares)}, "move")


def split(viewer: Viewer, campaign: Campaign, shares: Sequence[Share]) -> str:
    """These lines leave their pools and make one of their own, of the same thing; its key."""
    _begin(viewer, campaign, shares)
    if len(_keys(shares)) > 1:
        raise Refusal("several_pools", N_("Split one pool at a time."))
    if len(shares) == shares[0].pool.line_count:
        raise Refusal("whole_pool", N_("These are all the lines of the pool: leave at least one in it."))
    key = f"{APART}{new_key()}"  # of nobody's line: buyers who work for a rival read keys of pools
    lines = {each.need_id: Understood(key, each.need.pooled_item_id, each.need.adjusted) for each in shares}
    _carry_out(viewer, campaign, lines, {key, *_keys(shares)}, "split")
    return key


def merge(viewer: Viewer, campaign: Campaign, pools: Sequence[Pool], target: Pool) -> None:
    """All lines of these pools join the target."""
    others = [each for each in pools if each.id != target.id]
    if not others:
        raise Refusal("one_pool", N_("Tick at least two pools to put them together."))
    shares = [share for each in others for share in queries.shares_of(viewer, each)]
    if len(shares) < sum(each.line_count for each in others):
        raise Refusal(
            "hidden_lines", N_("Some lines of these pools are for another buyer to handle: nothing was moved.")
        )
    move(viewer, campaign, shares, target)


def _begin(viewer: Viewer, campaign: Campaign, shares: Sequence[Share]) -> None:
    if not shares:
        raise Refusal("no_line", N_("Choose at least one line first."))
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state != State.CONSOLIDATED:
        raise Refusal("not_consolidated", N_("Lines are moved once they are grouped, and before suppliers are asked."))


def _keys(shares: Sequence[Share]) -> set[str]:
    return {share.pool.key for share in shares}


def _in_unit_of(viewer: Viewer, share: Share, target: Pool) -> Understood:
    need = share.need
    if share.pool.unit == target.unit:
        return Understood(target.key, target.item_id, need.adjusted)
    content = content_of(need, target.item, packs_of(viewer, target.item)) if target.item else None
    if content is None:
        message = N_("“%(line)s” is counted in %(theirs)s, this pool in %(ours)s: settle it on the matching desk.")
        told = need.designation or (need.item.name if need.item else "")
        raise Refusal("unit", message, line=told, theirs=share.pool.unit, ours=target.unit)
    return Understood(target.key, target.item_id, need.wanted * content)


def _carry_out(viewer: Viewer, campaign: Campaign, lines: Mapping[int, Understood], keys: set[str], verb: str) -> None:
    understand(viewer, lines)
    campaign.revision += 1
    rules.regroup(viewer, campaign, keys)
    record(
        viewer,
        f"consolidation.{verb}",
        f"campaign:{campaign.code}",
        campaign=campaign.code,
        after={"lines": len(lines), "revision": campaign.revision},
    )
