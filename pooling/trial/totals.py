"""Telling the rows that add up others, or repeat the column names, from rows that ask for something."""

from __future__ import annotations

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.totals import adds_up, says_again
from pooling.excel.reader import Row, Value
from pooling.trial.reading import Listing, cell_of, is_blank
from pooling.trial.rows import folded

GROUPS = ("category", "member", "supplier", "period", "site")


class TotalRows:
    """Knows the groups of one list, so that `Total Bureau` is a subtotal and `Total Quartz 5W30` is oil."""

    def __init__(self, listing: Listing) -> None:
        self.columns = listing.columns
        self.names = [_said(cell) for cell in listing.names]
        groups = (cell for field in GROUPS for cell in listing.column(field))
        self.groups = {folded(_said(cell)) for cell in groups if not is_blank(cell)}

    def trouble(self, row: Row) -> Refusal | None:
        """Why this row is no line at all, or None."""
        if says_again([_said(cell) for cell in row], self.names):
            return Refusal("names_again", N_("The column names again."))
        if self._adds_up(row):
            return Refusal("total_row", N_("A total, not a need."))
        return None

    def _adds_up(self, row: Row) -> bool:
        description = cell_of(row, self.columns["description"])
        if not is_blank(description):
            return adds_up(_said(description), self.groups)
        return adds_up(_said(next(cell for cell in row if not is_blank(cell))), self.groups)


def _said(cell: Value) -> str:
    return "" if cell is None else str(cell)
