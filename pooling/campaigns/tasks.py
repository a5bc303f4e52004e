"""What a buyer does next for a campaign by its calendar: nobody opens or closes one but a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import gettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.campaigns.models import OVER, State
from pooling.campaigns.queries import campaigns
from pooling.db import now


def tasks(viewer: Viewer) -> Sequence[Task]:
    return tuple(_due(viewer)) if viewer.is_buyer else ()


def _due(viewer: Viewer) -> Iterator[Task]:
    for each in campaigns(viewer):
        page = url_for("campaigns.one", code=each.code)
        if each.phase == OVER:
            told = gettext("The deadline has passed: the campaign can be closed.")
            yield Task(told, page, "lock", each.code, each.name)
        elif each.state == State.DRAFT and each.opens_at <= now() < each.closes_at:
            told = gettext("The day of its opening has come: the campaign can be opened.")
            yield Task(told, page, "unlock", each.code, each.name)
