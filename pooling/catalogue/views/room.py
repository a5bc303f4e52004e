from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import request

from pooling.access.doors import Door
from pooling.access.rooms import make_room
from pooling.algorithms.errors import N_
from pooling.algorithms.units import unit_coded
from pooling.language import language

ROOM = make_room(
    "catalogue",
    label=N_("Catalogue"),
    icon="journal-text",
    landing="listing",
    doors={Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR},
)
bp = ROOM.blueprint
CLERKS = (Door.BUYER, Door.ADMINISTRATOR)


def unit_name(code: str, tongue: str = "fr") -> str:
    unit = unit_coded(code)
    return code if unit is None else unit.name(tongue)


@bp.context_processor
def _words() -> dict[str, Callable[[str], str]]:
    return {"unit_name": partial(unit_name, tongue=language())}


def wanted_state() -> bool:
    """Whether a switch button turns on or off."""
    return request.form.get("active") == "1"
