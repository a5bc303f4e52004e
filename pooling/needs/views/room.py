from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_

ROOM = make_room("needs", label=N_("My needs"), icon="pencil-square", landing="home", doors={Door.MEMBER})
bp = ROOM.blueprint
