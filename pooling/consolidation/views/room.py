from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_
from pooling.consolidation.tasks import tasks

ROOM = make_room(
    "consolidation", label=N_("Pools"), icon="collection", landing="listing", doors={Door.BUYER}, tasks=tasks
)
bp = ROOM.blueprint
