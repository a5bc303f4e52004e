"""What waits in this room for somebody, besides the campaigns themselves: on a member's first page lines carried over,
on a buyer's the late requests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import ngettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.campaigns.queries import campaigns
from pooling.campaigns.rules import is_answerable, is_late
from pooling.needs import waiting
from pooling.needs.late_queries import undecided_count


def tasks(viewer: Viewer) -> Sequence[Task]:
    own = tuple(_carried(viewer)) if viewer.is_member else ()
    return (*own, *_late(viewer)) if viewer.is_buyer else own


def _carried(viewer: Viewer) -> Iterator[Task]:
    for each in campaigns(viewer):
        count = len(waiting.offers(viewer, each, viewer.firm)) if is_answerable(each) else 0
        if count:
            told = ngettext(
                "%(num)s line carried over waits in %(name)s: take it or decline it.",
                "%(num)s lines carried over wait in %(name)s: take them or decline them.",
                count,
                name=each.name,
            )
            yield Task(told, url_for("needs.grid", code=each.code), "arrow-right-circle")


def _late(viewer: Viewer) -> Iterator[Task]:
    for each in campaigns(viewer):
        count = undecided_count(viewer, each) if is_late(each) else 0
        if count:
            told = ngettext(
                "%(num)s late request waits for an answer.", "%(num)s late requests wait for an answer.", count
            )
            yield Task(told, url_for("needs.late_requests", code=each.code), "hourglass-bottom", each.code, each.name)
