"""Which unit or pack people mean by what they write beside a quantity."""

from __future__ import annotations

from collections.abc import Sequence

from pooling.algorithms.errors import N_
from pooling.algorithms.grouping import normalise
from pooling.algorithms.units import UNITS, unit_named
from pooling.catalogue.models import Item, Pack
from pooling.needs.lines import LineRefusal


def pack_meant(item: Item, packs: Sequence[Pack], text: str) -> Pack | None:
    """The item's pack that this text names, by its name or its unit when only one has it; None is the base
    unit. Raises LineRefusal with what the item does come in."""
    as_written = [pack for pack in packs if pack.name == text]
    if as_written:
        return as_written[0]
    wanted = normalise(text)
    if not wanted:
        return None
    named = [pack for pack in packs if normalise(pack.name) == wanted]
    if named:
        return named[0]
    unit = unit_named(text)
    if unit is not None and unit.code == item.base_unit:
        return None
    of_unit = [pack for pack in packs if unit is not None and pack.unit == unit.code]
    if len(of_unit) == 1:
        return of_unit[0]
    base = UNITS[item.base_unit].name() if item.base_unit in UNITS else item.base_unit
    offered = ", ".join([base, *(pack.name for pack in packs)])
    raise LineRefusal(
        "unit", "unit_of_item", N_("This item is counted in: %(offered)s. Choose one of them."), offered=offered
    )


def unit_meant(text: str) -> str:
    """The Rec 20 code of a unit as people write it, or LineRefusal; blank stays blank."""
    if not text.strip():
        return ""
    unit = unit_named(text)
    if unit is None:
        raise LineRefusal(
            "unit", "unit", N_("“%(unit)s” is not a unit we know: choose one from the list."), unit=text.strip()
        )
    return unit.code
