"""How many base units of an item one unit of a line holds, from what its firm said; None when only a person can say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pooling.algorithms.errors import Refusal
from pooling.algorithms.packs import PackReading, read_pack
from pooling.algorithms.units import convert, unit_coded, unit_named
from pooling.catalogue.models import Item, Pack
from pooling.needs.models import Need


def content_of(need: Need, item: Item, packs: Sequence[Pack]) -> Decimal | None:
    """`packs` are the item's. The firm's own pack first, then units of one kind, the item's only pack of that
    package, and what the wording says."""
    if need.pack is not None and need.item is not None and need.item.base_unit == item.base_unit:
        return need.pack.content
    if need.unit == item.base_unit:
        return Decimal(1)
    return _converted(need.unit, item.base_unit) or _by_pack(need, packs) or _by_words(need, item)


def _converted(unit: str, base: str) -> Decimal | None:
    source, target = unit_coded(unit) or unit_named(unit), unit_coded(base)
    if source is None or target is None:
        return None
    try:
        return convert(Decimal(1), source, target)
    except Refusal:
        return None


def _by_pack(need: Need, packs: Sequence[Pack]) -> Decimal | None:
    unit = unit_coded(need.unit) or unit_named(need.unit)
    held = [pack for pack in packs if unit is not None and pack.unit == unit.code]
    said = read_pack(need.designation, need.unit)
    if said is not None and said.stated and not said.others:
        fitting = [pack for pack in held if pack.content == said.content]
        return fitting[0].content if len(fitting) == 1 else None
    return held[0].content if len(held) == 1 else None


def _by_words(need: Need, item: Item) -> Decimal | None:
    said = read_pack(need.designation, need.unit)
    if said is None or not said.stated or said.others or not _counts_in(said, item.base_unit):
        return None
    return said.content


def _counts_in(said: PackReading, base: str) -> bool:
    """Whether what is counted last is the item's base unit; a bare number counts pieces."""
    return (said.unit or "C62") == base
