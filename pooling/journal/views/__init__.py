"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.journal.views import listing, looked
from pooling.journal.views.room import ROOM

__all__ = ["ROOM", "listing", "looked"]
