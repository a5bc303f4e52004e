"""One sheet of an .xlsx workbook in one pass: its cells row by row, and what Excel hides of it.

As openpyxl's parser reads it, in a quarter of the time: only rows, columns and merged cells are looked at, and
blank cells that merely have a look cost next to nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from lxml import etree
from openpyxl.styles.numbers import builtin_format_code, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel, from_ISO8601
from openpyxl.xml.constants import SHEET_MAIN_NS

Cells = list[tuple[int, Any]]  # column, from one, and value as it comes


def _tag(name: str) -> str:
    return f"{{{SHEET_MAIN_NS}}}{name}"


ROW, COLUMN, MERGED = _tag("row"), _tag("col"), _tag("mergeCell")
VALUE, FORMULA, INLINE, TEXT, RUN = _tag("v"), _tag("f"), _tag("is"), _tag("t"), _tag("r")
STRING, FORMAT, LOOKS, LOOK = _tag("si"), _tag("numFmt"), _tag("cellXfs"), _tag("xf")


@dataclass(frozen=True)
class Dates:
    """Which styles show a number as a date or as a length of time, and from which day days are counted."""

    styles: frozenset[str] = frozenset()
    lengths: frozenset[str] = frozenset()
    epoch: datetime = WINDOWS_EPOCH

    def value(self, number: float, style: str | None) -> Any:
        try:
            return from_excel(number, self.epoch, timedelta=style in self.lengths)
        except (OverflowError, ValueError):
            return "#VALUE!"


@dataclass
class SheetIn:
    """`rows` is to be walked once; what is hidden, merged or was never computed is known afterwards."""

    strings: list[str]
    dates: Dates
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)  # from zero
    merged: list[str] = field(default_factory=list)
    unvalued: list[tuple[int, int]] = field(default_factory=list)  # row and column, from zero

    def rows(self, source: IO[bytes]) -> Iterator[tuple[int, Cells]]:
        number = 0
        for element in elements(source, (ROW, COLUMN, MERGED)):
            if element.tag == ROW:
                number = _row_number(element.get("r"), number)
                if _true(element.get("hidden")):
                    self.hidden_rows.append(number)
                yield number, self._cells(element, number)
            elif element.tag == MERGED:
                self.merged.append(element.get("ref", ""))
            elif _true(element.get("hidden")):
                last = min(int(element.get("max")), 16_384)
                self.hidden_columns.extend(range(int(element.get("min")) - 1, last))

    def _cells(self, row: Any, number: int) -> Cells:
        column, found = 0, []
        before = ""  # the place of the cell before, while nobody needs to know which column that is
        for cell in row:
            place, merely_looks = cell.get("r"), not len(cell)
            if place and merely_looks:
                before = place
                continue
            column = _column(place) if place else (_column(before) if before else column) + 1
            before = ""
            if merely_looks:
                continue
            kind = cell.get("t", "n")
            parts = {part.tag: part for part in cell}
            value = self._value(kind, parts, cell.get("s"))
            if value is not None:
                found.append((column, value))
            elif kind != "str" and FORMULA in parts:
                self.unvalued.append((number - 1, column - 1))
        return found

    def _value(self, kind: str, parts: dict[str, Any], style: str | None) -> Any:
        if kind == "inlineStr":
            return text_of(parts[INLINE]) if INLINE in parts else None
        written = parts[VALUE].text if VALUE in parts else None
        if not written:
            return None
        if kind == "s":
            return self.strings[int(written)]
        if kind == "n":
            number = float(written) if "." in written or "E" in written or "e" in written else int(written)
            return self.dates.value(number, style) if style in self.dates.styles else number
        if kind == "b":
            return bool(int(written))
        return from_ISO8601(written) if kind == "d" else written  # type: ignore[no-untyped-call]


def elements(source: IO[bytes], tags: tuple[str, ...]) -> Iterator[Any]:
    """Each of these as it ends, forgotten once it was looked at."""
    walk = etree.iterparse(
        source, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    for _event, element in walk:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def text_of(rich: Any) -> str:
    """Plain, or in runs that each have a look; without what only tells how to pronounce it."""
    plain, runs = "", []
    for part in rich:
        if part.tag == TEXT:
            plain = part.text or ""
        elif part.tag == RUN:
            runs.append(part.findtext(TEXT) or "")
    return "".join([plain, *runs]) if runs else plain


def strings_in(source: IO[bytes]) -> list[str]:
    return [text_of(element).replace("x005F_", "") for element in elements(source, (STRING,))]


def dates_in(source: IO[bytes], epoch: datetime) -> Dates:
    own: dict[int, str] = {}
    styles, lengths = set(), set()
    for element in elements(source, (FORMAT, LOOKS)):
        if element.tag == FORMAT:
            own[int(element.get("numFmtId"))] = element.get("formatCode")
            continue
        for place, look in enumerate(element.iterchildren(LOOK)):
            number = int(look.get("numFmtId", 0))
            code = own.get(number) or builtin_format_code(number)
            if is_date_format(code):
                styles.add(str(place))
            if is_timedelta_format(code):
                lengths.add(str(place))
    return Dates(frozenset(styles), frozenset(lengths), epoch)


def _column(place: str) -> int:
    return column_index_from_string(place.rstrip("0123456789"))


def _row_number(said: str | None, before: int) -> int:
    if said is None:
        return before + 1
    number = float(said)
    if not number.is_integer():
        raise ValueError(f"{said} is not a valid row number")
    return int(number)


def _true(value: str | None) -> bool:
    return value in {"1", "true"}
