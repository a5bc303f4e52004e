"""What a sheet has besides rows: widths, frozen header, print set-up, protection and lists, by openpyxl."""

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from openpyxl.comments import Comment
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pooling.excel.places import column_letters
from pooling.excel.plan import Plan
from pooling.excel.spec import NUMBERS, Column, Language, Sheet

A4 = 9
TALLEST_FROZEN = 16  # rows; more would leave a small screen nothing to scroll
LONGEST_INLINE_LIST = 255
PAGE: dict[Language, str] = {"fr": "Page &P sur &N", "en": "Page &P of &N", "de": "Seite &P von &N"}
LISTS: dict[Language, str] = {"fr": "Listes", "en": "Lists", "de": "Listen"}
COMMENT_BY: dict[Language, str] = {"fr": "À corriger", "en": "To correct", "de": "Zu korrigieren"}
CHOOSE: dict[Language, str] = {
    "fr": "Choisissez une valeur de la liste.",
    "en": "Choose a value from the list.",
    "de": "Bitte einen Wert aus der Liste wählen.",
}
TYPE_NUMBER: dict[Language, str] = {
    "fr": "Tapez un nombre, zéro ou plus, sans unité : l’unité est dans sa colonne.",
    "en": "Type a number, zero or more, without a unit: the unit has its own column.",
    "de": "Bitte eine Zahl ab null ohne Einheit eingeben: Die Einheit hat ihre eigene Spalte.",
}
TYPE_DATE: dict[Language, str] = {
    "fr": "Tapez une date, par exemple 31/12/2026.",
    "en": "Type a date, for example 31/12/2026.",
    "de": "Bitte ein Datum eingeben, zum Beispiel 31.12.2026.",
}
Lists = dict[tuple[str, ...], str]  # choices → the cells of the sheet of lists that hold them


def furnish(place: Worksheet, plan: Plan, language: Language, title: str, lists: Lists) -> None:
    sheet = plan.sheet
    _columns(place, plan)
    _print(place, sheet, language, title)
    place.sheet_view.showGridLines = False
    if not plan.columns:
        return
    place.print_title_rows = f"{plan.header_row}:{plan.header_row}"
    if plan.header_row <= TALLEST_FROZEN:
        place.freeze_panes = f"{column_letters(sheet.frozen_columns)}{plan.first_row}"
    if sheet.autofilter and plan.table:
        place.auto_filter.ref = f"A{plan.header_row}:{column_letters(len(plan.columns) - 1)}{plan.last_row}"
    _protect(place, sheet)
    _validate(place, plan, language, lists)
    _mark(place, plan, language, lists, COMMENT_BY[language])


def merge(place: Worksheet, ranges: Sequence[str]) -> None:
    for cells in ranges:
        place.merged_cells.add(CellRange(cells))


def _columns(place: Worksheet, plan: Plan) -> None:
    for index, width in enumerate(plan.widths):
        dimension = place.column_dimensions[column_letters(index)]
        dimension.width = width
        dimension.hidden = bool(plan.columns) and plan.columns[index].hidden


def _print(place: Worksheet, sheet: Sheet, language: Language, title: str) -> None:
    place.page_setup.paperSize = A4
    place.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    place.page_setup.fitToWidth = 1
    place.page_setup.fitToHeight = 0
    place.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    margins = place.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.7, 0.3, 0.35
    _footer(place, footer_text(title), PAGE[language])


def _footer(place: Worksheet, left: str, right: str) -> None:
    footer = place.oddFooter
    assert footer is not None  # noqa: S101 - a new sheet has one
    footer.left.text, footer.right.text = left, right
    footer.left.size = footer.right.size = 9


def footer_text(title: str) -> str:
    """An ampersand begins a command in a footer, and digits after one would change the size of the letters."""
    return re.sub(r"\s+", " ", title).replace("&", "&&")[:100]


def _protect(place: Worksheet, sheet: Sheet) -> None:
    """Against slips, not against people: there is no password."""
    if not any(column.unlocked for column in sheet.columns):  # else nothing is to be typed in at all
        return
    place.protection.sheet = True
    place.protection.formatColumns = place.protection.formatRows = False  # False: still allowed
    place.protection.autoFilter = place.protection.sort = False


def _validate(place: Worksheet, plan: Plan, language: Language, lists: Lists) -> None:
    if not plan.table:
        return
    for index, column in enumerate(plan.columns):
        rule = _rule(column, language, lists) if column.unlocked else None
        if rule is not None:
            letters = column_letters(index)
            rule.add(f"{letters}{plan.first_row}:{letters}{plan.last_row}")
            place.add_data_validation(rule)


def _rule(column: Column, language: Language, lists: Lists) -> DataValidation | None:
    if column.choices is not None:
        return _list_rule(tuple(column.choices), language, lists)
    if column.kind in NUMBERS:
        return _typed_rule("whole" if column.kind == "integer" else "decimal", "0", TYPE_NUMBER[language])
    if column.kind == "date":
        return _typed_rule("date", "36526", TYPE_DATE[language])  # 1 January 2000
    return None


def _list_rule(choices: tuple[str, ...], language: Language, lists: Lists) -> DataValidation:
    source = lists.get(choices) or '"' + ",".join(choices).replace('"', '""') + '"'
    rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
    rule.error = CHOOSE[language]
    return rule


def _typed_rule(kind: Literal["whole", "decimal", "date"], least: str, sentence: str) -> DataValidation:
    rule = DataValidation(type=kind, operator="greaterThanOrEqual", formula1=least, allow_blank=True)
    rule.showErrorMessage = True
    rule.error = sentence
    return rule


def _mark(place: Worksheet, plan: Plan, language: Language, lists: Lists, author: str) -> None:
    """The lists and comments of single cells."""
    offered: dict[tuple[int, tuple[str, ...]], list[int]] = {}
    for row, specials in plan.specials.items():
        for index, special in specials.items():
            if special.choices:
                offered.setdefault((index, tuple(special.choices)), []).append(row)
            if special.comment:
                where = f"{column_letters(index)}{plan.first_row + row}"
                place[where].comment = Comment(special.comment, author, width=320)
    for (index, choices), rows in offered.items():
        rule = _list_rule(choices, language, lists)
        for first, last in _runs(rows):
            letters = column_letters(index)
            rule.add(f"{letters}{plan.first_row + first}:{letters}{plan.first_row + last}")
        place.add_data_validation(rule)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each unbroken run of rising numbers."""
    start = previous = numbers[0]
    for number in numbers[1:]:
        if number != previous + 1:
            yield start, previous
            start = number
        previous = number
    yield start, previous


def needs_a_sheet(choices: Sequence[str]) -> bool:
    """A list inside the rule holds 255 characters and cannot hold a comma."""
    spoilt = any("," in choice or choice != choice.strip() for choice in choices)
    return spoilt or len(",".join(choices)) > LONGEST_INLINE_LIST
