from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_

ROOM = make_room("sourcing", label=N_("Awards"), icon="signpost-split", landing="listing", doors={Door.BUYER})
bp = ROOM.blueprint
