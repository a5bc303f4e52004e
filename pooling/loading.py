"""How a spreadsheet becomes rows for a loader: columns are found by their titles, every cell is read by the
one parser of its kind, and everything that cannot be read is reported with its place, nothing being guessed.

A room declares its columns and a dataclass with those fields and `row`; it checks what only it can know, adds
its own errors with `Reading.refuse`, and writes only when none is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Generic, Literal, TypeVar

from flask_babel import gettext

from pooling.algorithms.category_fields import YES, YES_NO
from pooling.algorithms.dates import parse_date
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import QUANTITY_PLACES, Sign, column_sign, from_cell
from pooling.algorithms.units import unit_named
from pooling.excel.cells_in import ERRORS
from pooling.excel.places import column_letters
from pooling.excel.tables import Book, Row, Table, Value

Kind = Literal["text", "lines", "number", "day", "choice", "yes_no", "unit", "cell"]
Made = TypeVar("Made")
# Titles and addresses may stand above the names of the columns, seldom more than a page of them.
ROWS_LOOKED_AT = 40

_NO_HEADERS = N_("No row of column names was found. Put one above the rows, with these names: %(titles)s.")
_MISSING_COLUMN = N_("The column “%(title)s” is missing: add it, or start from the workbook this page offers.")
_TWICE = N_("Two columns are called “%(title)s”: keep one of them.")
_MISSING_CELL = N_("A value is missing here.")
_TOO_LONG = N_("This text has %(length)s characters: at most %(longest)s are kept, so shorten it.")
_IS_DATE = N_("Excel took this for the date %(text)s. Format the cell as text and type it again.")
_IS_ERROR = N_("The cell shows the Excel error %(text)s: correct its formula, or type the value.")
_NOT_OFFERED = N_("“%(text)s” is not one of the values expected here: %(offered)s.")
_NO_UNIT = N_("“%(text)s” is not a unit we know. Write its UN/ECE code, such as C62 (piece), KGM, LTR, XBX (box).")
_UNKNOWN_COLUMN = N_("The column “%(title)s” (%(letter)s) is not known and was left out.")
_OTHER_SHEET = N_("The sheet “%(sheet)s” was not read.")
_BLANK_ROWS = N_("Blank rows skipped: %(count)s.")


@dataclass(frozen=True)
class Column:
    """One field and the titles it is known by, French first. `required`: the column must be there and each
    of its cells filled, unless it `may_be_blank`. `choices` maps each value of a choice to its spellings;
    `places` are the decimals of a number; `longest` the characters of a text."""

    field: str
    titles: tuple[str, ...]
    required: bool = False
    kind: Kind = "text"
    may_be_blank: bool = False
    places: int = QUANTITY_PLACES
    longest: int = 200
    choices: Mapping[str, Sequence[str]] = made(default_factory=dict)


@dataclass(frozen=True)
class RowError:
    """Why a row is refused: `row` as Excel numbers it (0 for the whole sheet), `column` its letters."""

    sheet: str
    row: int
    column: str
    message: str
    values: Mapping[str, object] = made(default_factory=dict)
    title: str = ""

    def why(self) -> str:
        return str(gettext(self.message, **self.values))

    def sentence(self) -> str:
        """The whole of it in the reader's language, with the place."""
        if not self.row:
            return str(gettext("Sheet “%(sheet)s”: %(why)s", sheet=self.sheet, why=self.why()))
        if not self.column:
            return str(gettext("Sheet “%(sheet)s”, row %(row)s: %(why)s", **self._place()))
        place = gettext("Sheet “%(sheet)s”, row %(row)s, column %(column)s (%(title)s): %(why)s", **self._place())
        return str(place)

    def _place(self) -> dict[str, object]:
        return {
            "sheet": self.sheet, "row": self.row, "column": self.column, "title": self.title, "why": self.why(),
        }  # fmt: skip


@dataclass(frozen=True)
class Notice:
    """Something to know about a file that was taken: never a reason to refuse it."""

    message: str
    values: Mapping[str, object] = made(default_factory=dict)

    def sentence(self) -> str:
        return str(gettext(self.message, **self.values))


