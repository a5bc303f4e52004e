"""What waits in this room for somebody, besides the campaigns themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import ngettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.campaigns.queries import campaigns
from pooling.campaigns.rules import is_answerable
from pooling.needs import carried


def tasks(viewer: Viewer) -> Sequence[Task]:
    """What waits in the open campaigns."""
    return tuple(_tasks(viewer)) if viewer.is_member else ()


def _tasks(viewer: Viewer) -> Iterator[Task]:
    for each in campaigns(viewer):
        waiting = len(carried.offers(viewer, each, viewer.firm)) if is_answerable(each) else 0
        if waiting:
            told = ngettext(
                "%(num)s line carried over waits in %(name)s: take it or decline it.",
                "%(num)s lines carried over wait in %(name)s: take them or decline them.",
                waiting,
                name=each.name,
            )
            yield Task(told, url_for("needs.grid", code=each.code), "arrow-right-circle")
