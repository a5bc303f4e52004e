"""The rows of one sheet as XML, each formula with its value."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pooling.excel.cells_out import FORMULA_STARTS, Strings, date_text, decimals_of, number_text, xml_text
from pooling.excel.places import column_letters
from pooling.excel.plan import Plan
from pooling.excel.spec import Cell, Column, Cut, Kind, Live, Plain, Special
from pooling.excel.styles import Look, Role, Styles

REFERENCE = re.compile(r"\{([^{}]+?)(\.total|\.column)?\}")
ROW = "\x00"  # stands for the row number in a prepared formula
TITLE_HEIGHT = 26.0
ROOM = 6.0  # points above and below the text of a header


class SheetXml:
    def __init__(self, plan: Plan, styles: Styles, strings: Strings) -> None:
        self.plan = plan
        self.styles = styles
        self.strings = strings
        self.merged: list[str] = []
        self.cuts: list[Cut] = []
        self._prepared: dict[str, str] = {}
        self._specials: dict[tuple[str, bool, bool], Callable[[str, Cell], str]] = {}

    def rows(self) -> str:
        plan = self.plan
        parts = [*self._above()]
        if plan.columns:
            parts.append(self._header())
            parts.extend(self._table())
            parts.extend(self._total())
            parts.extend(self._foot())
        parts.extend(self._lines(plan.sheet.notes, plan.notes_row, Look("note")))
        return "".join(parts)

    def _above(self) -> Iterator[str]:
        sheet, number = self.plan.sheet, 1
        if sheet.title:
            yield self._row(1, [self._cell(self._at(0, 1), sheet.title, Look("title"))], TITLE_HEIGHT)
            number = 2
        for label, value in sheet.heading:
            yield self._labelled(number, label, value)
            number += 1
        yield from self._lines(sheet.intro, self.plan.intro_row, Look("line"))

    def _labelled(self, number: int, label: str, value: Cell) -> str:
        look = Look("value", _kind_of(value), decimals=_decimals(value))
        cells = [
            self._cell(self._at(0, number), label, Look("label")),
            self._cell(self._at(1, number), value, look),
        ]
        height = None
        if isinstance(value, str):
            self._merge(1, number)
            height = self.plan.height(value, first=min(1, len(self.plan.shown) - 1))
        return self._row(number, cells, height)

    def _lines(self, lines: Sequence[str], first: int, look: Look) -> Iterator[str]:
        for number, line in enumerate(lines, first):
            self._merge(0, number)
            yield self._row(number, [self._cell(self._at(0, number), line, look)], self.plan.height(line))

    def _header(self) -> str:
        plan, number = self.plan, self.plan.header_row
        cells = [
            self._cell(f"{letters}{number}", column.title, Look("header", column.kind))
            for column, letters in zip(plan.columns, plan.letters.values(), strict=True)
        ]
        widths = zip(plan.columns, plan.widths, strict=True)
        lines = max(_wrapped_lines(column.title, width) for column, width in widths if not column.hidden)
        return self._row(number, cells, 15.0 * lines + ROOM)

    def _table(self) -> Iterator[str]:
        plan = self.plan
        writers = [
            (letters, self._writer(column, "cell"))
            for column, letters in zip(plan.columns, plan.letters.values(), strict=True)
        ]
        for number, row in enumerate(plan.table, plan.first_row):
            digits = str(number)
            cells = [write(letters + digits, cell) for (letters, write), cell in zip(writers, row, strict=True)]
            for index, special in plan.specials.get(number - plan.first_row, {}).items():
                cells[index] = self._special(plan.columns[index], special)(writers[index][0] + digits, row[index])
            height = plan.row_height(row)
            size = f' ht="{height:g}"' if height else ""
            yield f'<row r="{digits}"{size}>{"".join(cells)}</row>'

    def _total(self) -> Iterator[str]:
        plan, number = self.plan, self.plan.total_row
        if not plan.totalled:
            return
        first = plan.columns[plan.shown[0]]
        cells = []
        for index, (column, letters) in enumerate(zip(plan.columns, plan.letters.values(), strict=True)):
            value: Cell = None
            if plan.has_total(column):
                value = Live(f"SUM({{{column.name}.column}})", sum(plan.numbers(index), Decimal(0)))
            elif column is first and not column.total:
                value = plan.sheet.total_label
            cells.append(self._writer(column, "total")(f"{letters}{number}", value))
        yield self._row(number, cells)

    def _foot(self) -> Iterator[str]:
        for number, row in enumerate(self.plan.sheet.foot, self.plan.foot_row):
            cells = [
                self._writer(column, "cell")(f"{letters}{number}", row.get(column.name))
                for column, letters in zip(self.plan.columns, self.plan.letters.values(), strict=True)
            ]
            yield self._row(number, cells)

    def _special(self, column: Column, special: Special) -> Callable[[str, Cell], str]:
        unlocked = column.unlocked if special.unlocked is None else special.unlocked
        key = (column.name, unlocked, bool(special.comment))
        if key not in self._specials:
            own = replace(column, unlocked=unlocked)
            self._specials[key] = self._writer(own, "cell", faulty=bool(special.comment))
        return self._specials[key]

    def _writer(self, column: Column, role: Role, *, faulty: bool = False) -> Callable[[str, Cell], str]:
        """Writes the cells of one column; its style numbers are looked up once, not per cell."""
        unlocked = column.unlocked and role == "cell"
        by_decimals = [
            str(self.styles.number(Look(role, column.kind, decimals, unlocked, faulty=faulty)))
            for decimals in (range(7) if column.kind == "quantity" and not unlocked else (0,))
        ]
        quoted = Look(role, column.kind, 0, unlocked, quoted=True, faulty=faulty)
        plain, varies = by_decimals[0], len(by_decimals) > 1

        def write(place: str, cell: Cell) -> str:
            if cell is None or cell == "":
                return f'<c r="{place}" s="{plain}"/>'
            if type(cell) is str:
                style = str(self.styles.number(quoted)) if cell.startswith(FORMULA_STARTS) else plain
                return self._text(place, cell, style)
            style = by_decimals[min(6, _decimals(cell))] if varies else plain
            return self._valued(place, cell, style)

        return write

    def _cell(self, place: str, cell: Cell, look: Look) -> str:
        if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
            look = Look(look.role, look.kind, look.decimals, look.unlocked, quoted=True)
        style = str(self.styles.number(look))
        return self._text(place, cell, style) if isinstance(cell, str) else self._valued(place, cell, style)

    def _text(self, place: str, text: str, style: str) -> str:
        number = self.strings.number(text)
        if number in self.strings.cut:
            self.cuts.append(Cut(self.plan.sheet.name, place))
        return f'<c r="{place}" s="{style}" t="s"><v>{number}</v></c>'

    def _valued(self, place: str, cell: Cell, style: str) -> str:
        if not isinstance(cell, Live):
            kind, text = self._value(cell)
            return f'<c r="{place}" s="{style}"{kind}><v>{text}</v></c>' if text else f'<c r="{place}" s="{style}"/>'
        formula = xml_text(self._formula(cell.formula, place))
        if isinstance(cell.value, str):
            return f'<c r="{place}" s="{style}" t="str"><f>{formula}</f><v>{xml_text(cell.value)}</v></c>'
        kind, text = self._value(cell.value)
        return f'<c r="{place}" s="{style}"{kind}><f>{formula}</f><v>{text}</v></c>'

    def _value(self, value: Plain) -> tuple[str, str]:
        """The type attribute and the text of a value."""
        if isinstance(value, bool):
            return ' t="b"', str(int(value))
        if isinstance(value, (int, Decimal)):
            return "", number_text(value)
        if isinstance(value, date):
            text = date_text(value)
            return ("", text) if text else (' t="s"', str(self.strings.number(value.isoformat())))
        if isinstance(value, str):
            return ' t="s"', str(self.strings.number(value))
        if value is None:
            return "", ""
        raise TypeError(f"{type(value).__name__} cannot stand in a cell: give a Decimal, an int, a date or a text")

    def _formula(self, template: str, place: str) -> str:
        prepared = self._prepared.get(template)
        if prepared is None:
            prepared = self._prepared[template] = REFERENCE.sub(self._reference, template)
        return prepared.replace(ROW, place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

    def _reference(self, found: re.Match[str]) -> str:
        letters = self.plan.letters[found[1]]
        if found[2] == ".total":
            return f"{letters}{self.plan.total_row}"
        if found[2] == ".column":
            return f"{letters}{self.plan.first_row}:{letters}{max(self.plan.first_row, self.plan.last_row)}"
        return letters + ROW

    def _row(self, number: int, cells: list[str], height: float | None = None) -> str:
        size = f' ht="{height:g}" customHeight="1"' if height else ""
        return f'<row r="{number}"{size}>{"".join(cells)}</row>'

    def _at(self, nth: int, number: int) -> str:
        """The nth shown column, or the column after the last shown one."""
        return f"{column_letters(self._index(nth))}{number}"

    def _index(self, nth: int) -> int:
        shown = self.plan.shown
        return shown[nth] if nth < len(shown) else shown[-1] + 1

    def _merge(self, nth: int, number: int) -> None:
        first, last = self._index(nth), self.plan.shown[-1]
        if last > first:
            self.merged.append(f"{column_letters(first)}{number}:{column_letters(last)}{number}")


def _kind_of(value: Cell) -> Kind:
    value = value.value if isinstance(value, Live) else value
    if isinstance(value, date):
        return "date"
    if isinstance(value, Decimal):
        return "amount"
    return "integer" if isinstance(value, int) and not isinstance(value, bool) else "text"


def _decimals(cell: Cell) -> int:
    value = cell.value if isinstance(cell, Live) else cell
    return decimals_of(value) if isinstance(value, Decimal) else 0


def _wrapped_lines(title: str, width: float) -> int:
    """Greedy, word by word, as Excel wraps."""
    lines, used = 1, 0.0
    for word in title.split():
        if used and used + 1 + len(word) > width - 2:
            lines, used = lines + 1, float(len(word))
        else:
            used += len(word) + bool(used)
    return lines + title.count("\n")
