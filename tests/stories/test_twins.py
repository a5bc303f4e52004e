"""“Did you mean…”: offered while one describes, taken by one key, and silent once dismissed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import PHONE, Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_details import check
from tests.stories.test_entry import field, line, saved

pytestmark = pytest.mark.browser


def describe(page: Page, text: str) -> None:
    field(page, 0, "what").focus()
    page.keyboard.type(text)


def test_an_item_is_offered_and_taken_by_one_key(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    describe(page, "gant nitril T9")
    expect(line(page, 0).locator("[data-twins]")).to_contain_text("Gants nitrile taille 9")
    expect(page.locator("[data-offers]")).to_contain_text("Gants nitrile taille 9")
    expect(field(page, 0, "what")).to_be_focused()  # nobody is forced
    check(page)
    page.keyboard.press("Alt+Shift+1")
    expect(field(page, 0, "what")).to_have_value("Gants nitrile taille 9")
    expect(field(page, 0, "quantity")).to_be_focused()
    expect(line(page, 0).locator("[data-twins]")).to_have_count(0)
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    saved(page, 0)
    expect(field(page, 0, "item")).to_have_value("GAN-9")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(field(page, 0, "what")).to_have_value("gant nitril T9")


def test_what_is_dismissed_stays_dismissed(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    describe(page, "gant nitril T9")
    twins = line(page, 0).locator("[data-twins]")
    expect(twins).to_be_visible()
    page.keyboard.press("Escape")
    expect(twins).to_have_count(0)
    with page.expect_response("**/items?*likely*"):
        page.keyboard.press("Tab")
    expect(twins).to_have_count(0)
    field(page, 0, "family").fill("EPI > Gants")
    field(page, 0, "quantity").fill("3")
    field(page, 0, "unit").fill("pièce")
    field(page, 0, "unit").press("Tab")
    saved(page, 0)
    page.reload()
    with page.expect_response("**/items?*likely*"):
        field(page, 0, "what").fill("gants nitril T9")
        field(page, 0, "what").press("Tab")
    expect(twins).to_have_count(0)


def test_on_a_phone_a_touch_takes_it(enter: Enter) -> None:
    page = enter("alice")
    page.set_viewport_size(PHONE)
    page.goto("/needs/T1")
    describe(page, "ramettes papier A4 80gr blanc")
    button = line(page, 0).locator("[data-do=take]").first
    expect(button).to_be_visible()
    assert not violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    button.click()
    expect(field(page, 0, "item")).to_have_value("PAP-A4")
