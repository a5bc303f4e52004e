"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.catalogue.views import listing
from pooling.catalogue.views.room import ROOM

__all__ = ["ROOM", "listing"]
