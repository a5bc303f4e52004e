"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.needs.views import (
    answer,
    answers,
    approval,
    batch,
    ceiling,
    files,
    grid,
    home,
    importing,
    late,
    line,
    nudge,
    paste,
    pulse,
    recap,
    renew,
    workbook,
)
from pooling.needs.views.room import ROOM

__all__ = [
    "ROOM",
    "answer",
    "answers",
    "approval",
    "batch",
    "ceiling",
    "files",
    "grid",
    "home",
    "importing",
    "late",
    "line",
    "nudge",
    "paste",
    "pulse",
    "recap",
    "renew",
    "workbook",
]
