"""Reads .xlsx row by row with openpyxl's own sheet parser, which also tells what Excel hides."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from pooling.excel.cells_in import ERRORS, plain
from pooling.excel.guard import Limits, TooManyCells, UnreadableFile
from pooling.excel.places import column_letters, places, row_ranges
from pooling.excel.tables import Book, Note, Row, Table


class Parser(WorkSheetParser):
    """Also remembers the cells whose formula was never computed, which would pass for blank ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unvalued: list[tuple[int, int]] = []

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            self.unvalued.append((cell["row"] - 1, cell["column"] - 1))
        return cell

    def parse_extensions(self, element: Any) -> None:
        """Extensions hold looks only, and openpyxl fails on some."""

    def parse_formatting(self, element: Any) -> None:
        """Conditional formats say nothing about values, and openpyxl fails on some."""

    def parse_sheet_protection(self, element: Any) -> None:
        """A protected sheet reads like any other."""


def read_openxml(path: Path, limits: Limits) -> Book:
    """Raises whatever openpyxl raises on a workbook it cannot take; the caller then tries calamine."""
    with warnings.catch_warnings(), path.open("rb") as file:  # given a path, openpyxl judges it by its extension
        warnings.simplefilter("ignore")  # about looks that would be lost on saving; nothing is saved
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            sheets = [sheet for sheet in book.worksheets if isinstance(sheet, ReadOnlyWorksheet)]
            return Book(tuple(_sheet(sheet, limits) for sheet in sheets))
        finally:
            book.close()


def _sheet(sheet: Any, limits: Limits) -> Table:
    book = sheet.parent
    with sheet._get_source() as source:
        parser = Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = _rows(parser, sheet.title, limits)
    return Table(sheet.title, rows, sheet.sheet_state != "visible", tuple(_notes(parser, rows)))


def _rows(parser: Parser, title: str, limits: Limits) -> list[Row]:
    """The dimension a file declares is never trusted: rows are counted as they come."""
    rows: list[Row] = []
    for number, cells in parser.parse():
        row = _row(cells, title, limits)
        if not row:
            continue
        if not 1 <= number <= limits.rows:
            raise _too_many(title, limits)
        rows.extend([] for _ in range(number - len(rows)))
        rows[number - 1] = row
    return rows


def _row(cells: list[dict[str, Any]], title: str, limits: Limits) -> Row:
    row: Row = []
    for cell in cells:
        value = plain(cell["value"])
        if value is None:
            continue
        column = cell["column"]
        if column > limits.columns:
            raise _too_many(title, limits)
        if column > len(row):
            row.extend([None] * (column - len(row)))
        row[column - 1] = value
    return row


def _too_many(title: str, limits: Limits) -> UnreadableFile:
    return TooManyCells(sheet=title, rows=limits.rows, columns=limits.columns)


def _notes(parser: Parser, rows: list[Row]) -> Iterator[Note]:
    hidden = sorted(int(key) for key, row in parser.row_dimensions.items() if _true(row.get("hidden")))
    hidden = [number for number in hidden if number <= len(rows) and rows[number - 1]]
    if hidden:
        yield Note("hidden-rows", {"where": row_ranges(hidden)})
    width = max(map(len, rows), default=0)
    columns = [name for name in _hidden_columns(parser) if name < width]
    if columns:
        yield Note("hidden-columns", {"where": ", ".join(map(column_letters, columns[:10]))})
    yield from _notes_on_cells(parser, rows)


def _notes_on_cells(parser: Parser, rows: list[Row]) -> Iterator[Note]:
    if parser.merged_cells is not None and parser.merged_cells.mergeCell:
        ranges = [str(merged.ref) for merged in parser.merged_cells.mergeCell]
        more = f", … ({len(ranges)})" if len(ranges) > 5 else ""
        yield Note("merged-cells", {"where": ", ".join(ranges[:5]) + more})
    if parser.unvalued:
        yield Note("formula-without-value", {"where": places(parser.unvalued)})
    errors = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell in ERRORS]
    if errors:
        yield Note("error-value", {"where": places(errors)})


def _hidden_columns(parser: Parser) -> list[int]:
    return [
        index
        for column in parser.column_dimensions.values()
        if _true(column.get("hidden"))
        for index in range(int(column["min"]) - 1, min(int(column["max"]), 16_384))
    ]


def _true(value: str | None) -> bool:
    return value in {"1", "true"}
