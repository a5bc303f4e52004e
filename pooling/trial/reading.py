"""From a file to lists of cells with known columns; what the cells say is judged elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.headers import HeaderMatch, find_headers
from pooling.excel import reader
from pooling.excel.reader import Limits, Row, Table, Value
from pooling.trial.rows import Place, Remark

# a local command on one's own file: wider than for a file that somebody uploads
LIMITS = Limits(
    file_size=200_000_000,
    unpacked_size=1_500_000_000,
    rows=1_048_576,
    cells=100_000_000,
    cpu_seconds=300,
    wall_seconds=600.0,
    memory=6_000_000_000,
)
NEEDED = ("description", "quantity")
CALLED = {
    "member": N_("member"),
    "description": N_("designation"),
    "category": N_("category"),
    "quantity": N_("quantity"),
    "unit": N_("unit"),
    "unit_price": N_("unit price"),
    "supplier": N_("supplier"),
    "period": N_("period"),
    "date": N_("date"),
    "site": N_("site"),
    "currency": N_("currency"),
    "total": N_("amount"),
    "remark": N_("remark"),
    "item_code": N_("item code"),
    "maker_ref": N_("maker reference"),
    "gtin": N_("GTIN"),
    "firmness": N_("firmness"),
}


@dataclass(frozen=True)
class Listing:
    """One sheet that holds needs: its rows under the column names, and where each field stands."""

    name: str
    columns: dict[str, int]
    names: Row
    first_number: int
    rows: Sequence[Row]
    remarks: tuple[Remark, ...]

    def filled(self) -> Iterator[tuple[Place, Row]]:
        """Every row that is not blank, with its place."""
        for number, row in enumerate(self.rows, self.first_number):
            if any(not is_blank(cell) for cell in row):
                yield Place(self.name, number), row

    def column(self, field: str) -> list[Value]:
        return [cell_of(row, self.columns.get(field)) for row in self.rows]


def read(path: Path) -> list[Listing]:
    """The sheets of the file that list needs; raises Refusal when there is none."""
    tables = reader.read(path, LIMITS).sheets
    found = [(table, _matched(table)) for table in tables]
    usable = [(table, match) for table, match in found if isinstance(match, HeaderMatch)]
    if not usable:
        raise next(match for _table, match in found if isinstance(match, Refusal))
    passed_over = [_passed_over(table) for table, match in found if isinstance(match, Refusal) and table.rows]
    listings = [_listing(table, match) for table, match in usable]
    first = listings[0]
    return [Listing(**{**vars(first), "remarks": (*passed_over, *first.remarks)}), *listings[1:]]


def cell_of(row: Row, column: int | None) -> Value:
    return row[column] if column is not None and column < len(row) else None


def is_blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _matched(table: Table) -> HeaderMatch | Refusal:
    if table.hidden:
        return Refusal("hidden_sheet", N_("All sheets of this file are hidden: show the one that lists the needs."))
    try:
        match = find_headers(table.rows)
    except Refusal as refusal:
        return refusal
    missing = [field for field in NEEDED if field not in match.columns]
    if not missing:
        return match
    return Refusal(
        "column_missing",
        N_("Row %(row)s names the columns, but none of them is the %(field)s. Name it Désignation or Quantité."),
        row=match.row_index + 1,
        field=CALLED[missing[0]],
    )


def _passed_over(table: Table) -> Remark:
    what = Refusal("sheet_left_out", N_("Sheet “%(sheet)s” lists no needs and was left out."), sheet=table.name)
    return Remark(Place(table.name, 0), what)


def _listing(table: Table, match: HeaderMatch) -> Listing:
    below = match.row_index + 1
    return Listing(
        name=table.name,
        columns=match.columns,
        names=table.rows[match.row_index],
        first_number=below + 1,
        rows=table.rows[below:],
        remarks=tuple(Remark(Place(table.name, below), what) for what in _what_to_say(table, match)),
    )


def _what_to_say(table: Table, match: HeaderMatch) -> Iterator[Refusal]:
    for note in table.notes:
        yield Refusal(note.code, note.message, **note.values)
    for heading in match.unknown:
        yield Refusal("unknown_column", N_("Column “%(name)s” is not used here."), name=heading.text)
    for doubt in match.doubtful:
        if match.columns.get(doubt.fields[0]) == doubt.heading.column:
            message = N_("Column “%(name)s” was taken for the %(field)s.")
        else:
            message = N_("Column “%(name)s” is not used: it could be the %(field)s, which another column is.")
        yield Refusal("doubtful_column", message, name=doubt.heading.text, field=CALLED[doubt.fields[0]])
    blank = sum(1 for row in table.rows[match.row_index + 1 :] if all(is_blank(cell) for cell in row))
    if blank:
        yield Refusal("blank_rows", N_("%(count)s entirely blank rows under the column names."), count=blank)
