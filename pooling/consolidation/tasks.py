"""What waits in this room for somebody: told on the first pages of the rooms above."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import gettext, ngettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.consolidation import flex_queries
from pooling.consolidation.desk_queries import questions_waiting
from pooling.consolidation.member_queries import campaigns_with_shares
from pooling.consolidation.own_shares import STILL_OPEN

# what a firm gets is news until the goods are there
NEWS = STILL_OPEN | {State.ORDERED}


def tasks(viewer: Viewer) -> Sequence[Task]:
    return (*_questions(viewer), *_shares(viewer)) if viewer.is_member else ()


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
