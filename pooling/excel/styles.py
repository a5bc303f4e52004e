"""The one look of our workbooks: a deep teal for what we wrote, a pale yellow for what you may fill in."""

from dataclasses import dataclass
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.worksheet import Worksheet

from pooling.excel.spec import NUMBERS, Kind, Language

INK, TEAL, PALE_TEAL, LINE, YELLOW, GREY = "1F2933", "1B4D5C", "E3EEF1", "C5D0D6", "FFF9DB", "52606D"
PALE_RED, RED = "FBD9D3", "B42318"
Role = Literal["cell", "header", "total", "title", "label", "value", "line", "note"]
DATES: dict[Language, str] = {"fr": "dd/mm/yyyy", "en": "dd/mm/yyyy", "de": "dd.mm.yyyy"}
WIDTHS: dict[Kind, float] = {
    "text": 32, "code": 14, "quantity": 12, "price": 13, "amount": 15, "date": 13, "integer": 10, "percent": 10,
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """What tells one cell's style from another's. `decimals` matter to quantities only."""

    role: Role = "cell"
    kind: Kind = "text"
    decimals: int = 0
    unlocked: bool = False
    quoted: bool = False  # shows text that starts like a formula, and keeps it text when it is edited
    faulty: bool = False


class Styles:
    """Numbers the looks a workbook uses; openpyxl writes them out."""

    def __init__(self, sheet: Worksheet, language: Language) -> None:
        self._sheet = sheet
        self._language = language
        self._known: dict[Look, int] = {}

    def number(self, look: Look) -> int:
        if look not in self._known:
            self._known[look] = self._make(look)
        return self._known[look]

    def _make(self, look: Look) -> int:
        cell = Cell(self._sheet, row=1, column=1)  # never put into the sheet: it only registers its style
        cell.font = _font(look)
        cell.fill = _fill(look)
        cell.border = _border(look)
        cell.alignment = _alignment(look)
        cell.number_format = number_format(look, self._language)
        cell.protection = Protection(locked=not look.unlocked)
        if look.quoted:
            cell.quotePrefix = True
        return int(cell.style_id)


def number_format(look: Look, language: Language) -> str:
    """Excel shows these with the reader's own signs: 1 234,50 in France."""
    if look.role not in {"cell", "total", "value"}:
        return "General"
    if look.kind == "quantity":
        return _quantity_format(look)
    formats: dict[Kind, str] = {
        "code": "@", "price": "#,##0.00####", "amount": "#,##0.00", "integer": "#,##0", "percent": "0.0%",
        "date": DATES[language],
    }  # fmt: skip
    return formats.get(look.kind, "General")


def _quantity_format(look: Look) -> str:
    """As many decimals as the number has: `#,##0.###` would show a bare comma after whole numbers."""
    if look.unlocked:
        return "General"
    return "#,##0" + ("." + "0" * look.decimals if look.decimals else "")


def _font(look: Look) -> Font:
    if look.role == "title":
        return Font(name="Calibri", size=16, bold=True, color=TEAL)
    if look.role == "note":
        return Font(name="Calibri", size=10, italic=True, color=GREY)
    colour = {"header": "FFFFFF", "label": GREY}.get(look.role, INK)
    return Font(name="Calibri", size=11, bold=look.role in {"header", "total"}, color=colour)


def _fill(look: Look) -> PatternFill:
    if look.faulty:
        return PatternFill("solid", fgColor=PALE_RED)
    colour = {"header": TEAL, "total": PALE_TEAL}.get(look.role, YELLOW if look.unlocked else "")
    return PatternFill("solid", fgColor=colour) if colour else PatternFill()


def _border(look: Look) -> Border:
    thin = Side(style="thin", color=LINE)
    if look.faulty:
        red = Side(style="medium", color=RED)
        return Border(left=red, right=red, top=red, bottom=red)
    if look.role == "total":
        return Border(top=Side(style="medium", color=TEAL), bottom=thin)
    if look.role in {"cell", "header"}:
        return Border(left=thin, right=thin, top=thin, bottom=thin)
    return Border()


def _alignment(look: Look) -> Alignment:
    numeric = look.kind in NUMBERS and look.role != "value"
    horizontal = "right" if numeric else "center" if look.kind == "date" and look.role != "value" else "left"
    wraps = look.role != "title" and not (numeric and look.role != "header")
    vertical = "center" if look.role in {"header", "total"} else "top"
    # LibreOffice indents from the right only now and then: the air comes from the text on the left
    padding = int(look.role in {"cell", "header", "total"} and horizontal == "left")
    return Alignment(horizontal=horizontal, vertical=vertical, wrap_text=wraps, indent=padding)
