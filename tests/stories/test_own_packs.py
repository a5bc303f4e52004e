"""“3 cartons de 5 ramettes”: asked about under the line, confirmed by one key or a touch, undone in one step."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import PHONE, Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_details import check
from tests.stories.test_entry import field, line, saved

pytestmark = pytest.mark.browser


def describe(page: Page) -> None:
    page.goto("/needs/T1")
    field(page, 0, "what").fill("Papier recyclé ivoire")
    field(page, 0, "family").fill("Bureau > Papier")
    field(page, 0, "quantity").fill("3 cartons de 5 ramettes")
    field(page, 0, "quantity").press("Tab")
    expect(line(page, 0).locator("[data-asked]")).to_contain_text("3 × carton de 5 ramettes = 15 ramettes")
    expect(line(page, 0).locator(".line-state")).to_have_attribute("data-state", "refused")


def test_a_pack_is_confirmed_by_one_key(enter: Enter) -> None:
    page = enter("alice")
    describe(page)
    check(page)
    field(page, 0, "quantity").focus()
    page.keyboard.press("Alt+Shift+1")
    saved(page, 0)
    expect(field(page, 0, "unit")).to_have_value("carton de 5 ramettes")
    expect(line(page, 0).locator("[data-base]")).to_have_text("= 15 ramettes")
    expect(line(page, 0).locator("[data-asked]")).to_have_count(0)
    page.reload()
    expect(field(page, 0, "unit")).to_have_value("carton de 5 ramettes")
    assert page.locator("#lines [data-more]").count() == 0  # no detail
    field(page, 0, "quantity").fill("4")
    field(page, 0, "quantity").press("Tab")
    expect(line(page, 0).locator("[data-base]")).to_have_text("= 20 ramettes")
    line(page, 0).locator("[data-do=duplicate]").click()
    saved(page, 1)
    expect(line(page, 1).locator("[data-base]")).to_have_text("= 20 ramettes")


def test_a_no_is_not_asked_again(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    for name, text in (
        ("what", "Gants latex bte 100"),
        ("family", "EPI > Gants"),
        ("quantity", "2"),
        ("unit", "boîte"),
    ):
        field(page, 0, name).fill(text)
    field(page, 0, "unit").press("Tab")
    saved(page, 0)  # as described
    asked = line(page, 0).locator("[data-asked]")
    expect(asked).to_contain_text("200")
    field(page, 0, "remark").focus()
    page.keyboard.press("Escape")
    expect(asked).to_have_count(0)
    page.keyboard.type("au quai")
    page.keyboard.press("Tab")
    saved(page, 0)
    expect(asked).to_have_count(0)


def test_on_a_phone_a_touch_confirms_it(enter: Enter) -> None:
    page = enter("alice")
    page.set_viewport_size(PHONE)
    describe(page)
    assert not violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    line(page, 0).locator("[data-do=yes]").click()
    saved(page, 0)
    expect(field(page, 0, "quantity")).to_have_value("3")
