"""Reads what openpyxl does not (xls, xlsb, ods), and the .xlsx files it stumbles over, with calamine."""

from pathlib import Path
from typing import Any

import python_calamine

from pooling.excel.cells_in import ERRORS, trimmed
from pooling.excel.guard import Damaged, Encrypted, Limits, TooManyCells
from pooling.excel.places import places
from pooling.excel.tables import Book, Note, Row, Table


def read_binary(path: Path, kind: str, limits: Limits) -> Book:
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            return Book(tuple(_sheets(book, limits)), kind)
    except python_calamine.PasswordError as error:
        raise Encrypted from error
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise Damaged from error


def _sheets(book: Any, limits: Limits) -> list[Table]:
    return [
        _sheet(book.get_sheet_by_name(about.name), about, limits)
        for about in book.sheets_metadata
        if about.typ == python_calamine.SheetTypeEnum.WorkSheet
    ]


def _sheet(sheet: Any, about: Any, limits: Limits) -> Table:
    _bounds(sheet, limits)
    rows = [trimmed(None if cell == "" else cell for cell in row) for row in _cells(sheet)]
    while rows and not rows[-1]:
        rows.pop()
    hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
    return Table(about.name, rows, hidden, _notes(rows, sheet.merged_cell_ranges))


def _cells(sheet: Any) -> list[list[Any]]:
    return list(sheet.to_python(skip_empty_area=False)) if sheet.end else []


def _bounds(sheet: Any, limits: Limits) -> None:
    rows, columns = sheet.total_height, sheet.total_width
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise TooManyCells(sheet=sheet.name, rows=limits.rows, columns=limits.columns)


def _notes(rows: list[Row], merged: list[Any] | None) -> tuple[Note, ...]:
    notes = [Note("hidden-unknown")] if rows else []
    if merged:
        notes.append(Note("merged-cells", {"where": places([start for start, _ in merged])}))
    errors = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell in ERRORS]
    if errors:
        notes.append(Note("error-value", {"where": places(errors)}))
    return tuple(notes)
