"""What a workbook turns into once read: sheets of plain values, and what the reader wants said about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pooling.algorithms.errors import N_

Value = str | int | Decimal | date | datetime | bool | None
Row = list[Value]

NOTES = {
    "hidden-rows": N_("Rows that Excel hides were read too: %(where)s."),
    "hidden-columns": N_("Columns that Excel hides were read too: %(where)s."),
    "merged-cells": N_("Merged cells hold their value in the first cell only: %(where)s."),
    "formula-without-value": N_(
        "Formulas without a computed value were read as empty: %(where)s. Open the file in Excel and save it."
    ),
    "error-value": N_("Cells that show an error in Excel: %(where)s."),
    "unclosed-quote": N_("A quotation mark is never closed: quotation marks were read as ordinary characters."),
    "hidden-unknown": N_("Rows or columns may be hidden in this file: all of them were read."),
}


@dataclass(frozen=True)
class Note:
    """Something the person should know about a sheet that was read: `message` is a msgid, as in a Refusal."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        return NOTES[self.code]

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


@dataclass(frozen=True)
class Table:
    """One sheet. `rows[i]` is row i + 1 in Excel; a row ends at its last filled cell, blank is []."""

    name: str
    rows: list[Row]
    hidden: bool = False
    notes: tuple[Note, ...] = ()

    @property
    def first_row(self) -> int:
        """The number of the first row that holds something; 0 when the sheet is empty."""
        return next((number for number, row in enumerate(self.rows, 1) if row), 0)


@dataclass(frozen=True)
class Book:
    sheets: tuple[Table, ...]
    kind: str = "xlsx"  # xlsx, xlsb, xls, ods or text
