"""What waits in this room for a buyer: told on the first page of the campaigns, which do not know this room."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import ngettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.campaigns.queries import campaigns
from pooling.campaigns.rules import is_late
from pooling.needs.late_queries import undecided_count


def tasks(viewer: Viewer) -> Sequence[Task]:
    return tuple(_late(viewer)) if viewer.is_buyer else ()


def _late(viewer: Viewer) -> Iterator[Task]:
    for campaign in campaigns(viewer):
        waiting = undecided_count(viewer, campaign) if is_late(campaign) else 0
        if waiting:
            told = ngettext(
                "%(num)s late request waits for an answer.", "%(num)s late requests wait for an answer.", waiting
            )
            url = url_for("needs.late_requests", code=campaign.code)
            yield Task(told, url, "hourglass-bottom", campaign.code, campaign.name)
