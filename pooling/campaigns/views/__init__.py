"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.campaigns.views import calendar, edit, listing, moves, one
from pooling.campaigns.views.room import ROOM

__all__ = ["ROOM", "calendar", "edit", "listing", "moves", "one"]
