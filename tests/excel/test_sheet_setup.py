"""How a sheet prints, scrolls and guards itself."""

from decimal import Decimal

from pooling.excel.furnish import LISTS
from pooling.excel.spec import Column, Sheet, Workbook
from pooling.excel.writer import render
from tests.excel.books import opened, order

FORM = Sheet(
    "Besoins",
    [
        Column("id", "code", hidden=True),
        Column("Désignation"),
        Column("Quantité", "quantity", unlocked=True),
        Column("Site", unlocked=True, choices=["Lyon, dock 2", "Metz"]),
        Column("Fermeté", unlocked=True, choices=["ferme", "estimé"]),
        Column("Souhaité le", "date", unlocked=True),
    ],
    [("i1", "Ramette " * 30, None, None, "ferme", None), ("i2", "Gants", Decimal(2), None, None, None)],
    title="Vos besoins",
    intro=["Remplissez les cases jaunes."],
    notes=["Merci."],
    landscape=True,
    autofilter=True,
    frozen_columns=2,
)


def test_it_prints_on_a4_as_wide_as_the_page_with_the_header_on_each() -> None:
    sheet = opened(render(order()))["Commande"]
    assert sheet.page_setup.paperSize == 9
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right.text == "Page &P sur &N"


def test_the_footer_cannot_be_commanded() -> None:
    sheet = opened(render(Workbook("A&B &D", [Sheet("s", [Column("a")], [("x",)])])))["s"]
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.left.text == "A&&B &&D"


def test_the_header_stays_in_sight() -> None:
    book = opened(render(Workbook("w", [*order().sheets, FORM])))
    assert book["Commande"].freeze_panes == "A5"
    assert book["Besoins"].freeze_panes == "C6"
    assert book["Besoins"].auto_filter.ref == "A5:F7"


def test_only_the_cells_to_fill_can_be_typed_in() -> None:
    sheet = opened(render(Workbook("w", [FORM])))["Besoins"]
    assert sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[6]] == [True, True, False, False, False, False]
    assert all(cell.protection.locked for row in sheet["A1:F5"] for cell in row)
    assert sheet["C6"].fill.fgColor.rgb != sheet["B6"].fill.fgColor.rgb
    assert not opened(render(order()))["Commande"].protection.sheet


def test_lists_are_offered_and_long_ones_stand_in_plain_sight() -> None:
    book = opened(render(Workbook("w", [FORM])))
    rules = {str(rule.sqref): rule for rule in book["Besoins"].data_validations.dataValidation}
    assert rules["E6:E7"].formula1 == '"ferme,estimé"'
    assert rules["D6:D7"].formula1 == "'Listes'!$A$2:$A$3"
    assert [cell.value for cell in book[LISTS["fr"]]["A"]] == ["Site", "Lyon, dock 2", "Metz"]
    assert {sheet.sheet_state for sheet in book.worksheets} == {"visible"}
    assert (rules["C6:C7"].type, rules["F6:F7"].type) == ("decimal", "date")


def test_the_key_column_is_hidden_and_long_text_gets_room() -> None:
    sheet = opened(render(Workbook("w", [FORM])))["Besoins"]
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[6].height > sheet.row_dimensions[5].height
    assert sheet["B6"].alignment.wrap_text


def test_a_short_word_in_a_narrow_column_takes_one_line() -> None:
    sheet = opened(render(Workbook("w", [Sheet("s", [Column("Unité", width=8)], [("carton",)])])))["s"]
    assert sheet.row_dimensions[2].height is None


def test_quantities_show_no_bare_comma() -> None:
    sheet = opened(render(order()))["Commande"]
    assert [sheet[f"C{row}"].number_format for row in (5, 6)] == ["#,##0", "#,##0.0"]


def test_a_sheet_may_be_words_alone() -> None:
    sheet = opened(render(Workbook("w", [Sheet("À lire", title="Mode d’emploi", intro=["Un.", "Deux."])])))["À lire"]
    assert [sheet[f"A{row}"].value for row in (1, 3, 4)] == ["Mode d’emploi", "Un.", "Deux."]
