"""How many base units of an item a line asks for, and whether its price agrees with the pack it was read from."""

from __future__ import annotations

from decimal import Decimal

from pooling.algorithms.matching.model import Item, Line
from pooling.algorithms.pack_words import OUTER, Entry, folded, meaning
from pooling.algorithms.packs import PackReading
from pooling.algorithms.units import COUNT, PACKAGE, NotConvertible, Unit, convert, pack_to_base, unit_coded, unit_named

# a price per base unit this many times the usual one, or that part of it, is a pack read wrong
_FAR = Decimal(3)
# packages of which one never holds a single piece
_BUNDLES = frozenset({"XPK", "XBX", "XBE", "XST", "XLT"})


def in_base_units(line: Line, item: Item, pack: PackReading | None) -> Decimal | None:
    """The quantity in the item's base unit, exactly, or None when nothing says what one pack holds."""
    if line.quantity is None:
        return None
    unit, base = _unit_of(line.unit_text), unit_coded(item.base_unit)
    if unit is None or base is None or unit.code == base.code:
        return line.quantity
    if unit.dimension == base.dimension and unit.dimension != PACKAGE:
        return _converted(line.quantity, unit, base)
    if unit.dimension == COUNT and base.dimension == COUNT:
        return line.quantity
    content = _content(unit, base, item, pack)
    if content is not None:
        return pack_to_base(line.quantity, content)
    return line.quantity if not item.packs and base.dimension == COUNT else None


def surely_in_base_units(line: Line, item: Item, pack: PackReading | None) -> Decimal | None:
    """The same where the line or the item's own pack says it in so many words, and None where `in_base_units` would
    take the likeliest: for quantities at which nobody looks again."""
    if line.quantity is None:
        return None
    unit, base = _unit_of(line.unit_text), unit_coded(item.base_unit)
    if unit is None or base is None:
        return None
    try:
        return convert(line.quantity, unit, base)
    except NotConvertible:
        pass
    held = {content for code, content in item.packs if code == unit.code}
    content = _said(unit, base, pack) or (held.pop() if len(held) == 1 else None)
    return None if content is None else pack_to_base(line.quantity, content)


def _unit_of(text: str) -> Unit | None:
    unit = unit_named(text)
    if unit is not None:
        return unit
    said: Entry | None = next((entry for word in text.split() if (entry := meaning(folded(word)))), None)
    return unit_coded(said.code) if said is not None and said.code else None


def _converted(quantity: Decimal, unit: Unit, base: Unit) -> Decimal | None:
    # a pair and a piece are written for one another; a dozen, a hundred and a thousand are not
    if unit.factor is None or base.factor is None or (unit.dimension == COUNT and unit.factor <= 2):
        return quantity
    try:
        return convert(quantity, unit, base)
    except NotConvertible:
        return None


def _content(unit: Unit, base: Unit, item: Item, pack: PackReading | None) -> Decimal | None:
    """What one pack holds: as the line says, else as the catalogue does for such a pack or for one as large."""
    said = _said(unit, base, pack)
    if said is not None:
        return said
    packs = dict(item.packs)
    if unit.code in packs:
        return packs[unit.code]
    alike = [content for code, content in item.packs if (code in OUTER) == (unit.code in OUTER)]
    if len(alike) == 1:
        return alike[0]
    if base.dimension == COUNT and unit.code not in OUTER and unit.code not in _BUNDLES:
        return Decimal(1)  # a roll, a bottle, a bag is what a carton of them holds
    return item.packs[0][1] if len(item.packs) == 1 else None


def _said(unit: Unit, base: Unit, pack: PackReading | None) -> Decimal | None:
    if pack is None or not pack.stated or pack.ambiguous:
        return None
    if pack.package not in (unit.code, None):
        return None
    counted = pack.count_of(base.code)
    if counted is not None:
        return counted
    inner = unit_coded(pack.unit or "")
    if inner is None or inner.dimension == COUNT == base.dimension:
        return pack.content
    return _converted(pack.content, inner, base) if inner.dimension == base.dimension else None


def price_disagrees(line: Line, item: Item, base_quantity: Decimal | None) -> bool:
    """Whether the price per base unit is so far from the item's that the pack must have been read wrong."""
    if not line.price or not item.price or not line.quantity or not base_quantity:
        return False
    mine = line.price * line.quantity / base_quantity
    return mine > item.price * _FAR or mine * _FAR < item.price
