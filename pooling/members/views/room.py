from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_

ROOM = make_room(
    "members", label=N_("Members"), icon="people", landing="listing", doors={Door.ADMINISTRATOR, Door.BUYER}
)
bp = ROOM.blueprint