@dataclass
class Tally:
    """What became of the things of one kind."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Report:
    """What a load did. `loaded` counts the rows taken in, 0 when any was refused; `tallies` the things they
    made, by kind ("item", "pack")."""

    loaded: int = 0
    refused: list[RowError] = made(default_factory=list)
    notes: list[Notice] = made(default_factory=list)
    tallies: dict[str, Tally] = made(default_factory=dict)

    def tally(self, kind: str) -> Tally:
        return self.tallies.setdefault(kind, Tally())

    @property
    def new(self) -> int:
        return sum(each.new for each in self.tallies.values())

    @property
    def changed(self) -> int:
        return sum(each.changed for each in self.tallies.values())

    @property
    def same(self) -> int:
        return sum(each.same for each in self.tallies.values())

    @property
    def nothing_changed(self) -> bool:
        return not self.refused and not self.new and not self.changed

    def counts(self) -> dict[str, dict[str, int]]:
        """For the journal and the command line."""
        return {
            kind: {"new": each.new, "changed": each.changed, "same": each.same} for kind, each in self.tallies.items()
        }

    def json(self) -> dict[str, Any]:
        return {
            "loaded": self.loaded,
            "new": self.new,
            "changed": self.changed,
            "same": self.same,
            "by_kind": self.counts(),
            "refused": [
                {"sheet": each.sheet, "row": each.row, "column": each.column, "reason": each.why()}
                for each in self.refused
            ],
            "notes": [each.sentence() for each in self.notes],
        }


@dataclass(frozen=True)
class _Header:
    index: int
    places: dict[str, int]
    table: Table

    def title(self, name: str) -> str:
        return str(self.table.rows[self.index][self.places[name]]).strip()


@dataclass
class Reading(Generic[Made]):
    """The rows that could be read, and all that could not."""

    sheet: str
    rows: list[Made] = made(default_factory=list)
    refused: list[RowError] = made(default_factory=list)
    notes: list[Notice] = made(default_factory=list)
    columns: dict[str, tuple[str, str]] = made(default_factory=dict)  # field → letters, title

    def refuse(self, row: int, name: str, refusal: Refusal) -> None:
        """Add an error at the cell of field `name`, or of the whole row when that column is not there."""
        letters, title = self.columns.get(name, ("", ""))
        self.refused.append(RowError(self.sheet, row, letters, refusal.message, refusal.values, title))

    def has(self, name: str) -> bool:
        """Whether the file has this column at all: one that is left out leaves its values as they are."""
        return name in self.columns

    def report(self) -> Report:
        """A report that says what was refused, in the order of the file, or what is known so far."""
        return Report(
            loaded=0 if self.refused else len(self.rows),
            refused=sorted(self.refused, key=lambda error: (error.row, len(error.column), error.column)),
            notes=list(self.notes),
        )


def read(book: Book, columns: Sequence[Column], make: Callable[..., Made]) -> Reading[Made]:
    """The rows of the sheet that bears these columns; `make(row=…, field=…, …)` gets None for a blank cell
    and for a column that is not there."""
    header = _best_header(book, columns)
    if header is None:
        titles = ", ".join(column.titles[0] for column in columns)
        name = book.sheets[0].name if book.sheets else ""
        return Reading(name, refused=[RowError(name, 0, "", _NO_HEADERS, {"titles": titles})])
    reading: Reading[Made] = Reading(header.table.name)
    reading.columns = {name: (column_letters(place), header.title(name)) for name, place in header.places.items()}
    reading.notes = list(_notices(book, header))
    _check_header(header, columns, reading)
    if not reading.refused:
        _read_rows(header, columns, make, reading)
    return reading


def _best_header(book: Book, columns: Sequence[Column]) -> _Header | None:
    """The first of the rows that name most columns, sheets people see before hidden ones."""
    known = {normalise(title): column.field for column in columns for title in column.titles}
    found = [
        _Header(index, _places(row, known), table)
        for table in sorted(book.sheets, key=lambda table: table.hidden)
        for index, row in enumerate(table.rows[:ROWS_LOOKED_AT])
    ]
    best = max(found, key=lambda header: len(header.places), default=None)
    return best if best is not None and len(best.places) >= min(2, len(columns)) else None


def _places(row: Row, known: Mapping[str, str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        name = known.get(normalise(cell)) if isinstance(cell, str) else None
        if name is not None:
            places.setdefault(name, place)
    return places


def _check_header(header: _Header, columns: Sequence[Column], reading: Reading[Made]) -> None:
    row = header.index + 1
    for column in columns:
        if column.required and column.field not in header.places:
            reading.refuse(row, "", Refusal("missing_column", _MISSING_COLUMN, title=column.titles[0]))
        titles = {normalise(title) for title in column.titles}
        named = [
            cell for cell in header.table.rows[header.index] if isinstance(cell, str) and normalise(cell) in titles
        ]
        if len(named) > 1:
            reading.refuse(row, column.field, Refusal("column_twice", _TWICE, title=str(named[1]).strip()))


def _notices(book: Book, header: _Header) -> Iterator[Notice]:
    for note in header.table.notes:
        yield Notice(note.message, dict(note.values))
    for place, cell in enumerate(header.table.rows[header.index]):
        if cell is not None and place not in header.places.values():
            yield Notice(_UNKNOWN_COLUMN, {"title": str(cell).strip(), "letter": column_letters(place)})
    for table in book.sheets:
        if table is not header.table and table.first_row:
            yield Notice(_OTHER_SHEET, {"sheet": table.name})


def _read_rows(header: _Header, columns: Sequence[Column], make: Callable[..., Made], reading: Reading[Made]) -> None:
    body = header.table.rows[header.index + 1 :]
    signs = _signs(body, header, columns)
    blank = 0
    for number, row in enumerate(body, header.index + 2):
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in row):
            blank += 1
            continue
        errors = len(reading.refused)
        values = {column.field: _value(row, number, column, signs, header, reading) for column in columns}
        if len(reading.refused) == errors:
            reading.rows.append(make(row=number, **values))
    if blank:
        reading.notes.append(Notice(_BLANK_ROWS, {"count": blank}))


def _signs(body: Sequence[Row], header: _Header, columns: Sequence[Column]) -> dict[str, Sign | None]:
    """What the other cells of each column of numbers say of `1.234`."""
    numeric = [column.field for column in columns if column.kind == "number" and column.field in header.places]
    return {name: column_sign(_cell(row, header.places[name]) for row in body) for name in numeric}


def _cell(row: Row, place: int | None) -> Value:
    cell = row[place] if place is not None and place < len(row) else None
    return None if isinstance(cell, str) and not cell.strip() else cell


def _value(
    row: Row, number: int, column: Column, signs: Mapping[str, Sign | None], header: _Header, reading: Reading[Made]
) -> object:
    cell = _cell(row, header.places.get(column.field))
    try:
        if cell is None:
            if column.required and not column.may_be_blank:
                raise Refusal("missing", _MISSING_CELL)
            return None
        return _typed(cell, column, signs.get(column.field))
    except Refusal as refusal:
        reading.refuse(number, column.field, refusal)
        return None


def _typed(cell: Value, column: Column, sign: Sign | None) -> object:
    if column.kind == "cell":
        return cell  # whoever asked for it knows what it means
    if column.kind == "number":
        return from_cell(cell, places=column.places, decimal_sign=sign)
    if column.kind == "day":
        return parse_date(cell)
    if column.kind == "yes_no":
        return cell if isinstance(cell, bool) else _chosen(text_of(cell), YES_NO) == YES
    if column.kind == "choice":
        return _chosen(text_of(cell), column.choices)
    if column.kind == "unit":
        return _unit(text_of(cell))
    text = lines_of(cell) if column.kind == "lines" else text_of(cell)
    if len(text) > column.longest:
        raise Refusal("too_long", _TOO_LONG, length=len(text), longest=column.longest)
    return text


def text_of(cell: Value) -> str:
    """A cell as the text it was meant to be: one line, digits of a code as they stand, never a date."""
    if isinstance(cell, date):
        raise Refusal("is_date", _IS_DATE, text=cell.strftime("%d/%m/%Y"))
    if isinstance(cell, Decimal):
        plain = f"{cell:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    text = " ".join(str(cell).split())
    if text in ERRORS:
        raise Refusal("excel_error", _IS_ERROR, text=text)
    return text


def lines_of(cell: Value) -> str:
    """The same, its line breaks kept."""
    return (
        "\n".join(text_of(line) for line in str(cell).splitlines()).strip() if isinstance(cell, str) else text_of(cell)
    )


def _chosen(text: str, choices: Mapping[str, Sequence[str]]) -> str:
    wanted = text if text == "-" else normalise(text)
    for value, spellings in choices.items():
        if wanted == normalise(value) or wanted in map(normalise, spellings):
            return value
    offered = ", ".join(spellings[0] for spellings in choices.values())
    raise Refusal("not_offered", _NOT_OFFERED, text=text, offered=offered)


@lru_cache(maxsize=1024)
def _unit(text: str) -> str:
    unit = unit_named(text)
    if unit is None:
        raise Refusal("no_unit", _NO_UNIT, text=text)
    return unit.code
