"""The grid as a spreadsheet: keys, blocks, undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.stories.conftest import PATIENCE, PHONE, Enter
from tests.stories.test_accessibility import violations

pytestmark = pytest.mark.browser

TABLE = "Code article\tDésignation\tQté\tUnité\r\nPAP-A4\tPapier\t4\tcarton de 5\r\nFOR-6\tForet\t1.234\t\r\n"
PASTE = """([text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const told = {clipboardData: data, bubbles: true, cancelable: true};
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", told));
}"""


def line(page: Page, number: int) -> Locator:
    return page.locator("#lines .line").nth(number)


def field(page: Page, number: int, name: str) -> Locator:
    return line(page, number).locator(f"[data-field='{name}']")


def saved(page: Page, number: int) -> None:
    expect(line(page, number).locator(".line-state")).to_have_attribute("data-state", "saved")


def total(page: Page, count: int) -> None:
    expect(page.locator("[data-total-lines]")).to_have_text(str(count))


def type_lines(page: Page, *items: str) -> None:
    """By keys alone: the item, Tab, the quantity, Enter."""
    field(page, 0, "what").focus()
    for number, item in enumerate(items):
        page.keyboard.type(item)
        page.keyboard.press("Tab")  # the family, which a reference does not need
        page.keyboard.press("Tab")
        page.keyboard.type(str(number + 1))
        page.keyboard.press("Enter")  # down, and back to where the Tabs began
        expect(field(page, number + 1, "what")).to_be_focused()
    for number in range(len(items)):
        saved(page, number)


def test_keys_go_where_a_spreadsheet_goes(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "GAN-9", "FOR-6")
    press = page.keyboard.press
    field(page, 2, "quantity").focus()
    press("ArrowUp")
    expect(field(page, 1, "quantity")).to_be_focused()
    press("ArrowDown")
    press("ArrowLeft")
    expect(field(page, 2, "what")).to_be_focused()
    press("ArrowRight")
    expect(field(page, 2, "quantity")).to_be_focused()
    press("F2")
    press("ArrowLeft")  # in the text now
    expect(field(page, 2, "quantity")).to_be_focused()
    field(page, 1, "firm").focus()
    press("ArrowDown")  # a list keeps its arrows
    expect(field(page, 1, "firm")).to_be_focused()
    press("Control+ArrowUp")
    expect(field(page, 0, "firm")).to_be_focused()
    field(page, 0, "quantity").focus()
    press("Alt+Shift+D")
    expect(field(page, 1, "quantity")).to_be_focused()
    saved(page, 1)
    total(page, 4)
    press("Alt+Shift+Delete")
    total(page, 3)
    expect(field(page, 1, "what")).to_have_value(
        page.locator("#lines .line").nth(1).locator("[data-field=what]").input_value()
    )
    field(page, 0, "quantity").focus()
    press("Enter")
    expect(field(page, 1, "quantity")).to_be_focused()  # no Tab before: straight down
    press("F1")
    expect(page.locator("#keys-help")).to_be_visible()
    expect(page.locator("#keys-help")).to_contain_text("Maj")
    expect(page.locator("#keys-help [data-close]")).to_have_text("Fermer")
    assert not violations(page)
    press("Escape")
    expect(page.locator("#keys-help")).to_be_hidden()


def test_tab_leaves_the_grid_at_its_end(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.grid-foot') !== null"):
            return
    pytest.fail("sixty times Tab did not leave the grid")


def test_a_pasted_block_is_shown_asked_about_entered_and_undone_in_one_step(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "GAN-9")
    field(page, 1, "what").focus()
    page.evaluate(PASTE, [TABLE])
    dialog = page.locator("#paste-dialog")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[data-rows]")).to_have_attribute("data-open", "1")
    assert not violations(page)
    page.set_viewport_size(PHONE)
    assert not violations(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    dialog.locator("select[data-answer]").select_option(index=1)
    dialog.locator("[data-accept]").click()
    expect(dialog).to_be_hidden()
    total(page, 3)
    expect(field(page, 1, "quantity")).to_have_value("4")
    expect(field(page, 2, "quantity")).to_have_value("1\u202f234")
    expect(field(page, 0, "quantity")).to_have_value("1")
    field(page, 1, "what").focus()
    page.keyboard.press("Control+z")
    total(page, 1)
    expect(field(page, 1, "what")).to_have_value("")
    page.keyboard.press("Control+y")
    total(page, 3)
    expect(field(page, 2, "quantity")).to_have_value("1\u202f234")
    page.reload()
    expect(page.locator("#lines .line[data-version]")).to_have_count(3)


def test_a_block_without_names_changes_only_its_column(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "PAP-A4", "GAN-9", "FOR-6")
    field(page, 1, "quantity").focus()
    page.evaluate(PASTE, ["20\r\n30\r\n"])
    page.locator("#paste-dialog [data-accept]").click()
    expect(field(page, 1, "quantity")).to_have_value("20")
    expect(field(page, 2, "quantity")).to_have_value("30")
    expect(field(page, 0, "quantity")).to_have_value("1")
    total(page, 3)
    page.locator("[data-do=undo]").click()
    expect(field(page, 1, "quantity")).to_have_value("2")
    expect(field(page, 2, "quantity")).to_have_value("3")
    page.reload()
    expect(field(page, 1, "quantity")).to_have_value("2")


def test_sixty_changes_are_undone_after_saving_and_done_again(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6")
    quantity = field(page, 0, "quantity")
    for count in range(2, 62):
        quantity.fill(str(count))
        quantity.dispatch_event("change")
    saved(page, 0)
    for count in range(60, 0, -1):
        page.keyboard.press("Control+z")
        expect(quantity).to_have_value(str(count))
    saved(page, 0)
    for _ in range(60):
        page.keyboard.press("Control+y")
    expect(quantity).to_have_value("61", timeout=3 * PATIENCE)  # each waits for the save before it
    saved(page, 0)
    page.reload()
    expect(field(page, 0, "quantity")).to_have_value("61")


def test_a_list_is_pasted_on_a_page_of_its_own(enter: Enter) -> None:
    page = enter("alice")
    page.set_viewport_size(PHONE)
    page.goto("/needs/T1/paste")
    assert not violations(page)
    page.locator("#paste-text").fill(TABLE)
    page.locator("form:has(#paste-text) button[value=read]").click()
    expect(page.locator("[data-rows]")).to_have_attribute("data-open", "1")
    assert not violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.locator("select[data-answer]").select_option(index=1)
    page.locator("[data-accept]").click()
    page.wait_for_url("**/needs/T1")
    total(page, 2)


def test_letters_typed_before_a_slow_network_has_brought_the_scripts_count(enter: Enter) -> None:
    page = enter("alice")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    slow = {"offline": False, "latency": 300, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
    network.send("Network.emulateNetworkConditions", slow)
    page.goto("/needs/T1", wait_until="commit")
    page.locator(".line [data-field=what]").first.press_sequentially("ramette")
    expect(page.locator("#pick-list [role=option]").first).to_be_visible()


def test_why_a_line_is_refused_is_announced_politely(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    field(page, 0, "what").fill("FOR-6")
    field(page, 0, "quantity").fill("beaucoup")
    field(page, 1, "what").focus()
    why = line(page, 0).locator("[data-why]")
    expect(why).to_be_visible()
    expect(page.locator("[data-refusals][role=status]")).to_have_text(why.inner_text())
    expect(page.locator("#lines [role=alert]")).to_have_count(0)


def test_a_run_of_tabs_ends_where_the_grid_is_left(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    type_lines(page, "FOR-6", "GAN-9")
    field(page, 0, "what").focus()
    page.keyboard.press("Tab")
    page.locator("[data-do=add]").focus()
    field(page, 0, "quantity").focus()
    page.keyboard.press("Enter")
    expect(field(page, 1, "quantity")).to_be_focused()
