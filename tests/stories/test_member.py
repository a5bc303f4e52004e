from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cast import PASSWORD
from tests.stories.conftest import Enter, answer, press, type_password

pytestmark = pytest.mark.browser

DRILL = "Foret étagé Ø8-12"


def field(line: Locator, name: str) -> Locator:
    return line.locator(f"[data-field={name}]")


def line(page: Page, number: int) -> Locator:
    return page.locator("#lines .line").nth(number)


def pick_by_letters(page: Page, number: int, letters: str) -> None:
    field(line(page, number), "what").press_sequentially(letters)
    expect(page.locator("#pick-list [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(line(page, number), "quantity")).to_be_focused()


def expect_saved(row: Locator) -> None:
    expect(row.locator(".line-state")).to_have_attribute("data-state", "saved")
    expect(row.locator("[data-saved-at]")).not_to_be_empty()


def enter_three_needs(page: Page) -> None:
    pick_by_letters(page, 0, "ramette")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    expect_saved(line(page, 0))

    by_reference = line(page, 1)
    field(by_reference, "what").fill("NIT-9")
    field(by_reference, "quantity").fill("2")
    field(by_reference, "unit").fill("boîte de 100")
    field(by_reference, "price").fill("9,5")
    field(by_reference, "price").press("Tab")
    expect_saved(by_reference)
    expect(by_reference.locator("[data-base]")).to_contain_text("200")
    expect(by_reference.locator("[data-amount]")).to_contain_text("19")

    described = line(page, 2)
    field(described, "what").fill(DRILL)
    field(described, "family").fill("Outillage > Forets")
    field(described, "quantity").fill("1 500")
    field(described, "unit").fill("C62")
    field(described, "supplier").fill("Outil & Coupe")
    field(line(page, 3), "what").focus()
    expect_saved(described)


def expect_three_needs(page: Page) -> None:
    rows = page.locator("table.recap tbody tr")
    expect(rows).to_have_count(3)
    for told in ("PAP-A4", "GAN-9", DRILL):
        expect(rows.filter(has_text=told)).to_have_count(1)
    expect(rows.filter(has_text="GAN-9")).to_contain_text("200")


def test_a_member_signs_in_enters_submits_and_reopens(page: Page) -> None:
    type_password(page, "alice@example.org", PASSWORD)
    campaign = page.locator("[data-campaign=T1]")
    expect(campaign).to_have_attribute("data-state", "not_started")
    campaign.locator("a.btn-primary").click()
    enter_three_needs(page)
    expect(page.locator("[data-total-lines]")).to_have_text("3")

    page.reload()
    expect(page.locator("#lines .line[data-version]")).to_have_count(3)
    page.locator("[data-check]").click()
    expect_three_needs(page)

    press(page, "submit")
    answer(page)
    expect_three_needs(page)
    expect(page.locator("form[action$='/submit']")).to_have_count(0)
    page.goto("/")
    expect(campaign).to_have_attribute("data-state", "submitted")

    press(page, "reopen")
    expect(page.locator("#lines .line[data-version]")).to_have_count(3)


def test_a_line_that_cannot_be_read_keeps_what_was_typed_and_says_why(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    row = line(page, 0)
    field(row, "what").fill("PAP-A4")
    field(row, "quantity").fill("une douzaine")
    field(row, "quantity").press("Tab")
    expect(row.locator(".line-state")).to_have_attribute("data-state", "refused")
    expect(field(row, "quantity")).to_have_attribute("aria-invalid", "true")
    expect(field(row, "quantity")).to_have_value("une douzaine")
    expect(page.locator("#lines .why").first).to_be_visible()

    field(row, "quantity").fill("12")
    field(row, "quantity").press("Tab")
    expect_saved(row)
    expect(page.locator("#lines .why").first).to_be_hidden()


def test_a_recap_on_paper_says_whose_it_is(enter: Enter) -> None:
    page = enter("alice")
    pick_by_letters_and_save(page)
    page.goto("/needs/T1/recap")
    page.emulate_media(media="print")
    expect(page.locator(".group-name")).to_be_visible()
    expect(page.locator(".band")).to_contain_text("Ateliers de l'Arve")
    expect(page.locator(".rooms")).to_be_hidden()
    expect(page.locator(".brand")).to_be_hidden()


def pick_by_letters_and_save(page: Page) -> None:
    page.goto("/needs/T1")
    pick_by_letters(page, 0, "ramette")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    expect_saved(line(page, 0))
