"""The fields of families in the needs form and in lists of a firm's own making."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pooling.access.viewer import Viewer
from pooling.catalogue.family_fields import FieldFacts, edit_field, switch_field
from pooling.catalogue.field_queries import family_field
from pooling.needs import rules
from tests.catalogue.declaring import SIZE, declare, family, tooling
from tests.catalogue.test_fields import specify
from tests.needs import acts
from tests.needs.acts import KEY, OTHER, Browse, LookAs
from tests.needs.test_workbook import difference, fill, form, given_back, header_row, sent, sheet_of, ticks


def column(sheet: Worksheet, title: str) -> str:
    return next(cell.column_letter for cell in sheet[header_row(sheet)] if cell.value == title)


def at(sheet: Worksheet, title: str, line: int = 0) -> Any:
    return sheet[f"{column(sheet, title)}{header_row(sheet) + 1 + line}"]


@pytest.fixture
def drill(viewer: LookAs, leave: Callable[[], None]) -> None:
    """Alice's draft: a described drill of 8 mm, and the drill FOR-6 whose diameter the catalogue says."""
    buyer = viewer("brigitte")
    tooling(buyer)
    specify(buyer, "FOR-6", diametre="6")
    alice = viewer("alice")
    described = acts.described(alice, designation="Foret étagé", fields={"diametre": "8.5", "nuance": "4325"})
    rules.save(alice, acts.campaign(alice), described, key=KEY)
    named = rules.Line(item=acts.item(alice, "FOR-6"), quantity=Decimal(4))
    rules.save(alice, acts.campaign(alice), named, key=OTHER)
    leave()


def test_without_fields_the_form_has_no_columns_for_them(browse: Browse) -> None:
    sheet = sheet_of(form(browse("alice"), "empty"))
    stamps = [cell.value for row in sheet.iter_rows(max_row=12) for cell in row if "FORMULAIRE" in str(cell.value)]
    assert re.fullmatch(r"FORMULAIRE-BESOINS/1/\d+/entier/ARV/T1", str(stamps[0]))


def test_the_fields_are_columns_with_numbers_as_numbers(drill: None, browse: Browse) -> None:
    sheet = sheet_of(form(browse("alice")))
    assert [at(sheet, title).value for title in ("Diamètre (mm)", "Nuance", "Revêtu")] == [8.5, "4325", None]
    assert at(sheet, "Diamètre (mm)", 1).value == 6, "what the catalogue says is shown"
    assert at(sheet, "Diamètre (mm)", 1).protection.locked
    assert not at(sheet, "Nuance", 1).protection.locked
    assert not at(sheet, "Nuance", 2).protection.locked, "a new line may say it"
    listed = [rule for rule in sheet.data_validations.dataValidation if "4325" in str(rule.formula1)]
    assert listed, "choices come as a list"


def test_the_form_comes_back_unchanged(drill: None, browse: Browse) -> None:
    alice = browse("alice")
    _url, _page, told = difference(alice, given_back(alice, form(alice)))
    assert told == {"same": 2}


def test_the_same_lines_and_fields_make_the_same_bytes(drill: None, browse: Browse) -> None:
    alice = browse("alice")
    first, again = (alice.get("/needs/T1/workbook/draft.xlsx").data for _ in range(2))
    assert first == again


def test_values_are_changed_and_entered_in_excel(drill: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    book = form(alice)
    sheet = sheet_of(book)
    at(sheet, "Diamètre (mm)").value = "0,9 cm"
    at(sheet, "Nuance").value = None
    at(sheet, "Revêtu", 1).value = "oui"
    fill(sheet, 2, designation="Alésoir", category="Outillage", unit="pièce", quantity=2)
    at(sheet, "Diamètre (mm)", 2).value = 12
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 1, "changed": 2}
    assert "Diamètre 8,5 mm, nuance 4325" in page
    assert "Diamètre 9 mm" in page
    alice.post(url, data={"take": ticks(page)})
    held = {need.designation or "FOR-6": need.fields for need in acts.held(viewer)}
    assert held == {"Foret étagé": {"diametre": "9"}, "FOR-6": {"revetu": "yes"}, "Alésoir": {"diametre": "12"}}


