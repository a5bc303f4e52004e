"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.orders.views import listing
from pooling.orders.views.room import ROOM

__all__ = ["ROOM", "listing"]
