"""A list whose columns bear no names we know: what they probably hold, told by what is in them. It is only ever
offered to a person, who says what each column is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pooling.catalogue.field_columns import FieldColumns
from pooling.excel.tables import Value
from pooling.needs.uploads import Kept, is_blank, recognise_titles

NUMBER = re.compile(r"[\d\s.,]*\d[\d\s.,]*")
LONGEST_COUNT = 7  # digits; what is longer is a reference or a bar code
MOSTLY = 0.8


def guessed_columns(kept: Kept, fields: FieldColumns) -> dict[str, int]:
    """What the columns probably are: by their titles or, where none is known, by what they hold."""
    return (recognise_titles(kept.titles, fields) if kept.header else {}) or by_content(kept)


def by_content(kept: Kept) -> dict[str, int]:
    """The column of quantities, the first of small numbers; that of designations, the one with the longest words."""
    rows = kept.titled().rows if looks_titled(kept) else kept.rows
    columns = [[row[place] for _number, row in rows if place < len(row)] for place in range(len(kept.titles))]
    filled = [[cell for cell in column if not is_blank(cell)] for column in columns]
    counts = [place for place, cells in enumerate(filled) if _share(cells, small=True) >= MOSTLY]
    words = {place: _length(cells) for place, cells in enumerate(filled) if cells and _share(cells) < 1 - MOSTLY}
    found = {"quantity": counts[0]} if counts else {}
    return found | ({"designation": max(words, key=lambda place: words[place])} if words else {})


def looks_titled(kept: Kept) -> bool:
    """Whether the first row names what is below: words alone, above numbers."""
    if kept.header or len(kept.rows) < 2:
        return False
    (_number, first), (_next, second) = kept.rows[:2]
    worded = [cell for cell in first if not is_blank(cell)]
    return len(worded) > 1 and not any(map(_is_number, worded)) and any(map(_is_number, second))


def _share(cells: Sequence[Value], *, small: bool = False) -> float:
    """Which part of these are numbers, or numbers small enough to count something."""
    fitting = [cell for cell in cells if _is_number(cell) and not (small and _digits(cell) > LONGEST_COUNT)]
    return len(fitting) / len(cells) if cells else 0


def _is_number(cell: Value) -> bool:
    return not is_blank(cell) and NUMBER.fullmatch(str(cell)) is not None


def _digits(cell: Value) -> int:
    return sum(character.isdigit() for character in str(cell))


def _length(cells: Sequence[Value]) -> float:
    return sum(len(str(cell)) for cell in cells) / len(cells)
