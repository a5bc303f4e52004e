"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.sourcing.views import awards, listing, moves
from pooling.sourcing.views.room import ROOM

__all__ = ["ROOM", "awards", "listing", "moves"]