@pytest.mark.parametrize(
    ("title", "line", "wrong"),
    [
        ("Diamètre (mm)", 0, "8 kg"), ("Diamètre (mm)", 0, "huit"), ("Nuance", 0, "4336"), ("Revêtu", 0, "un peu"),
        ("Diamètre (mm)", 1, 8), ("Nuance", 2, "4325"), ("Diamètre (mm)", 2, 5),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_at_its_cell(
    drill: None, browse: Browse, viewer: LookAs, title: str, line: int, wrong: object
) -> None:
    alice = browse("alice")
    book = form(alice)
    sheet = sheet_of(book)
    fill(sheet, 2, item="PAP-A4", quantity=1)
    at(sheet, title, line).value = wrong
    _url, page, told = difference(alice, given_back(alice, book))
    assert told["refused"] == 1
    assert f"{column(sheet, title)}{header_row(sheet) + 1 + line}" in page


def test_refused_rows_come_back_with_the_faulty_cell_commented(drill: None, browse: Browse) -> None:
    alice = browse("alice")
    book = form(alice)
    at(sheet_of(book), "Nuance").value = "4336"
    answer = given_back(alice, book)
    faulty = sheet_of(opened(alice.get(f"{answer.location}/refused.xlsx").data))
    assert "4325" in str(at(faulty, "Nuance").comment.text)
    assert at(faulty, "Diamètre (mm)").value == 8.5


def opened(data: bytes) -> Any:

    return openpyxl.load_workbook(io.BytesIO(data))


def test_a_form_of_a_field_that_was_renamed_is_refused_with_the_reason(
    drill: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    alice = browse("alice")
    book = form(alice)
    rename(viewer("brigitte"))
    leave()
    answer = given_back(alice, book)
    assert answer.status_code == 422
    assert "Nuance" in answer.text


def rename(buyer: Viewer) -> None:
    field = family_field(buyer, family(buyer, "Outillage > Forets"), "nuance")
    edit_field(buyer, field, FieldFacts("Nuance du carbure", choices=("4325", "4315")))


def test_a_form_made_before_a_field_was_declared_is_taken(
    drill: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=7)
    declare(viewer("brigitte"), "Outillage", SIZE)
    leave()
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"changed": 1, "same": 1}
    alice.post(url, data={"take": ticks(page)})
    assert {"diametre": "8.5", "nuance": "4325"} in [need.fields for need in acts.held(viewer)]


def test_a_field_no_longer_asked_for_keeps_its_values_when_the_form_comes_back(
    drill: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    buyer = viewer("brigitte")
    switch_field(buyer, family_field(buyer, family(buyer, "Outillage > Forets"), "nuance"), active=False)
    leave()
    alice = browse("alice")
    book = form(alice)
    fill(sheet_of(book), 0, quantity=7)
    url, page, _told = difference(alice, given_back(alice, book))
    alice.post(url, data={"take": ticks(page)})
    assert {"diametre": "8.5", "nuance": "4325"} in [need.fields for need in acts.held(viewer)]


def test_a_list_of_ones_own_has_columns_of_fields_too(viewer: LookAs, browse: Browse) -> None:
    tooling(viewer("brigitte"))
    alice = browse("alice")
    text = "Désignation;Famille;Quantité;Unité;Diamètre;Nuance\nForet long;Outillage > Forets;3;pièce;8,5;4325\n"
    answer = sent(alice, text.encode(), "liste.csv")
    columns = alice.get(answer.location, follow_redirects=True)
    chosen = dict(re.findall(r'name="(column\d+)".*?<option value="([^"]*)" selected', columns.text, re.DOTALL))
    assert chosen["column4"] == "field diamètre (mm)"
    assert chosen["column5"] == "field nuance"
    url, page, told = difference(alice, alice.post(f"{answer.location}/columns", data=chosen))
    assert told == {"new": 1}
    alice.post(url, data={"take": ticks(page)})
    (need,) = acts.held(viewer)
    assert need.fields == {"diametre": "8.5", "nuance": "4325"}
