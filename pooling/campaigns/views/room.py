from __future__ import annotations

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_
from pooling.campaigns.tasks import tasks

ROOM = make_room(
    "campaigns",
    label=N_("Campaigns"),
    icon="calendar3",
    landing="listing",
    doors={Door.BUYER, Door.ADMINISTRATOR},
    tasks=tasks,
)
bp = ROOM.blueprint
