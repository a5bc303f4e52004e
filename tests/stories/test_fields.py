"""A field from its declaration on screen to a line of the grid, at a desk and on a phone, and back from Excel."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import PHONE, Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_entry import field, line, saved

pytestmark = pytest.mark.browser


def declare(page: Page, label: str, kind: str, *, unit: str = "", choices: str = "", required: bool = False) -> None:
    page.goto("/catalogue/families/outillage/fields")
    page.locator("#label").fill(label)
    page.locator("#kind").select_option(kind)
    expect(page.locator("#unit")).to_be_visible(visible=kind == "number")
    expect(page.locator("#choices")).to_be_visible(visible=kind == "choice")
    if unit:
        page.locator("#unit").select_option(unit)
    if choices:
        page.locator("#choices").fill(choices)
    page.locator("#required").set_checked(required)
    page.locator("#add button[type=submit]").click()
    expect(page.locator("#fields")).to_contain_text(label)


def declared(enter: Enter) -> Page:
    """By the buyer: a diameter to be told, a grade to choose; the grade first. Then Alice sits down."""
    page = enter("brigitte")
    declare(page, "Diamètre", "number", unit="MMT", required=True)
    declare(page, "Nuance", "choice", choices="4325\n4315")
    assert not violations(page)
    page.locator("#field-nuance button[data-step=up]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#fields tbody tr").first).to_contain_text("Nuance")
    preview = page.locator("#preview")
    preview.get_by_label("Nuance").select_option("4315")
    expect(preview).to_contain_text("mm")
    return enter("alice")


def test_a_buyer_declares_and_a_member_fills_in_by_keys(enter: Enter, tmp_path: Path) -> None:
    page = declared(enter)
    page.goto("/needs/T1")
    press, type_ = page.keyboard.press, page.keyboard.type
    field(page, 0, "what").focus()
    type_("Foret long")
    press("Tab")
    type_("Outillage > Forets")
    press("Tab")  # the family is said: its fields come
    expect(field(page, 0, "x.diametre")).to_be_visible()
    expect(field(page, 0, "quantity")).to_be_focused()
    type_("3")
    press("Tab")
    type_("pièce")
    field(page, 0, "x.nuance").focus()
    type_("4315")
    press("Tab")
    type_("8 kg")
    press("Tab")
    expect(field(page, 0, "x.diametre")).to_have_attribute("aria-invalid", "true")
    expect(line(page, 0).locator("[data-why]")).to_contain_text("mm")
    assert not violations(page)
    field(page, 0, "x.diametre").fill("0,85 cm")
    press("Tab")
    saved(page, 0)
    expect(field(page, 0, "x.diametre")).to_have_value("8,5")
    page.reload()
    expect(field(page, 0, "x.diametre")).to_have_value("8,5")
    expect(field(page, 0, "x.nuance")).to_have_value("4315")
    changed_in_excel(page, tmp_path)
    page.goto("/needs/T1/recap")
    expect(page.locator(".specified")).to_have_text("Nuance 4315, diamètre 9,5 mm")
    assert not violations(page)


def changed_in_excel(page: Page, folder: Path) -> None:
    """Out, the diameter changed, and in again."""
    page.goto("/needs/T1/workbook")
    with page.expect_download() as download:
        page.locator("a[href$='/draft.xlsx']").click()
    path = folder / "besoins.xlsx"
    download.value.save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Besoins"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value is not None}
    title = cells["Diamètre (mm)"]
    sheet.cell(title.row + 1, title.column).value = 9.5
    book.save(path)
    page.locator("input[type=file]").set_input_files(path)
    page.locator("form:has(input[type=file]) button[type=submit]").click()
    expect(page.locator("[data-outcome=changed]")).to_contain_text("9,5 mm")
    page.locator("#accept button[type=submit].btn-primary").click()
    page.wait_for_url("**/needs/T1?taken=*")


def test_fields_come_with_an_item_and_go_with_another_and_undo_brings_them_back(enter: Enter) -> None:
    page = declared(enter)
    page.goto("/needs/T1")
    field(page, 0, "what").fill("Foret carbure Ø6,8")
    page.locator("#pick-list [role=option]").first.click()
    expect(field(page, 0, "x.diametre")).to_be_visible()
    field(page, 0, "quantity").fill("2")
    field(page, 0, "x.diametre").fill("6,8")
    field(page, 0, "x.nuance").focus()
    saved(page, 0)
    field(page, 0, "what").fill("Papier A4 80 g")
    page.locator("#pick-list [role=option]").first.click()
    expect(field(page, 0, "x.diametre")).to_have_count(0)
    saved(page, 0)
    page.locator("[data-do=undo]").click()
    expect(field(page, 0, "x.diametre")).to_have_value("6,8")
    saved(page, 0)
    page.reload()
    expect(field(page, 0, "x.diametre")).to_have_value("6,8")


def test_on_a_phone_by_touch(enter: Enter) -> None:
    page = declared(enter)
    page.set_viewport_size(PHONE)
    page.goto("/needs/T1")
    field(page, 0, "what").fill("Foret long")
    field(page, 0, "family").fill("Outillage")
    field(page, 0, "quantity").fill("1")
    field(page, 0, "unit").fill("pièce")
    field(page, 0, "x.diametre").fill("12")
    field(page, 0, "x.nuance").select_option("4325")
    saved(page, 0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert not violations(page)
