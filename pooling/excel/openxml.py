"""Reads .xlsx: openpyxl finds the sheets, `sheet_in` their cells and what Excel hides."""

import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import ARC_STYLE, SHARED_STRINGS

from pooling.excel.cells_in import ERRORS, plain
from pooling.excel.guard import Limits, TooManyCells, UnreadableFile
from pooling.excel.places import column_letters, places, row_ranges
from pooling.excel.sheet_in import Cells, Dates, SheetIn, dates_in, strings_in
from pooling.excel.tables import Book, Note, Row, Table


def read_openxml(path: Path, limits: Limits) -> Book:
    """Raises whatever openpyxl or lxml raises on a workbook they cannot take; the caller then tries calamine."""
    with warnings.catch_warnings(), path.open("rb") as file:  # given a path, openpyxl judges it by its extension
        warnings.simplefilter("ignore")  # about looks that would be lost on saving; nothing is saved
        reader = ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        with reader.archive:
            reader.read_manifest()
            reader.read_workbook()
            strings, dates = _strings(reader), _dates(reader)
            return Book(tuple(_sheets(reader, strings, dates, limits)))


def _strings(reader: Any) -> list[str]:
    part = reader.package.find(SHARED_STRINGS)
    if part is None:
        return []
    with reader.archive.open(part.PartName[1:]) as source:
        return strings_in(source)


def _dates(reader: Any) -> Dates:
    if ARC_STYLE not in reader.valid_files:
        return Dates(epoch=reader.wb.epoch)
    with reader.archive.open(ARC_STYLE) as source:
        return dates_in(source, reader.wb.epoch)


def _sheets(reader: Any, strings: list[str], dates: Dates, limits: Limits) -> Iterator[Table]:
    for sheet, part in reader.parser.find_sheets():
        if part.target not in reader.valid_files or "chartsheet" in part.Type:
            continue
        sheet_in = SheetIn(strings, dates)
        with reader.archive.open(part.target) as source:
            rows = _rows(sheet_in.rows(source), sheet.name, limits)
        yield Table(sheet.name, rows, sheet.state != "visible", tuple(_notes(sheet_in, rows)))


def _rows(found: Iterable[tuple[int, Cells]], title: str, limits: Limits) -> list[Row]:
    """The dimension a file declares is never trusted: rows are counted as they come."""
    rows: list[Row] = []
    for number, cells in found:
        row = _row(cells, title, limits)
        if not row:
            continue
        if not 1 <= number <= limits.rows:
            raise _too_many(title, limits)
        rows.extend([] for _ in range(number - len(rows)))
        rows[number - 1] = row
    return rows


def _row(cells: Cells, title: str, limits: Limits) -> Row:
    row: Row = []
    for column, found in cells:
        value = plain(found)
        if value is None:
            continue
        if column > limits.columns:
            raise _too_many(title, limits)
        if column > len(row):
            row.extend([None] * (column - 1 - len(row)))
            row.append(value)
        else:
            row[column - 1] = value
    return row


def _too_many(title: str, limits: Limits) -> UnreadableFile:
    return TooManyCells(sheet=title, rows=limits.rows, columns=limits.columns)


def _notes(sheet: SheetIn, rows: list[Row]) -> Iterator[Note]:
    hidden = [number for number in sorted(sheet.hidden_rows) if number <= len(rows) and rows[number - 1]]
    if hidden:
        yield Note("hidden-rows", {"where": row_ranges(hidden)})
    width = max(map(len, rows), default=0)
    columns = [place for place in sheet.hidden_columns if place < width]
    if columns:
        yield Note("hidden-columns", {"where": ", ".join(map(column_letters, columns[:10]))})
    yield from _notes_on_cells(sheet, rows)


def _notes_on_cells(sheet: SheetIn, rows: list[Row]) -> Iterator[Note]:
    if sheet.merged:
        more = f", … ({len(sheet.merged)})" if len(sheet.merged) > 5 else ""
        yield Note("merged-cells", {"where": ", ".join(sheet.merged[:5]) + more})
    if sheet.unvalued:
        yield Note("formula-without-value", {"where": places(sheet.unvalued)})
    errors = [(r, c) for r, row in enumerate(rows) for c, cell in enumerate(row) if cell in ERRORS]
    if errors:
        yield Note("error-value", {"where": places(errors)})
