"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.orders.views import create, files, listing, one
from pooling.orders.views.room import ROOM

__all__ = ["ROOM", "create", "files", "listing", "one"]
