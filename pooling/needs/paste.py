"""What a pasted block of cells says: which column is what, and each cell read, asked about or refused.

Pure: texts in, texts out. What is not certain is never decided here; it comes back as a question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import get_args

from pooling.algorithms.dates import Order, parse_date
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.headers import find_headers, guess
from pooling.algorithms.number_format import format_number, screen_sign
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, Sign, column_sign, parse_money
from pooling.algorithms.units import unit_named
from pooling.needs.clipboard import cells

# the columns of the grid, in its order: a block without names lies on those from the focused one on
GRID = ("what", "quantity", "unit", "price", "supplier", "wanted_on", "site", "firm", "remark")
# what a column may be understood as; "" is left out
FIELDS = ("what", "reference", "family", *GRID[1:])
# header fields that have a place in the grid
HEADER_FIELDS = {
    "description": "what",
    "item_code": "reference",
    "maker_ref": "reference",
    "gtin": "reference",
    "category": "family",
    "quantity": "quantity",
    "unit": "unit",
    "unit_price": "price",
    "supplier": "supplier",
    "date": "wanted_on",
    "site": "site",
    "firmness": "firm",
    "remark": "remark",
}
MOST_ROWS = 300
MOST_TITLES = 5  # rows above the names of the columns

_NOTHING = re.compile(r"[-–—]?\s*(?:€|EUR)?")  # an accountant's zero is shown as a dash
_BROKEN = re.compile(r"#(?:N/?[ADV]|REF|RÉF|DIV/0|VALUE|VALEUR|WERT|NAME|NOM|NUM|NOMBRE|NULL|NUL|ERROR)[!?]?|#{2,}")
_FIRM = {
    "1": "1 x oui ferme yes firm ja fest o",
    "0": "0 non estime estimee previsionnel no estimated nein geschatzt n",
}
_DATED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b.*")

_TOO_MANY = N_("This block has %(rows)s rows: paste at most %(most)s at once.")
_NOT_A_BLOCK = N_("There is nothing to read here: copy cells in your spreadsheet, then paste them.")
_BROKEN_CELL = N_("“%(text)s” is an error of the spreadsheet: correct it there, or write the value here.")
_NOT_FIRM = N_("“%(text)s” is neither firm nor estimated.")


class Unsure(Refusal):
    """A cell that may mean several things; `choices` are texts that each mean one."""

    def __init__(self, refusal: Refusal, choices: tuple[str, ...]) -> None:
        super().__init__(refusal.code, refusal.message, **refusal.values)
        self.choices = choices


@dataclass(frozen=True)
class Cell:
    """`value` is what goes into the input; `trouble` says why it is asked about or cannot be read."""

    text: str
    value: str
    trouble: Refusal | None = None
    answered: bool = False

    @property
    def choices(self) -> tuple[str, ...]:
        return self.trouble.choices if isinstance(self.trouble, Unsure) else ()


@dataclass(frozen=True)
class Column:
    """A column of the block: its name in the block if it had one, and what it is taken for ("": left out)."""

    index: int
    title: str
    field: str
    guessed: bool = False


@dataclass(frozen=True)
class Block:
    columns: list[Column]
    rows: list[dict[str, Cell]]
    titles: list[str] = field(default_factory=list)  # what stood above, and is left out

    @property
    def questions(self) -> int:
        return sum(cell.trouble is not None for row in self.rows for cell in row.values())


def read(
    text: str,
    *,
    start: str = "what",
    chosen: Sequence[str] | None = None,
    answers: Mapping[tuple[int, int], str] | None = None,
    language: str = "fr",
) -> Block:
    """Read a block pasted into the column `start`. `chosen` is what a person said each column is, `answers`
    what they wrote in a cell (row, column). Raises Refusal when there is no block, or too large a one."""
    table = cells(text)
    if not table:
        raise Refusal("no_block", _NOT_A_BLOCK)
    head, columns = _columns(table, start)
    if chosen is not None:
        columns = _as_chosen(columns, chosen)
    body = table[head + 1 :]
    if {column.field for column in columns} & {"what", "reference"}:
        body = [row for row in body if any(row)]  # else a hole stands beside a line that has nothing here
    if len(body) > MOST_ROWS:
        raise Refusal("too_many_rows", _TOO_MANY, rows=len(body), most=MOST_ROWS)
    reading = _Reading(columns, body, language)
    rows = [reading.row(number, row, answers or {}) for number, row in enumerate(body)]
    titles = [" ".join(filter(None, row)) for row in table[: max(head, 0)]]
    return Block(columns, rows, [title for title in titles if title])


def _columns(table: Sequence[Sequence[str]], start: str) -> tuple[int, list[Column]]:
    """The row of names (-1: none) and the columns."""
    named = _named(table)
    if named is not None:
        return named
    width = len(table[0])
    if width > 1 and start == "what":
        fields = _by_content(table)
        return -1, [Column(index, "", name, guessed=True) for index, name in enumerate(fields)]
    along = GRID[GRID.index(start) :] if start in GRID else GRID
    return -1, [Column(index, "", along[index] if index < len(along) else "") for index in range(width)]


def _named(table: Sequence[Sequence[str]]) -> tuple[int, list[Column]] | None:
    if len(table) < 2:
        return None
    if len(table[0]) == 1:
        alone = guess(table[0][0])
        name = HEADER_FIELDS.get(alone.fields[0], "") if alone.certain else ""
        return (0, [Column(0, table[0][0], name)]) if name else None
    try:
        match = find_headers(table[:MOST_TITLES])
    except Refusal:
        return None
    if any(sum(map(bool, row)) > 1 for row in table[: match.row_index]):
        return None  # what stands above is no title: a line of goods that says “unit” somewhere
    doubted = {doubt.heading.column for doubt in match.doubtful}
    names = {index: HEADER_FIELDS.get(name, "") for name, index in match.columns.items()}
    titles = enumerate(table[match.row_index])
    return match.row_index, _once(
        [Column(index, title, names.get(index, ""), index in doubted) for index, title in titles]
    )


def _once(columns: Sequence[Column]) -> list[Column]:
    """Several columns may hold a reference: the first is taken."""
    taken: set[str] = set()
    kept: list[Column] = []
    for column in columns:
        kept.append(Column(column.index, column.title, "", guessed=True) if column.field in taken else column)
        taken |= {column.field} - {""}
    return kept


def _as_chosen(columns: Sequence[Column], chosen: Sequence[str]) -> list[Column]:
    names = [name if name in FIELDS else "" for name in chosen]
    names += [""] * (len(columns) - len(names))
    return _once([Column(column.index, column.title, name) for column, name in zip(columns, names, strict=False)])


def _by_content(table: Sequence[Sequence[str]]) -> list[str]:
    """A block without names, pasted into the first column: as the grid's columns when each cell could be
    that, else by what its cells look like. The person sees it before anything is done."""
    by_column = [[row[index] for row in table if row[index]] for index in range(len(table[0]))]
    along = [GRID[index] if index < len(GRID) else "" for index in range(len(by_column))]
    if all(not texts or _looks(name, texts) for name, texts in zip(along, by_column, strict=True)):
        return along
    found: list[str] = []
    for texts in by_column:
        found.append(_likely(texts, {*found}))
    if "what" not in found and "reference" in found:
        found[found.index("reference")] = "what"
    return found


def _likely(texts: Sequence[str], taken: set[str]) -> str:
    """The first kind that most of these cells look like and no column before is."""
    if not texts:
        return ""
    looks = ("wanted_on", "price" if any("€" in text for text in texts) else "quantity", "quantity", "price", "unit")
    for name in looks:
        if name not in taken and _looks(name, texts):
            return name
    codes = all(re.fullmatch(r"\S*\d\S*", text) for text in texts)
    order = ("reference", "what", "supplier", "remark") if codes else ("what", "supplier", "remark")
    return next((name for name in order if name not in taken), "")


def _looks(name: str, texts: Sequence[str]) -> bool:
    """Whether more than half of the cells could stand in this column of the grid."""
    if name in {"quantity", "price"}:
        tests = [_is_number(text) for text in texts]
    elif name == "wanted_on":
        tests = [_is_date(text) for text in texts]
    elif name == "unit":
        tests = [unit_named(text) is not None for text in texts]
    elif name == "firm":
        tests = [_firmness(text) != "" for text in texts]
    else:
        tests = [not _is_number(text) and not _is_date(text) for text in texts]
    return sum(tests) * 2 > len(tests)


def _is_number(text: str) -> bool:
    try:
        parse_money(text)
    except AmbiguousNumber:
        return True
    except Refusal:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except Refusal:
        return False
    return not text.strip().isdigit()


def _firmness(text: str) -> str:
    word = normalise(text)
    return next((value for value, words in _FIRM.items() if word in words.split()), "")


class _Reading:
    """Reads cells with what their neighbours tell about decimal signs and the order of days and months."""

    def __init__(self, columns: Sequence[Column], body: Sequence[Sequence[str]], language: str) -> None:
        self.columns = [column for column in columns if column.field]
        self.language = language
        texts = {column.field: [row[column.index] for row in body] for column in self.columns}
        numbers = [*texts.get("quantity", ()), *texts.get("price", ())]
        # one program wrote them all: what one column tells holds for the other
        self.signs: dict[str, Sign | None] = {
            name: column_sign(texts.get(name, ())) or column_sign(numbers) or screen_sign(language)
            for name in ("quantity", "price")
        }
        self.order = _order(texts.get("wanted_on", ()), language)

    def row(self, number: int, row: Sequence[str], answers: Mapping[tuple[int, int], str]) -> dict[str, Cell]:
        return {
            column.field: self._cell(column.field, row[column.index], answers.get((number, column.index)))
            for column in self.columns
        }

    def _cell(self, name: str, text: str, answer: str | None) -> Cell:
        """An answer is read as typed on screen, which still may be no number."""
        meant = text if answer is None else answer
        try:
            return Cell(text, self._value(name, meant, typed=answer is not None), answered=answer is not None)
        except Refusal as trouble:
            return Cell(text, meant, trouble)

    def _value(self, name: str, text: str, *, typed: bool) -> str:
        if _BROKEN.fullmatch(text):
            raise Refusal("broken_cell", _BROKEN_CELL, text=text)
        if name in {"quantity", "price"}:
            return self._number(name, text, typed=typed)
        if name == "wanted_on":
            return self._day(text)
        if name == "firm" and text:
            return _firm(text)
        return text

    def _number(self, name: str, text: str, *, typed: bool) -> str:
        if _NOTHING.fullmatch(text):
            return ""
        places = QUANTITY_PLACES if name == "quantity" else PRICE_PLACES
        try:
            sign = screen_sign(self.language) if typed else self.signs[name]
            value, currency = parse_money(text, places=places, decimal_sign=sign, typed=typed)
        except AmbiguousNumber as doubt:
            raise Unsure(doubt, tuple(self._written(each) for each in doubt.readings)) from doubt
        return self._written(value) + (f" {currency}" if currency not in (None, "EUR") else "")

    def _written(self, value: Decimal) -> str:
        return format_number(value, locale=self.language)

    def _day(self, text: str) -> str:
        return parse_date(text, order=self.order).isoformat() if text else ""


def _firm(text: str) -> str:
    value = _firmness(text)
    if not value:
        raise Unsure(Refusal("not_firm", _NOT_FIRM, text=text), ("1", "0"))
    return value


def _order(texts: Sequence[str], language: str) -> Order:
    """A day over 12 tells the order of its column; none, the language does, and English asks."""
    pairs = [(int(match[1]), int(match[2])) for text in texts if (match := _DATED.fullmatch(text))]
    day_first = any(first > 12 for first, _second in pairs)
    month_first = any(second > 12 for _first, second in pairs)
    if day_first != month_first:
        return "day_first" if day_first else "month_first"
    asked, by_habit = get_args(Order)[2], get_args(Order)[0]
    order: Order = asked if day_first or language.startswith("en") else by_habit
    return order
