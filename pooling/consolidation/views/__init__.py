"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.consolidation.views import consolidate, listing, pool, pools
from pooling.consolidation.views.room import ROOM

__all__ = ["ROOM", "consolidate", "listing", "pool", "pools"]
