"""What waits in this room for somebody: told on the first pages of the rooms above."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask_babel import ngettext

from pooling.access.rooms import Task
from pooling.access.viewer import Viewer
from pooling.consolidation.desk_queries import questions_waiting


def tasks(viewer: Viewer) -> Sequence[Task]:
    waiting = questions_waiting(viewer) if viewer.is_member else 0
    if not waiting:
        return ()
    told = ngettext(
        "The buyers have %(num)s question about your lines.",
        "The buyers have %(num)s questions about your lines.",
        waiting,
    )
    return (Task(told, url_for("consolidation.questions"), "chat-left-text"),)
