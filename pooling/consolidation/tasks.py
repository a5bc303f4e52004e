"""What waits in this room for somebody: told on the first pages of the rooms above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import url_for
from flask_babel import gettext, ngettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.queries import campaigns
from pooling.consolidation import flex_queries, making
from pooling.consolidation import queue_queries as queue
from pooling.consolidation.desk_queries import questions_waiting
from pooling.consolidation.member_queries import campaigns_with_shares
from pooling.consolidation.models import Verdict
from pooling.consolidation.own_shares import STILL_OPEN
from pooling.consolidation.rules import CONSOLIDABLE

# what a firm gets is news until the goods are there
NEWS = STILL_OPEN | {State.ORDERED}


def tasks(viewer: Viewer) -> Sequence[Task]:
    own = (*_questions(viewer), *_shares(viewer)) if viewer.is_member else ()
    return (*own, *_steps(viewer)) if viewer.is_buyer else own


def _steps(viewer: Viewer) -> Iterator[Task]:
    """What a buyer does next for each campaign that is closed and not yet at its suppliers."""
    for campaign in campaigns(viewer):
        if campaign.state in CONSOLIDABLE:
            found = _next(viewer, campaign)
            yield replace(found, campaign=campaign.code, about=campaign.name)


def _next(viewer: Viewer, campaign: Campaign) -> Task:
    standing = queue.progress(viewer, campaign)
    waiting = standing[Verdict.WAITING].lines + standing[queue.UNREAD].lines
    if waiting:
        told = ngettext("%(num)s line waits at the matching desk.", "%(num)s lines wait at the matching desk.", waiting)
        return Task(told, url_for("consolidation.desk", code=campaign.code), "ui-checks-grid")
    pools = url_for("consolidation.pools", code=campaign.code)
    if campaign.state == State.CLOSED:
        return Task(gettext("The lines can be grouped now."), pools, "collection")
    undecided = _undecided(viewer, campaign)
    if undecided:
        return Task(undecided, f"{pools}?way=undecided", "box-seam")
    chosen = url_for("sourcing.awards", code=campaign.code)
    return Task(gettext("The lines are grouped: suppliers can be chosen."), chosen, "signpost-split")


def _undecided(viewer: Viewer, campaign: Campaign) -> str:
    """What to do about the pools without a way: those whose firms have all answered come first, those that wait for
    an answer last."""
    pools = making.undecided(viewer, campaign).keys()
    asked = {key: said == of for key, (said, of) in flex_queries.progress(viewer, campaign).items() if key in pools}
    answered, untouched = sum(asked.values()), len(pools - asked.keys())
    if answered:
        told = ngettext(
            "%(num)s pool has the answers of all its firms: settle it.",
            "%(num)s pools have the answers of all their firms: settle them.",
            answered,
        )
    elif untouched:
        told = ngettext("%(num)s pool has no way to buy yet.", "%(num)s pools have no way to buy yet.", untouched)
    elif asked:
        waiting = len(asked)
        told = ngettext(
            "%(num)s pool waits for its firms’ answers.", "%(num)s pools wait for their firms’ answers.", waiting
        )
    else:
        return ""
    return str(told)


def _questions(viewer: Viewer) -> Iterator[Task]:
    waiting = questions_waiting(viewer) + flex_queries.waiting(viewer)
    if waiting:
        told = ngettext(
            "The buyers have %(num)s question about your lines.",
            "The buyers have %(num)s questions about your lines.",
            waiting,
        )
        yield Task(told, url_for("consolidation.questions"), "chat-left-text")


def _shares(viewer: Viewer) -> Iterator[Task]:
    for campaign in campaigns_with_shares(viewer, NEWS):
        told = gettext("What your firm gets of %(name)s, line by line.", name=campaign.name)
        yield Task(told, url_for("consolidation.shares", code=campaign.code), "box-seam")
