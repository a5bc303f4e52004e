from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_

ROOM = make_room(
    "journal",
    label=N_("Journal"),
    icon="clock-history",
    landing="listing",
    doors={Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR},
)
bp = ROOM.blueprint
