"""Cells as XML. Text is only ever text: it goes through the table of strings, never near a formula."""

import re
from datetime import date, datetime, time
from decimal import Decimal
from xml.sax.saxutils import escape

LONGEST_TEXT = 32_767  # Excel's, in UTF-16 units
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SURROGATE = re.compile("[\ud800-\udfff]")
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # Excel would read _x0041_ as A
FORMULA_STARTS = ("=", "+", "-", "@", "\t")
EXCEL_DAY_ZERO = date(1899, 12, 30)
FIRST_SAFE_DATE = date(1900, 3, 1)  # Excel believes in 29 February 1900
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def clean(text: str) -> str:
    """Without what XML cannot hold; line ends are \\n; cut to what a cell holds."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = SURROGATE.sub("\ufffd", ILLEGAL.sub("", text))
    return cut(text)


def cut(text: str) -> str:
    if len(text) * 2 <= LONGEST_TEXT or len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT:
        return text
    room = (LONGEST_TEXT - 1) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + "…"


def xml_text(text: str) -> str:
    return escape(LOOKS_ESCAPED.sub("_x005F_", text))


class Strings:
    """Every text of a workbook once, by the order in which it was met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._items: list[str] = []
        self.cut: set[int] = set()
        self.uses = 0

    def number(self, text: str) -> int:
        self.uses += 1
        known = self._numbers.get(text)
        return self._add(text) if known is None else known

    def _add(self, text: str) -> int:
        number = self._numbers[text] = len(self._items)
        cleaned = clean(text)
        if cleaned.endswith("…") and len(cleaned) < len(text):
            self.cut.add(number)
        space = ' xml:space="preserve"' if cleaned != cleaned.strip() or "\n" in cleaned else ""
        self._items.append(f"<si><t{space}>{xml_text(cleaned)}</t></si>")
        return number

    def xml(self) -> bytes:
        counts = f'count="{self.uses}" uniqueCount="{len(self._items)}"'
        body = "".join(self._items)
        return f'{DECLARATION}<sst xmlns="{NAMESPACE}" {counts}>{body}</sst>'.encode()


def number_text(number: int | Decimal) -> str:
    """Every digit as it is; Excel itself keeps 15 of them."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise ValueError(f"{number} cannot stand in a cell")
    return str(number)


def decimals_of(number: int | Decimal) -> int:
    """How many decimals it takes to show it whole: 0 for 12 and 12.00, 1 for 12.50."""
    if isinstance(number, int):
        return 0
    return len(f"{number:f}".partition(".")[2].rstrip("0"))


def date_text(day: date) -> str | None:
    """Excel's day number, with the time as a fraction to the second; None for days Excel cannot count."""
    moment = day if isinstance(day, datetime) else datetime.combine(day, time())
    if moment.tzinfo is not None:
        raise ValueError("a cell has no time zone: convert the time first")
    if moment.date() < FIRST_SAFE_DATE:
        return None
    days = Decimal((moment.date() - EXCEL_DAY_ZERO).days)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return str(days + (Decimal(seconds) / 86_400).quantize(Decimal("1e-9"))) if seconds else str(days)
