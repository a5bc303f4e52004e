"""What two lines must share to say the same."""

from __future__ import annotations

from collections.abc import Sequence

from pooling.needs.lines import Line
from pooling.needs.models import Need
from pooling.needs.told import line_of


def one_line(text: str) -> str:
    return " ".join(text.split())


def essence(line: Line) -> tuple[object, ...]:
    """What two lines must share to say the same, in the order of FIELDS; spaces do not count, nor what an item
    brings with it."""
    free = line.item is None
    return (
        line.item.id if line.item else None,
        one_line(line.designation) if free else "",
        line.category.id if free and line.category else None,
        line.quantity,
        (line.unit, line.own_pack, line.own_content) if free else "",
        line.pack.id if line.pack else None,
        line.site.id if line.site else tuple((site.id, part) for site, part in line.split),
        line.wanted_on,
        line.firm,
        line.flex_minus,
        line.flex_plus,
        line.present_price,
        one_line(line.present_supplier),
        "\n".join(map(one_line, line.remark.strip().splitlines())),
        tuple(sorted(line.fields.items())),
    )


FIELDS: Sequence[str] = (
    "item", "designation", "category", "quantity", "unit", "pack", "site", "wanted_on", "firm", "flex_minus",
    "flex_plus", "present_price", "present_supplier", "remark", "fields",
)  # fmt: skip


def essence_of(need: Need) -> tuple[object, ...]:
    return essence(line_of(need))
