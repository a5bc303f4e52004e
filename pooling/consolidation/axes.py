"""What the engine's attributes are called on the desk; one without a name is told by its values alone."""

from __future__ import annotations

from flask_babel import gettext

from pooling.algorithms.errors import N_

NAMES = {
    "abrasive": N_("abrasive"),
    "angle": N_("angle"),
    "area": N_("area"),
    "colour": N_("colour"),
    "current": N_("current"),
    "diameter": N_("diameter"),
    "fit": N_("fit"),
    "finish": N_("finish"),
    "format": N_("format"),
    "grit": N_("grit"),
    "hand": N_("hand"),
    "head": N_("head"),
    "hole": N_("hole"),
    "inches": N_("inches"),
    "length": N_("length"),
    "metal": N_("metal"),
    "plastic": N_("plastic"),
    "power": N_("power"),
    "pressure": N_("pressure"),
    "range": N_("range"),
    "section": N_("section"),
    "shape": N_("shape"),
    "size": N_("size"),
    "sterility": N_("sterility"),
    "strength": N_("strength"),
    "temperature": N_("temperature"),
    "texture": N_("texture"),
    "thickness": N_("thickness"),
    "thread": N_("thread"),
    "voltage": N_("voltage"),
    "volume": N_("volume"),
    "grammage": N_("weight per m²"),
    "mass": N_("weight"),
    "tool material": N_("tool material"),
}


def axis_name(axis: str) -> str:
    return str(gettext(NAMES[axis])) if axis in NAMES else ""
