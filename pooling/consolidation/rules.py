"""A closed campaign's needs become pools and shares."""

from __future__ import annotations

from collections.abc import Collection

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.consolidation import making, packing
from pooling.consolidation.specifying import specify_pools
from pooling.journal.rules import record
from pooling.needs import late
from pooling.needs.inside_queries import left_out

# until a campaign is consolidated its pools are a preview; those saved before a reopening no longer count
UNSETTLED = frozenset({State.DRAFT, State.OPEN, State.CLOSED})
CONSOLIDABLE = frozenset({State.CLOSED, State.CONSOLIDATED})


def consolidate(viewer: Viewer, campaign: Campaign) -> None:
    """Make the pools of all lines, drafts included, and share them out in whole packs; all but those of firms that want
    approval and have not given it.

    A campaign must be closed; until orders exist it can be done again: then the pools whose lines have changed since
    are made anew, as a new revision, and their awards go; the others stay as they are."""
    _begin(viewer, campaign)
    amendments = late.amend(viewer, campaign)
    with in_full(viewer):
        if not making.lines(viewer, campaign):
            raise Refusal("no_lines", N_("No member has entered a line that counts: there is nothing to group."))
        before = making.told(viewer, campaign)
        again = campaign.state == State.CONSOLIDATED
        keys = making.outdated(viewer, campaign) if again else None
        if again and keys:
            campaign.revision += 1
        _make(viewer, campaign, keys)
        after = making.told(viewer, campaign)
    if missing := left_out(viewer, campaign):
        after |= {"left_out": missing.lines}
    if amendments:
        after |= {"amendments": amendments}
    subject = f"campaign:{campaign.code}"
    record(viewer, "consolidation.consolidate", subject, campaign=campaign.code, before=before, after=after)
    if not again:
        advance(viewer, campaign, State.CONSOLIDATED)


def regroup(viewer: Viewer, campaign: Campaign, keys: Collection[str]) -> None:
    """Make the pools of these keys anew, after their lines were moved."""
    with in_full(viewer) as everyone:
        remake(everyone, campaign, keys)


def remake(viewer: Viewer, campaign: Campaign, keys: Collection[str]) -> None:
    """The same with the eyes of a viewer who sees all lines."""
    _make(viewer, campaign, keys)


def _begin(viewer: Viewer, campaign: Campaign) -> None:
    """Two buyers at once take turns."""
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state not in CONSOLIDABLE:
        raise _too_early(campaign) if campaign.state in UNSETTLED else _too_late(campaign)


def _make(viewer: Viewer, campaign: Campaign, keys: Collection[str] | None) -> None:
    making.drop_pools(viewer, campaign, keys)
    making.make_pools(viewer, campaign, keys)
    specify_pools(viewer, campaign)
    making.make_shares(viewer, campaign)
    packing.pack_all(viewer, campaign, making.made(viewer, campaign, keys))
    making.check(viewer, campaign)


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
