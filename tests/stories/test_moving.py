"""Lines are moved by keys and by touch, keep their places, and go back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.stories.conftest import PHONE, Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_entry import field, line, saved, total, type_lines

pytestmark = pytest.mark.browser

PAPER, GLOVES, DRILL = "Papier A4 80 g blanc, ramette 500 feuilles", "Gants nitrile taille 9", "Foret carbure Ø6"


def stand(page: Page, *names: str) -> None:
    for number, name in enumerate(names):
        expect(field(page, number, "what")).to_have_value(name)


def test_a_line_is_moved_by_keys_and_keeps_its_place(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "GAN-9", "FOR-6")
    press = page.keyboard.press
    field(page, 2, "quantity").focus()
    press("Alt+Shift+ArrowUp")
    press("Alt+Shift+ArrowUp")
    press("Alt+Shift+ArrowUp")  # at the top: nothing
    stand(page, DRILL, PAPER, GLOVES)
    expect(field(page, 0, "quantity")).to_be_focused()
    expect(page.locator("[data-grid-state]")).to_contain_text("1")
    press("Alt+Shift+ArrowDown")
    stand(page, PAPER, DRILL, GLOVES)
    page.reload()
    stand(page, PAPER, DRILL, GLOVES)
    field(page, 2, "quantity").focus()
    press("Alt+Shift+ArrowDown")  # never below the empty one
    stand(page, PAPER, DRILL, GLOVES, "")


def test_moves_are_undone_among_other_steps(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "GAN-9", "FOR-6")
    press = page.keyboard.press
    field(page, 0, "quantity").focus()
    press("Alt+Shift+ArrowDown")
    stand(page, GLOVES, PAPER, DRILL)
    field(page, 1, "quantity").fill("9")
    field(page, 1, "quantity").press("Tab")
    saved(page, 1)
    field(page, 1, "quantity").focus()
    press("Alt+Shift+Delete")
    total(page, 2)
    press("Control+z")
    stand(page, GLOVES, PAPER, DRILL)
    press("Control+z")
    expect(field(page, 1, "quantity")).to_have_value("1")
    saved(page, 1)
    press("Control+z")
    stand(page, PAPER, GLOVES, DRILL)
    press("Control+y")
    stand(page, GLOVES, PAPER, DRILL)
    for number in range(3):
        saved(page, number)
    page.reload()
    stand(page, GLOVES, PAPER, DRILL)


def test_a_line_added_or_copied_in_between_stays_there(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "FOR-6")
    field(page, 0, "quantity").focus()
    page.keyboard.press("Control+Enter")
    expect(field(page, 1, "what")).to_be_focused()
    page.keyboard.type("GAN-9")
    field(page, 1, "quantity").fill("2")
    field(page, 1, "quantity").press("Tab")
    saved(page, 1)
    field(page, 0, "quantity").focus()
    page.keyboard.press("Alt+Shift+D")
    total(page, 4)
    page.reload()
    stand(page, PAPER, PAPER, GLOVES, DRILL)


def test_when_the_server_is_away_a_line_stays_and_says_so(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "FOR-6")
    page.route("**/needs/T1/lines", lambda route: route.abort("connectionrefused"))
    field(page, 1, "quantity").focus()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("[data-grid-state]")).to_have_class("grid-state muted needs-js is-bad")
    stand(page, PAPER, DRILL)


def test_on_a_phone_a_line_is_moved_by_its_buttons(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "FOR-6")
    page.set_viewport_size(PHONE)
    line(page, 1).locator("[data-do=details]").click()
    assert not violations(page)
    line(page, 1).locator("[data-do=up]").click()
    stand(page, DRILL, PAPER)
    line(page, 0).locator("[data-do=down]").click()
    stand(page, PAPER, DRILL)
    page.reload()
    stand(page, PAPER, DRILL)
