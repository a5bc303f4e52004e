"""How many base units of an item one unit of a line holds, from what its firm said; None when only a person can say."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pooling.algorithms.matching.model import Line
from pooling.algorithms.matching.quantities import surely_in_base_units
from pooling.algorithms.packs import read_pack
from pooling.catalogue.index import thing_of
from pooling.catalogue.models import Item, Pack
from pooling.needs.models import Need

ONE = Decimal(1)


def content_of(need: Need, item: Item, packs: Sequence[Pack]) -> Decimal | None:
    """`packs` are the item's. What the line states in so many words comes first: its own pack, or the pack of an item
    that is counted alike."""
    if need.pack is not None and need.item is not None and need.item.base_unit == item.base_unit:
        return need.pack.content
    if not need.unit:
        return None
    said = read_pack(need.designation, need.unit) if need.own_content is None else None
    inner = surely_in_base_units(line_of(need, ONE), thing_of(item, packs), said)
    if inner is None or need.own_content is None:
        return inner
    return inner * need.own_content


def line_of(need: Need, quantity: Decimal, specified: str = "") -> Line:
    """As the engine sees it, with its fields in words; where the firm stated the content of its pack, what is in the
    pack."""
    reference = need.item.maker_reference if need.item else ""
    per_unit = need.present_price
    if per_unit is not None and need.own_content is not None:
        per_unit /= need.own_content
    text = need.designation or (need.item.name if need.item else "")
    text = f"{text}, {specified}" if specified else text
    return Line(text, quantity, need.unit, reference, (need.item.gtin or "") if need.item else "", per_unit)
