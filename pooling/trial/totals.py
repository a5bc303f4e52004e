"""Telling the rows that add up others, or repeat the column names, from rows that ask for something."""

from __future__ import annotations

from itertools import dropwhile

from pooling.algorithms.errors import N_, Refusal
from pooling.excel.reader import Row, Value
from pooling.trial.reading import Listing, cell_of, is_blank
from pooling.trial.rows import folded

TOTALS = frozenset(("total", "totaux", "subtotal", "sum", "somme", "gesamt", "gesamtsumme", "summe", "zwischensumme"))
# what may stand beside such a word without making it a thing one can buy (TOTAL is also a brand of oil)
BESIDE = frozenset(
    ("sous", "sub", "grand", "general", "generale", "ht", "ttc", "eur", "euros", "page", "de", "du", "des", "la", "le")
)
GROUPS = ("category", "member", "supplier", "period", "site")


class TotalRows:
    """Knows the groups of one list, so that `Total Bureau` is a subtotal and `Total Quartz 5W30` is oil."""

    def __init__(self, listing: Listing) -> None:
        self.columns = listing.columns
        self.names = [_said(cell) for cell in listing.names]
        groups = (cell for field in GROUPS for cell in listing.column(field))
        self.groups = {_said(cell) for cell in groups if not is_blank(cell)}

    def trouble(self, row: Row) -> Refusal | None:
        """Why this row is no line at all, or None."""
        if self._repeats_names(row):
            return Refusal("names_again", N_("The column names again."))
        if self._adds_up(row):
            return Refusal("total_row", N_("A total, not a need."))
        return None

    def _repeats_names(self, row: Row) -> bool:
        return len(row) == len(self.names) and all(map(self._is_name, row, self.names))

    def _is_name(self, cell: Value, name: str) -> bool:
        return _said(cell) == name

    def _adds_up(self, row: Row) -> bool:
        description = cell_of(row, self.columns["description"])
        if not is_blank(description):
            return self._is_total(description)
        return self._is_total(next(cell for cell in row if not is_blank(cell)))

    def _is_total(self, cell: Value) -> bool:
        words = _said(cell).split()
        at = next((index for index, word in enumerate(words) if word in TOTALS), None)
        if at is None or not BESIDE.issuperset(words[:at]):
            return False
        after = words[at + 1 :]
        return BESIDE.issuperset(after) or " ".join(dropwhile(BESIDE.__contains__, after)) in self.groups


def _said(cell: Value) -> str:
    return "" if cell is None else folded(str(cell))
