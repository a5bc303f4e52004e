"""An uploaded workbook as it is kept until its lines are accepted: one sheet, its rows cell by cell."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from pooling.algorithms import flexibility
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.headers import NEED_FIELDS, HeaderMatch, find_headers
from pooling.catalogue.field_columns import KEYS, FieldColumns
from pooling.excel.guard import Limits
from pooling.excel.places import column_letters
from pooling.excel.tables import NOTES, Book, Row, Table, Value
from pooling.needs.layout import AMOUNT, STAMPED_ROWS, TITLES, Stamp, lost_column, lost_field, stamp_in

MOST_ROWS = 2_000
LIMITS = Limits(rows=20_000, columns=500, cells=2_000_000)
# the names of `algorithms.headers` that a line has, and what it calls them
OWN_FIELDS = {
    "description": "designation",
    "category": "category",
    "quantity": "quantity",
    "unit": "unit",
    "unit_price": "present_price",
    "supplier": "present_supplier",
    "date": "wanted_on",
    "site": "site",
    "remark": "remark",
    "item_code": "item",
    "maker_ref": "maker_ref",
    "gtin": "gtin",
    "firmness": "firm",
    "currency": "currency",
    flexibility.MORE: "flex_plus",
    flexibility.LESS: "flex_minus",
}
_LOOKED_FOR = (*NEED_FIELDS, flexibility.MORE, flexibility.LESS)
# of our own form these are as we made them
OURS = frozenset({str(NOTES["hidden-columns"]), str(NOTES["merged-cells"]), str(NOTES["hidden-unknown"])})
LISTS = "Listes"
UNNAMED = -1  # where the row of titles stands when there is none: before the first
NAMING = ("designation", "item", "maker_ref", "gtin")  # what says which thing a row is about
_TOO_MANY = N_("This sheet has %(count)s filled rows: at most %(most)s are taken at once, so split it.")
_NO_ROWS = N_("There is no filled row under the names of the columns.")
_OTHER_SHEET = N_("The sheet “%(sheet)s” was not read.")


@dataclass(frozen=True)
class Kept:
    """`header` is the number of the row of titles, 0 when no row was known as one; `rows` are the filled ones
    below, each with its number. `whole`: a line that is not here was deleted from the file. `notes` are message
    ids with their values."""

    sheet: str
    header: int
    titles: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]
    whole: bool = True
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    def packed(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "header": self.header,
            "titles": list(self.titles),
            "rows": [[number, [_packed(cell) for cell in row]] for number, row in self.rows],
            "whole": self.whole,
            "notes": [[message, dict(values)] for message, values in self.notes],
        }

    @classmethod
    def unpacked(cls, content: Mapping[str, Any]) -> Kept:
        return cls(
            sheet=content["sheet"],
            header=content["header"],
            titles=tuple(content["titles"]),
            rows=tuple(
                (number, [_unpacked(cell) if isinstance(cell, dict) else cell for cell in row])
                for number, row in content["rows"]
            ),
            whole=content["whole"],
            notes=tuple((message, values) for message, values in content["notes"]),
        )

    def titled(self) -> Kept:
        """The same with its first row as titles."""
        (number, first), *below = self.rows
        return replace(self, header=number, titles=_titles(first, below), rows=tuple(below))

    def mark(self) -> str:
        """By which a row of titles is known again; of no use where there is none."""
        told = "\x1f".join(normalise(title) for title in self.titles)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True)
class Manner:
    """How a sheet is to be read: where its fields stand, and what descriptions get that lack it."""

    columns: Mapping[str, int]
    stamped: bool
    currency: str
    family: str = ""
    unit: str = ""

    @cached_property
    def fields(self) -> list[str]:
        """The columns of fields that families ask for."""
        return [name for name in self.columns if name.startswith(KEYS)]


def _packed(cell: Value) -> Any:
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    return {"day": cell.isoformat()} if isinstance(cell, date) else cell


def _unpacked(cell: dict[str, str]) -> Value:
    if "number" in cell:
        return Decimal(cell["number"])
    return datetime.fromisoformat(cell["moment"]) if "moment" in cell else date.fromisoformat(cell["day"])


def recognise_form(book: Book, expected: Stamp, fields: FieldColumns) -> tuple[Kept, dict[str, int]] | None:
    """The stamped sheet and the column of each field; None when the file bears no stamp. Raises Refusal
    when the stamp is not the one expected or a column was deleted, or is of a field that is asked no more."""
    for table in book.sheets:
        stamp = _stamp_of(table)
        if stamp is not None:
            stamp.check(expected)
            header, columns = _form_header(table, fields)
            if stamp.fields != expected.fields:
                _check_fields(table, header, columns)
            kept = _kept(book, table, header, is_form=True)
            told = tuple(note for note in kept.notes if note[0] not in OURS and note[1].get("sheet") != LISTS)
            return replace(kept, whole=stamp.whole, notes=told), columns
    return None


def recognise_own(book: Book) -> tuple[Kept, dict[str, int]]:
    """The sheet that looks most like a list of needs, and what its columns probably are. When no row names two
    of them it is the longest table, and nothing is known of its columns: people say what they are. Raises
    Refusal when no sheet has two columns."""
    found: list[tuple[Table, HeaderMatch]] = []
    refusals: list[Refusal] = []
    for table in sorted(book.sheets, key=lambda table: table.hidden):
        try:
            found.append((table, find_headers(table.rows, _LOOKED_FOR)))
        except Refusal as refusal:
            refusals.append(refusal)
    if not found:
        return _unnamed(book, refusals[0] if refusals else Refusal("no_rows", _NO_ROWS)), {}
    table, match = max(found, key=lambda pair: len(pair[1].columns))
    return _kept(book, table, match.row_index), _own_columns(match)


def _unnamed(book: Book, refusal: Refusal) -> Kept:
    lengths = {table.name: sum(_is_tabular(row) for row in table.rows) for table in book.sheets if not table.hidden}
    longest = max(lengths, key=lambda name: lengths[name], default="")
    if not lengths.get(longest):
        raise refusal
    return _kept(book, next(table for table in book.sheets if table.name == longest), UNNAMED)


def _is_tabular(row: Row) -> bool:
    return sum(not is_blank(cell) for cell in row) > 1


def recognise_titles(titles: Sequence[str], fields: FieldColumns) -> dict[str, int]:
    """What these columns probably are; of the usual ones nothing when no two of them say so."""
    named = [normalise(title) for title in titles]
    own = {
        key: named.index(title)
        for key, heading in fields.headings.items()
        for title in map(normalise, (*heading.labels, heading.title))
        if title in named
    }
    try:
        usual = _own_columns(find_headers([list(titles)], _LOOKED_FOR))
    except Refusal:
        return own
    taken = {*own.values()}
    return {name: place for name, place in usual.items() if place not in taken} | own


def _own_columns(match: HeaderMatch) -> dict[str, int]:
    return {OWN_FIELDS[name]: place for name, place in match.columns.items() if name in OWN_FIELDS}


def _stamp_of(table: Table) -> Stamp | None:
    for row in table.rows[:STAMPED_ROWS]:
        for cell in row:
            stamp = stamp_in(cell) if isinstance(cell, str) else None
            if stamp is not None:
                return stamp
    return None


def _check_fields(table: Table, header: int, columns: Mapping[str, int]) -> None:
    """The families ask for other things since: a column that nobody reads now must not be lost in silence."""
    known = {*columns.values()}
    for place, title in enumerate(table.rows[header]):
        if title is None or place in known or normalise(str(title)) == normalise(AMOUNT):
            continue
        if any(place < len(row) and not is_blank(row[place]) for row in table.rows[header + 1 :]):
            raise lost_field(str(title))


def _form_header(table: Table, fields: FieldColumns) -> tuple[int, dict[str, int]]:
    named = TITLES | {normalise(heading.title): key for key, heading in fields.headings.items()}
    known, best, index = {*named.values()}, dict[str, int](), 0
    for number, row in enumerate(table.rows[: 2 * STAMPED_ROWS]):
        names = [named.get(normalise(cell)) if isinstance(cell, str) else None for cell in row]
        places = {name: place for place, name in reversed(list(enumerate(names))) if name}
        if len(places) > len(best):
            best, index = places, number
        if len(best) == len(known):
            break
    for needed in ("id", "item", "designation", "quantity"):
        if needed not in best:
            raise lost_column(needed)
    return index, best


def _without_amounts(table: Table, header: int) -> Table:
    """What the form computes is not typed: beside it a row is as blank as it looks."""
    titles = [normalise(cell) if isinstance(cell, str) else "" for cell in table.rows[header]]
    if normalise(AMOUNT) not in titles:
        return table
    place = titles.index(normalise(AMOUNT))
    below = table.rows[header + 1 :]
    typed = [[None if index == place else cell for index, cell in enumerate(row)] for row in below]
    return replace(table, rows=[*table.rows[: header + 1], *typed])


def _kept(book: Book, shown: Table, header: int, *, is_form: bool = False) -> Kept:
    table = _without_amounts(shown, header) if is_form else shown
    below = table.rows[header + 1 :]
    rows = [(number, row) for number, row in enumerate(below, header + 2) if not is_blank_row(row)]
    if len(rows) > MOST_ROWS:
        raise Refusal("too_many_rows", _TOO_MANY, count=len(rows), most=MOST_ROWS)
    if not rows:
        raise Refusal("no_rows", _NO_ROWS)
    notes = [(str(NOTES[note.code]), note.values) for note in table.notes]
    unread = [other.name for other in book.sheets if other is not shown and other.first_row]
    notes += [(str(_OTHER_SHEET), {"sheet": name}) for name in unread]
    above = table.rows[header] if header != UNNAMED else []
    return Kept(table.name, header + 1, _titles(above, rows), tuple(rows), notes=tuple(notes))


def _titles(header: Row, rows: Sequence[tuple[int, Row]]) -> tuple[str, ...]:
    """Of every column that holds something, even without a title."""
    width = max([len(header), *(len(row) for _number, row in rows)])
    cells = [header[place] if place < len(header) else None for place in range(width)]
    return tuple("" if cell is None else " ".join(str(cell).split()) for cell in cells)


def is_blank(cell: Value) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def is_blank_row(row: Iterable[Value]) -> bool:
    return all(map(is_blank, row))


def letters_of(columns: Mapping[str, int], field: str) -> str:
    return column_letters(columns[field]) if field in columns else ""
