"""A block with the fields of families: shown, chosen, entered, and undone in one step."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import DESK, PHONE, Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_entry import PASTE, field, line, saved, total
from tests.stories.test_fields import declared

pytestmark = pytest.mark.browser

BLOCK = (
    "Désignation\tQté\tUnité\tØ (cm)\tGrade\tFlexibilité (±)\r\n"
    "Foret étagé\t3\tpièce\t0,85\t4325\t1\r\n"
    "Foret long\t2\tpièce\t9 mm\t4335\t+2\r\n"
)


def copied(page: Page, number: int, text: str, name: str = "what") -> None:
    field(page, number, name).focus()
    page.evaluate(PASTE, [text])
    expect(page.locator("#paste-dialog")).to_be_visible()


def test_fields_are_pasted_with_their_lines_and_undone_in_one_step(enter: Enter) -> None:
    page = declared(enter)
    page.goto("/needs/T1")
    copied(page, 0, BLOCK)
    dialog = page.locator("#paste-dialog")
    expect(dialog.locator("[data-column]").nth(3)).to_have_value("field diamètre (mm)")
    expect(dialog.locator("[data-column]").nth(4)).to_have_value("-")
    expect(dialog.locator("tbody tr").first).to_contain_text("8,5 mm")
    assert not violations(page)
    dialog.locator("[data-column]").nth(4).select_option("field nuance")
    expect(dialog.locator("[data-rows]")).to_have_attribute("data-open", "1")  # 4335 is no grade
    expect(dialog.locator("[data-column]").nth(4)).to_be_focused()
    page.set_viewport_size(PHONE)
    assert not violations(page)
    page.set_viewport_size(DESK)
    dialog.locator("#paste-family").select_option("Outillage > Forets")
    expect(dialog.locator("#paste-family")).to_be_focused()
    dialog.locator("select[data-answer]").select_option("4315")
    dialog.locator("[data-accept]").click()
    expect(dialog).to_be_hidden()
    as_pasted(page)
    page.keyboard.press("Control+z")
    total(page, 0)
    expect(field(page, 0, "what")).to_have_value("")
    page.keyboard.press("Control+y")
    as_pasted(page)
    page.reload()
    as_pasted(page)
    assert not violations(page)


def as_pasted(page: Page) -> None:
    total(page, 2)
    for number, told in enumerate((("8,5", "4325", "1", "1"), ("9", "4315", "2", ""))):
        saved(page, number)
        expect(field(page, number, "x.diametre")).to_be_visible()
        for name, value in zip(("x.diametre", "x.nuance", "flex_plus", "flex_minus"), told, strict=True):
            expect(field(page, number, name)).to_have_value(value)


def test_a_column_pasted_onto_lines_that_stand_is_undone_to_what_each_held(enter: Enter) -> None:
    page = declared(enter)
    page.goto("/needs/T1")
    for number, (item, diameter) in enumerate((("FOR-6", "6"), ("FOR-68", ""))):
        field(page, number, "what").fill(item)
        field(page, number, "quantity").fill("2")
        field(page, number, "quantity").press("Tab")
        saved(page, number)
        expect(field(page, number, "x.diametre")).to_be_visible()
        field(page, number, "x.diametre").fill(diameter)
        field(page, number, "x.diametre").press("Tab")
        saved(page, number)
    copied(page, 0, "Diamètre\tPeut céder\r\n6,1\t1\r\n6,8\t1\r\n", "quantity")
    page.locator("#paste-dialog [data-accept]").click()
    expect(field(page, 0, "x.diametre")).to_have_value("6,1")
    expect(field(page, 1, "x.diametre")).to_have_value("6,8")
    expect(line(page, 1).locator("[data-field=flex_minus]")).to_have_value("1")
    expect(field(page, 0, "quantity")).to_have_value("2")
    page.locator("[data-do=undo]").click()
    expect(field(page, 0, "x.diametre")).to_have_value("6")
    expect(field(page, 1, "x.diametre")).to_have_value("")
    expect(field(page, 1, "flex_minus")).to_have_value("")
    saved(page, 0)
    saved(page, 1)
    page.reload()
    expect(field(page, 0, "x.diametre")).to_have_value("6")


def test_without_javascript_the_page_asks_for_the_family_too(enter: Enter) -> None:
    page = declared(enter)
    page.set_viewport_size(PHONE)
    page.goto("/needs/T1/paste")
    page.locator("#paste-text").fill(BLOCK.replace("4335", "4315"))
    page.locator("form:has(#paste-text) button[value=read]").click()
    expect(page.locator("#paste-family")).to_be_visible()
    page.locator("#paste-family").select_option("Outillage > Forets")
    assert not violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.locator("[data-accept]").click()
    page.wait_for_url("**/needs/T1")
    expect(field(page, 0, "x.diametre")).to_have_value("8,5")
