"""What a pasted block of cells says: each cell read, asked about or refused.

Pure: texts in, texts out. What is not certain is never decided here; it comes back as a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import get_args

from pooling.algorithms import flexibility
from pooling.algorithms.dates import AmbiguousDate, Order, parse_date
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.number_format import format_number, screen_sign
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, Sign, column_sign, parse_money
from pooling.algorithms.totals import adds_up
from pooling.needs.clipboard import cells
from pooling.needs.firmness import is_firm
from pooling.needs.pasted_columns import Column, as_chosen, columns_of
from pooling.needs.pasted_names import Names

MOST_ROWS = 300
LONGEST_MEASURE = 80
GROUPS = ("family", "site", "supplier")  # by what a list is divided, and summed
NUMBERS = frozenset({"quantity", "price", *flexibility.FLEXIBLE})

_NOTHING = re.compile(r"[-–—]?\s*(?:€|EUR)?")  # an accountant's zero is shown as a dash
_BROKEN = re.compile(r"#(?:N/?[ADV]|REF|RÉF|DIV/0|VALUE|VALEUR|WERT|NAME|NOM|NUM|NOMBRE|NULL|NUL|ERROR)[!?]?|#{2,}")
_MEASURE = re.compile(r"[øØ⌀∅]?\s*([-+]?\d[\d\s.,'’]*)\D*")
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
    """`value` is what goes into the input of its column, unless it `fills` others, by their names; `trouble` says why
    it is asked about or cannot be read, `told` what it is understood as where that is not as it is written."""

    text: str
    value: str
    trouble: Refusal | None = None
    answered: bool = False
    fills: Mapping[str, str] | None = None
    told: str = ""

    @property
    def choices(self) -> tuple[str, ...]:
        return self.trouble.choices if isinstance(self.trouble, Unsure) else ()


@dataclass(frozen=True)
class Block:
    """Cells of families' fields hold their texts still: what they mean, the family of their line says. `signs` is what
    each column tells of `1.234`."""

    columns: list[Column]
    rows: list[dict[str, Cell]]
    titles: list[str] = field(default_factory=list)  # what stood above, and is left out
    sums: list[str] = field(default_factory=list)  # rows that add up others, left out too
    signs: Mapping[str, Sign | None] = field(default_factory=dict)

    @property
    def questions(self) -> int:
        return sum(cell.trouble is not None for row in self.rows for cell in row.values())

    @property
    def is_undecided(self) -> bool:
        """Somebody must say first what a column is."""
        return any(column.maybe for column in self.columns)


def read(
    text: str,
    *,
    start: str = "what",
    chosen: Sequence[str] | None = None,
    answers: Mapping[tuple[int, int], str] | None = None,
    language: str = "fr",
    names: Names | None = None,
) -> Block:
    """Read a block pasted into the column `start`. `chosen` is what a person said each column is, `answers`
    what they wrote in a cell (row, column). Raises Refusal when there is no block, or too large a one."""
    table, known = cells(text), names or Names()
    if not table:
        raise Refusal("no_block", _NOT_A_BLOCK)
    head, columns = columns_of(table, start, known)
    if chosen is not None:
        columns = as_chosen(columns, chosen, known)
    body = table[head + 1 :]
    if {column.field for column in columns} & {"what", "reference"}:
        body = [row for row in body if any(row)]  # else a hole stands beside a line that has nothing here
    body, sums = _without_sums(body, columns)
    if len(body) > MOST_ROWS:
        raise Refusal("too_many_rows", _TOO_MANY, rows=len(body), most=MOST_ROWS)
    reading = _Reading(columns, body, language, known)
    rows = [reading.row(number, row, answers or {}) for number, row in enumerate(body)]
    return Block(columns, rows, _told(table[: max(head, 0)]), sums, reading.signs)


def _told(rows: Iterable[Sequence[str]]) -> list[str]:
    return [told for row in rows if (told := " ".join(filter(None, row)))]


def _without_sums(body: Sequence[list[str]], columns: Sequence[Column]) -> tuple[list[list[str]], list[str]]:
    """Rows of a whole list that name no item and stand for a sum ask for nothing."""
    places = {column.field: column.index for column in columns}
    if "what" not in places:
        return [*body], []
    groups = {normalise(row[places[name]]) for row in body for name in GROUPS if name in places} - {""}

    def is_sum(row: Sequence[str]) -> bool:
        coded = "reference" in places and row[places["reference"]]
        return not coded and adds_up(row[places["what"]] or next(filter(None, row), ""), groups)

    return [row for row in body if not is_sum(row)], _told(row for row in body if is_sum(row))


class _Reading:
    """Reads cells with what their neighbours tell about decimal signs and the order of days and months."""

    def __init__(self, columns: Sequence[Column], body: Sequence[Sequence[str]], language: str, names: Names) -> None:
        self.columns = [column for column in columns if column.field]
        self.language = language
        self.names = names
        texts = {column.field: [row[column.index] for row in body] for column in self.columns}
        numbers = {name: list(_measures(texts[name])) for name in texts if name in NUMBERS or name in names.headings}
        # one program wrote them all: what one column tells holds for the others
        together = column_sign(text for each in numbers.values() for text in each) or screen_sign(language)
        self.signs: dict[str, Sign | None] = {name: column_sign(numbers[name]) or together for name in numbers}
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
            if name == flexibility.BOTH:
                return self._both_ways(text, meant, typed=answer is not None)
            return Cell(text, self._value(name, meant, typed=answer is not None), answered=answer is not None)
        except Refusal as trouble:
            return Cell(text, meant, trouble)

    def _both_ways(self, text: str, meant: str, *, typed: bool) -> Cell:
        told = flexibility.ways(_unbroken(meant))
        try:
            fills = {way: self._number(flexibility.BOTH, part, typed=typed) for way, part in told.items()}
        except Unsure as doubt:
            if len({*told.values()}) == 1:
                raise
            # one number as an answer would be of both ways
            raise Refusal(doubt.code, doubt.message, **doubt.values) from doubt
        signs = {flexibility.MORE: "+", flexibility.LESS: "−"}
        words = " ".join(f"{signs[way]}{part}" for way, part in fills.items() if part)
        return Cell(text, meant, answered=typed, fills=fills, told=words)

    def _value(self, name: str, text: str, *, typed: bool) -> str:
        _unbroken(text)
        if name in NUMBERS:
            return self._number(name, text.lstrip("-−–") if name == flexibility.LESS else text, typed=typed)
        if name == "wanted_on":
            return self._day(text)
        if name == "firm" and text:
            return _firm(text)
        return text

    def _number(self, name: str, text: str, *, typed: bool) -> str:
        if _NOTHING.fullmatch(text):
            return ""
        places = PRICE_PLACES if name == "price" else QUANTITY_PLACES
        try:
            sign = screen_sign(self.language) if typed else self.signs[name]
            value, currency = parse_money(text, places=places, decimal_sign=sign, typed=typed)
        except AmbiguousNumber as doubt:
            raise Unsure(doubt, tuple(self._written(each) for each in doubt.readings)) from doubt
        return self._written(value) + (f" {currency}" if currency not in (None, "EUR") else "")

    def _written(self, value: Decimal) -> str:
        return format_number(value, locale=self.language)

    def _day(self, text: str) -> str:
        try:
            return parse_date(text, order=self.order).isoformat() if text else ""
        except AmbiguousDate as doubt:
            raise Unsure(doubt, tuple(each.isoformat() for each in doubt.readings)) from doubt


def _unbroken(text: str) -> str:
    if _BROKEN.fullmatch(text):
        raise Refusal("broken_cell", _BROKEN_CELL, text=text)
    return text


def _measures(texts: Iterable[str]) -> Iterable[str]:
    """The numbers of these cells, without a unit or Ø beside them."""
    for text in texts:
        measure = _MEASURE.fullmatch(text) if len(text) <= LONGEST_MEASURE else None
        yield measure[1].strip() if measure else text


def _firm(text: str) -> str:
    told = is_firm(text)
    if told is None:
        raise Unsure(Refusal("not_firm", _NOT_FIRM, text=text), ("1", "0"))
    return "1" if told else "0"


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
