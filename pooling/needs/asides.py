"""Rows of a member's own list that ask for nothing: sums, and the titles once more. Our own form has none."""

from __future__ import annotations

from pooling.algorithms.grouping import normalise
from pooling.algorithms.totals import adds_up, says_again
from pooling.excel.tables import Row, Value
from pooling.needs.uploads import Kept, Manner, is_blank

GROUPS = ("category", "site", "present_supplier")  # by what such a list is divided, and summed


class Asides:
    def __init__(self, kept: Kept, manner: Manner) -> None:
        self.titles = kept.titles
        self.named = manner.columns.get("designation")
        places = [manner.columns[field] for field in GROUPS if field in manner.columns]
        cells = (row[place] for _number, row in kept.rows for place in places if place < len(row))
        self.groups = {normalise(_said(cell)) for cell in cells if not is_blank(cell)}

    def holds(self, row: Row) -> bool:
        """Whether this row asks for nothing; of a row that names an item it need not be asked."""
        told = [_said(cell) for cell in row]
        told += [""] * (len(self.titles) - len(told))
        named = told[self.named] if self.named is not None and self.named < len(told) else ""
        return says_again(told, self.titles) or adds_up(named or next(filter(None, told), ""), self.groups)


def _said(cell: Value) -> str:
    return "" if cell is None else str(cell).strip()
