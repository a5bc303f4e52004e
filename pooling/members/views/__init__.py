"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.members.views import listing
from pooling.members.views.room import ROOM

__all__ = ["ROOM", "listing"]
