"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.needs.views import answer, answers, grid, home, line, recap
from pooling.needs.views.room import ROOM

__all__ = ["ROOM", "answer", "answers", "grid", "home", "line", "recap"]
