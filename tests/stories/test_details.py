"""The details of a line: by keys, by touch, refused, told by a colleague, and read by axe in all of these."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories.conftest import DESK, PHONE, Enter
from tests.stories.test_accessibility import read, violations
from tests.stories.test_entry import field, line, saved, total, type_lines

pytestmark = pytest.mark.browser


def details(page: Page, number: int) -> None:
    expect(line(page, number).locator("[data-more]")).to_be_visible()


def check(page: Page) -> None:
    """At a desk, in the dark too, and on a phone."""
    found = read(page)
    page.set_viewport_size(DESK)
    assert not found


def test_a_line_is_split_and_made_flexible_by_keys_alone(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6", "GAN-9")
    press, write = page.keyboard.press, page.keyboard.type
    assert page.locator("#lines [data-more]").count() == 0
    field(page, 1, "quantity").fill("15")
    press("Alt+Shift+P")
    expect(field(page, 1, "flex_plus")).to_be_focused()
    write("2")
    press("Tab")
    write("1")
    press("Tab")
    write("10")
    press("Tab")
    write("4")
    expect(field(page, 1, "site")).to_have_value("")
    press("ArrowUp")
    expect(field(page, 1, "quantity")).to_be_focused()
    why = line(page, 1).locator("[data-why]")
    expect(why).to_contain_text("14 sur 15")
    expect(field(page, 1, "split.ARV-2")).to_have_attribute("aria-invalid", "true")
    check(page)
    field(page, 1, "split.ARV-2").focus()
    press("Control+a")
    write("5")
    press("Alt+Shift+P")
    expect(field(page, 1, "what")).to_be_focused()
    expect(line(page, 1).locator("[data-more]")).to_be_hidden()
    saved(page, 1)
    total(page, 2)
    page.reload()
    details(page, 1)  # it holds something
    expect(field(page, 1, "flex_minus")).to_have_value("1")
    expect(field(page, 1, "split.ARV-1")).to_have_value("10")
    expect(field(page, 1, "site").locator("option:checked")).to_have_text("réparti")
    check(page)


def test_a_split_is_undone_and_done_again(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    field(page, 0, "quantity").fill("15")
    line(page, 0).locator("[data-do=details]").click()
    for code, quantity in (("ARV-1", "10"), ("ARV-2", "5")):
        field(page, 0, f"split.{code}").fill(quantity)
    field(page, 0, "remark").focus()
    saved(page, 0)
    field(page, 0, "site").select_option("ARV-2")
    saved(page, 0)
    expect(field(page, 0, "split.ARV-1")).to_have_value("")
    page.keyboard.press("Control+z")
    expect(field(page, 0, "split.ARV-1")).to_have_value("10")
    expect(field(page, 0, "site")).to_have_value("")
    saved(page, 0)
    page.keyboard.press("Control+y")
    expect(field(page, 0, "site")).to_have_value("ARV-2")
    saved(page, 0)
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(field(page, 0, "site")).to_have_value("ARV-1")
    saved(page, 0)
    page.reload()
    assert page.locator("#lines [data-more]").count() == 0


def test_details_that_were_not_saved_are_offered_on_return(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    page.route("**/needs/T1/lines/*", lambda route: route.abort("connectionrefused"))
    page.keyboard.press("Alt+Shift+P")
    line(page, 0).locator("[data-do=details]").click()
    field(page, 0, "flex_plus").fill("7")
    field(page, 0, "flex_plus").press("Tab")
    expect(line(page, 0).locator(".line-state")).to_have_attribute("data-state", "waiting")
    page.once("dialog", lambda dialog: dialog.accept())
    page.unroute("**/needs/T1/lines/*")
    page.goto("/needs/T1")
    page.locator("[data-draft=take]").click()
    expect(field(page, 0, "flex_plus")).to_have_value("7")
    saved(page, 0)


def test_a_copy_takes_the_details_along(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    line(page, 0).locator("[data-do=details]").click()
    field(page, 0, "flex_plus").fill("7")
    line(page, 0).locator("[data-do=duplicate]").click()
    expect(field(page, 1, "flex_plus")).to_have_value("7")
    saved(page, 1)
    total(page, 2)


def test_a_colleagues_details_are_shown_beside_mine(enter: Enter, chromium: Browser, served: str) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    field(page, 0, "quantity").fill("15")
    field(page, 0, "quantity").press("Tab")
    saved(page, 0)
    context = chromium.new_context(base_url=served, viewport=DESK)
    bob = enter("bob", context.new_page())
    bob.goto("/needs/T1")
    line(bob, 0).locator("[data-do=details]").click()
    for name, text in (("flex_plus", "3"), ("split.ARV-1", "10"), ("split.ARV-2", "5")):
        field(bob, 0, name).fill(text)
    field(bob, 0, "remark").focus()
    saved(bob, 0)
    context.close()
    field(page, 0, "quantity").fill("16")
    field(page, 0, "quantity").press("Tab")
    conflict = line(page, 0).locator(".conflict")
    expect(conflict).to_contain_text("Atelier du bas : 5")
    check(page)
    conflict.locator("[data-do=theirs]").click()
    saved(page, 0)
    details(page, 0)
    expect(field(page, 0, "split.ARV-1")).to_have_value("10")
    expect(field(page, 0, "flex_plus")).to_have_value("3")
    expect(field(page, 0, "quantity")).to_have_value("15")


def test_on_a_phone_what_quantity_and_unit_come_first_and_details_a_touch_away(enter: Enter) -> None:
    page = enter("alice")
    page.set_viewport_size(PHONE)
    page.goto("/needs/T1")
    names = line(page, 0).locator("[data-field]:visible").evaluate_all("(all) => all.map((each) => each.dataset.field)")
    assert [name for name in names if name != "family"][:3] == ["what", "quantity", "unit"]
    field(page, 0, "what").fill("FOR-6")
    field(page, 0, "quantity").fill("3")
    line(page, 0).locator("[data-do=details]").click()
    expect(field(page, 0, "flex_plus")).to_be_focused()
    field(page, 0, "flex_plus").fill("2")
    field(page, 0, "flex_plus").press("Tab")
    saved(page, 0)
    line(page, 0).locator("[data-do=details]").click()
    expect(line(page, 0).locator("[data-more]")).to_be_hidden()
    page.reload()
    details(page, 0)
    assert not violations(page)
