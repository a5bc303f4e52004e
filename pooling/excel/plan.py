"""Which row and column everything of a sheet stands in, before a cell is written."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TypeGuard

from pooling.excel.places import column_letters
from pooling.excel.spec import Cell, Column, Computed, Live, Plain, Sheet, Special
from pooling.excel.styles import WIDTHS

WIDEST = 52.0
NARROWEST = 8.0
TEXT_SHEET_WIDTH = 100.0
FITTED_ROWS = 500  # looked at to fit a width
LINE_HEIGHT = 15.0  # points
TALLEST = 405.0  # Excel allows 409
PADDING = 2.0  # characters, both sides
INDENT = 1.5  # characters that a line of text cannot use
BROAD = 1.08  # some fonts that stand in for ours are broader


@dataclass(frozen=True)
class Plan:
    """Row numbers are Excel's; `table` holds every cell of the table, computed columns included, and the
    value alone of special ones, which `specials` holds by row of the table, then column."""

    sheet: Sheet
    table: list[list[Cell]]
    specials: dict[int, dict[int, Special]]

    @property
    def columns(self) -> Sequence[Column]:
        return self.sheet.columns

    @cached_property
    def letters(self) -> dict[str, str]:
        named = {column.name: column_letters(index) for index, column in enumerate(self.columns)}
        if len(named) < len(self.columns):
            raise ValueError(f"two columns of sheet {self.sheet.name} have the same key")
        return named

    @cached_property
    def intro_row(self) -> int:
        above = bool(self.sheet.title) + len(self.sheet.heading)
        return above + 1 + bool(above)

    @cached_property
    def header_row(self) -> int:
        intro = len(self.sheet.intro)
        return self.intro_row + intro + bool(intro)

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        return self.header_row + len(self.table)

    @property
    def total_row(self) -> int:
        return self.last_row + 1

    @cached_property
    def totalled(self) -> bool:
        return bool(self.table) and any(column.total for column in self.columns)

    @property
    def foot_row(self) -> int:
        return self.last_row + 1 + self.totalled

    @property
    def notes_row(self) -> int:
        if not self.columns:
            return self.header_row
        return self.foot_row + len(self.sheet.foot) + 1

    @cached_property
    def shown(self) -> list[int]:
        return [index for index, column in enumerate(self.columns) if not column.hidden] or [0]

    def values(self, column: int) -> list[Plain]:
        return [value_of(row[column]) for row in self.table]

    def numbers(self, column: int) -> list[Decimal]:
        return [Decimal(value) for value in self.values(column) if is_number(value)]

    def has_total(self, column: Column) -> bool:
        """No total over several units: 3 boxes and 2 litres are not 5 of anything."""
        if not column.total or not column.unit:
            return column.total
        units = self.values(list(self.letters).index(column.unit))
        return len(set(units)) <= 1

    @cached_property
    def widths(self) -> list[float]:
        """In characters."""
        widths = [self._width(index, column) for index, column in enumerate(self.columns)]
        if not widths:
            return [TEXT_SHEET_WIDTH]
        labels = [label for label, _ in self.sheet.heading]
        if labels:
            first = self.shown[0]
            widths[first] = max(widths[first], min(26.0, max(map(len, labels)) + 2.0))
        return widths

    def _width(self, index: int, column: Column) -> float:
        if column.width is not None:
            return column.width
        if column.kind not in {"text", "code"}:
            return max(WIDTHS[column.kind], _longest_word(column.title) + PADDING + 1.0)
        texts = [str(row[index]) for row in self.table[:FITTED_ROWS] if isinstance(row[index], str)]
        fitting = max(map(_longest_line, texts)) * BROAD + PADDING if texts else WIDTHS[column.kind]
        return max(NARROWEST, _longest_word(column.title) + PADDING + 1.0, min(WIDEST, fitting))

    def height(self, text: str, *, first: int = 0) -> float:
        """Points for a text that runs from shown column `first` to the last; merged cells fit nothing."""
        width = sum(self.widths[index] for index in self.shown[first:])
        lines = sum(max(1, math.ceil(len(line) * BROAD / width)) for line in text.split("\n"))
        return min(lines * LINE_HEIGHT, TALLEST)

    @cached_property
    def wrapping(self) -> list[tuple[int, float]]:
        """The shown columns whose text wraps, and how many characters a line of them surely holds."""
        return [
            (index, self.widths[index] - INDENT) for index in self.shown if self.columns[index].kind in {"text", "code"}
        ]

    def row_height(self, row: Sequence[Cell]) -> float | None:
        """None for a row of one line. LibreOffice and phones do not fit rows themselves as Excel does."""
        lines = 1
        for index, room in self.wrapping:
            text = row[index]
            if isinstance(text, str) and (len(text) > room or "\n" in text):
                lines = max(lines, sum(max(1, math.ceil(len(part) / room)) for part in text.split("\n")))
        return min(lines * LINE_HEIGHT, TALLEST) if lines > 1 else None


def value_of(cell: Cell) -> Plain:
    return cell.value if isinstance(cell, Live) else cell


def is_number(value: object) -> TypeGuard[int | Decimal]:
    return isinstance(value, (int, Decimal)) and not isinstance(value, bool)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _longest_line(text: str) -> int:
    return max(map(len, text.split("\n")))


def planned(sheet: Sheet) -> Plan:
    specials: dict[int, dict[int, Special]] = {}
    table = _table(sheet, specials)
    return Plan(sheet, table, specials)


def _table(sheet: Sheet, specials: dict[int, dict[int, Special]]) -> list[list[Cell]]:
    """Puts special cells aside, in `specials`.

    Raises ValueError for a row that does not hold one value per column that is not computed."""
    recipes = [_recipe(sheet, index) for index, column in enumerate(sheet.columns) if column.computed]
    width = len(sheet.columns) - len(recipes)
    table: list[list[Cell]] = []
    for given in sheet.rows:
        if len(given) != width:
            raise ValueError(f"a row of sheet {sheet.name} has {len(given)} values for {width} columns")
        entered = list(given)
        for recipe in recipes:
            entered.insert(recipe.index, None)
        row = [cell.value if isinstance(cell, Special) else cell for cell in entered]
        special = {index: cell for index, cell in enumerate(entered) if isinstance(cell, Special)}
        if special:
            specials[len(table)] = special
        for recipe in recipes:
            row[recipe.index] = recipe.cell(row)
        table.append(row)
    return table


@dataclass(frozen=True)
class Recipe:
    """How one computed column is filled."""

    index: int
    computed: Computed
    used: tuple[int, ...]
    formula: str
    guarded: str  # shows nothing, not an error or a zero, while an operand is missing
    may_change: bool  # an operand is to be typed in

    def cell(self, row: Sequence[Cell]) -> Live:
        numbers = [Decimal(value) for value in (value_of(row[index]) for index in self.used) if is_number(value)]
        if self.computed.skips_blanks:
            return Live(self.formula, self.computed.value(numbers))
        if len(numbers) < len(self.used):
            return Live(self.guarded, "")
        return Live(self.guarded if self.may_change else self.formula, self.computed.value(numbers))


def _recipe(sheet: Sheet, index: int) -> Recipe:
    computed = sheet.columns[index].computed
    assert computed is not None  # noqa: S101 - the caller asks for computed columns only
    places = {column.name: place for place, column in enumerate(sheet.columns)}
    used = tuple(places[key] for key in computed.keys)
    formula = computed.formula(_references(sheet, used))
    tests = ",".join(f"ISNUMBER({{{key}}})" for key in computed.keys)
    guarded = f'IF(AND({tests}),{formula},"")'
    return Recipe(index, computed, used, formula, guarded, any(sheet.columns[place].unlocked for place in used))


def _references(sheet: Sheet, used: tuple[int, ...]) -> list[str]:
    """`{key}` places; a run of neighbours, as in a matrix, becomes one range."""
    names = [f"{{{sheet.columns[index].name}}}" for index in used]
    if len(used) > 2 and used == tuple(range(used[0], used[-1] + 1)):
        return [f"{names[0]}:{names[-1]}"]
    return names
