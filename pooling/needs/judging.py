"""Each row of an uploaded sheet as the line it means, or the cells that keep it from being one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import Sign, column_sign
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Item
from pooling.excel.tables import Row, Value
from pooling.needs.asides import Asides
from pooling.needs.known import Known
from pooling.needs.line_cells import Fault, Reading
from pooling.needs.lines import Line
from pooling.needs.models import Need
from pooling.needs.uploads import Kept, Manner, is_blank

KEY = re.compile(r"[0-9a-f]{32}")
NUMBERS = ("quantity", "flex_minus", "flex_plus", "present_price")


@dataclass(frozen=True)
class Judged:
    """One row. `key` and `version` are those of the line it came from, when the file says so; `values` are the columns
    of what it says, unless that stands already; `quantity` is the number it asks for, None when it says none; `item` is
    the one it names, refused or not. `aside`: a sum or the titles once more, no need."""

    number: int
    cells: Mapping[str, Value]
    line: Line | None
    faults: tuple[Fault, ...] = ()
    key: str = ""
    version: int | None = None
    values: Mapping[str, Any] | None = None
    quantity: Decimal | None = None
    item: Item | None = None
    aside: bool = False


def judge(
    viewer: Viewer, campaign: Campaign, kept: Kept, manner: Manner, held: Mapping[str, Need], member_id: int
) -> list[Judged]:
    """Every row of the sheet; `held` are the member's lines of the campaign by key."""
    places = [*manner.columns.items()]
    rows = [(number, _by_field(row, places)) for number, row in kept.rows]
    signs: dict[str, Sign | None] = {
        field: column_sign(cells.get(field) for _number, cells in rows) for field in NUMBERS
    }
    known = Known(viewer, campaign, member_id, [cells for _number, cells in rows])
    signs |= known.columns.signs(cells for _number, cells in rows)
    asides, seen = None if manner.stamped else Asides(kept, manner), set[str]()
    judged = []
    for (number, cells), (_number, row) in zip(rows, kept.rows, strict=True):
        key, version = _identity(cells.get("id"), seen)
        reading = Reading(member_id, known, manner, signs, cells, held.get(key))
        line = reading.line()
        aside = asides is not None and reading.item is None and asides.holds(row)
        told = reading.values, reading.quantity, reading.item, aside
        judged.append(Judged(number, cells, line, tuple(reading.faults), key, version, *told))
    return judged


def _by_field(row: Row, places: Sequence[tuple[str, int]]) -> dict[str, Value]:
    width = len(row)
    held = [(field, row[place]) for field, place in places if place < width]
    return {field: cell for field, cell in held if cell is not None and not is_blank(cell)}


def _identity(cell: Value, seen: set[str]) -> tuple[str, int | None]:
    """Key and version of `0a1b….3`; a row that was copied with its id is a line of its own."""
    key, _, version = str(cell or "").strip().partition(".")
    if not key or key in seen or not KEY.fullmatch(key):
        return "", None
    seen.add(key)
    return key, int(version) if version.isdecimal() and len(version) < 9 else None
