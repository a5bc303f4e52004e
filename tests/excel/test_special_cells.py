"""Single cells that are unlike the others of their column."""

from __future__ import annotations

from pooling.excel.spec import Column, Entered, Sheet, Special, Workbook
from pooling.excel.writer import render
from tests.excel.books import opened

COLUMNS = [Column("Désignation"), Column("Quantité", kind="quantity", unlocked=True), Column("Unité")]
PLACES = ("carton de 5", "boîte de 2,5 kg")


def book() -> bytes:
    rows: list[tuple[Entered, ...]] = [
        ("Papier", 3, "ramette"),
        (Special("Gants", unlocked=True), Special("douze", comment="Écrivez un nombre."), None),
        ("Colle", 2, Special(None, unlocked=True, choices=PLACES)),
        ("Vis", 2, Special("lot", unlocked=True, choices=PLACES)),
    ]
    return render(Workbook("Essai", [Sheet("Essai", COLUMNS, rows)]))


def test_a_cell_may_be_open_in_a_closed_column() -> None:
    sheet = opened(book())["Essai"]
    assert sheet["A2"].protection.locked
    assert not sheet["A3"].protection.locked
    assert sheet["A3"].value == "Gants"


def test_a_faulty_cell_is_coloured_and_says_why() -> None:
    sheet = opened(book())["Essai"]
    assert sheet["B3"].value == "douze"
    assert sheet["B3"].comment.text.strip() == "Écrivez un nombre."
    assert sheet["B3"].fill.fgColor.rgb != sheet["B2"].fill.fgColor.rgb
    assert sheet["B2"].comment is None


def test_a_cell_has_its_own_list() -> None:
    opened_book = opened(book())
    rules = {str(rule.sqref): rule.formula1 for rule in opened_book["Essai"].data_validations.dataValidation}
    assert set(rules) == {"B2:B5", "C4:C5"}
    listed = opened_book["Listes"]
    assert [cell.value for cell in listed["A"]][1:] == list(PLACES)


def test_the_bytes_are_the_same_every_time() -> None:
    assert book() == book()
