from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_

ROOM = make_room("orders", label=N_("Orders"), icon="truck", landing="listing", doors={Door.BUYER})
bp = ROOM.blueprint
