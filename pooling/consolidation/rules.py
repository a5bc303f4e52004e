"""The one verb of this room: a closed campaign's needs become pools and shares."""

from __future__ import annotations

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.consolidation import making
from pooling.consolidation.specifying import specify_pools
from pooling.journal.rules import record
from pooling.needs import late
from pooling.needs.inside_queries import left_out

# until a campaign is consolidated its pools are a preview; those saved before a reopening no longer count
UNSETTLED = frozenset({State.DRAFT, State.OPEN, State.CLOSED})
CONSOLIDABLE = frozenset({State.CLOSED, State.CONSOLIDATED})


def consolidate(viewer: Viewer, campaign: Campaign) -> None:
    """Make the pools of all lines, drafts included, in place of those made before (their awards go too); all but
    those of firms that want approval and have not given it.

    A campaign must be closed; repeatable until orders exist."""
    session = viewer.session
    session.flush()
    # two buyers at once take turns
    session.refresh(campaign, with_for_update=True)
    if campaign.state not in CONSOLIDABLE:
        raise _too_early(campaign) if campaign.state in UNSETTLED else _too_late(campaign)
    amendments = late.amend(viewer, campaign)
    with in_full(viewer):
        if not making.lines(viewer, campaign):
            raise Refusal("no_lines", N_("No member has entered a line that counts: there is nothing to group."))
        before = making.told(viewer, campaign)
        making.drop_pools(viewer, campaign)
        making.make_pools(viewer, campaign)
        specify_pools(viewer, campaign)
        making.make_shares(viewer, campaign)
        making.check(viewer, campaign)
        after = making.told(viewer, campaign)
    if missing := left_out(viewer, campaign):
        after |= {"left_out": missing.lines}
    if amendments:
        after |= {"amendments": amendments}
    subject = f"campaign:{campaign.code}"
    record(viewer, "consolidation.consolidate", subject, campaign=campaign.code, before=before, after=after)
    if campaign.state != State.CONSOLIDATED:
        advance(viewer, campaign, State.CONSOLIDATED)


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
