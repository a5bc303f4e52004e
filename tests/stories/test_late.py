"""A late line asked for as a line of the grid is typed: the same search, the same packs, the same fields."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from pooling.access.viewer import Viewer
from pooling.needs.rules import save
from tests.needs.acts import KEY, LookAs, campaign, close, held, paper
from tests.stories.conftest import PHONE, Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_behalf import asked
from tests.stories.test_fields import declared

pytestmark = pytest.mark.browser


@pytest.fixture
def over(viewer: LookAs, system: Viewer) -> None:
    """Alice's line in a campaign that is closed."""
    alice = viewer("alice")
    save(alice, campaign(alice), paper(alice), key=KEY)
    close(viewer)


def sent(page: Page) -> None:
    page.locator("#reason").fill("Commande reçue hier")
    page.locator("form[data-asking] .form-buttons button[type=submit]").click()
    page.wait_for_url("**/recap")


@pytest.mark.usefixtures("over")
def test_an_item_is_found_while_typing_by_keys_alone(enter: Enter, viewer: LookAs) -> None:
    page = enter("alice")
    page.goto("/needs/T1/late")
    row, press = partial(asked, page), page.keyboard.press
    row("what").focus()
    page.keyboard.type("papier blanc 80")
    expect(page.locator("#pick-list [role=option]").first).to_contain_text("PAP-A4")
    assert not violations(page)
    press("ArrowDown")
    press("Enter")  # chooses, and sends nothing
    expect(row("quantity")).to_be_focused()
    expect(row("item")).to_have_value("PAP-A4")
    expect(row("family")).to_be_hidden()
    expect(row("site")).to_have_value("ARV-1")
    page.keyboard.type("4")
    press("Tab")
    row("unit").select_option("carton de 5")
    sent(page)
    expect(page.locator("[data-late]")).to_contain_text("Papier A4")
    expect(page.locator("[data-late]")).to_contain_text("carton de 5")
    assert len(held(viewer)) == 1


@pytest.mark.usefixtures("over")
def test_another_name_makes_it_a_description_again_and_says_that_nothing_is_called_so(enter: Enter) -> None:
    page = enter("alice")
    page.set_viewport_size(PHONE)
    page.goto("/needs/T1/late")
    row = partial(asked, page)
    row("what").press_sequentially("gants nitrile")
    page.locator("#pick-list [role=option]").first.click()
    expect(row("item")).to_have_value("GAN-9")
    assert row("unit").evaluate("each => each.tagName") == "SELECT"
    row("what").fill("")
    row("what").press_sequentially("zinzolin")
    expect(page.locator(".pick-none")).to_be_visible()
    expect(row("item")).to_have_value("")
    expect(row("family")).to_be_visible()
    assert row("unit").evaluate("each => each.tagName") == "INPUT"
    page.keyboard.press("Escape")
    assert not violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.usefixtures("over")
def test_the_fields_of_its_family_come_with_an_item(enter: Enter, viewer: LookAs) -> None:
    page = declared(enter)
    page.goto("/needs/T1/late")
    row = partial(asked, page)
    row("what").press_sequentially("foret carbure")
    page.locator("#pick-list [role=option]").first.click()
    expect(row("x.diametre")).to_be_visible()
    expect(page.locator("button[data-do=up]")).to_have_count(0)  # nothing is moved here
    row("quantity").fill("2")
    row("x.diametre").fill("0,6 cm")
    assert not violations(page)
    sent(page)
    expect(page.locator("[data-late]")).to_contain_text("Diamètre 6 mm")


@pytest.mark.usefixtures("over")
def test_a_correction_of_a_line_searches_too(enter: Enter) -> None:
    page = enter("alice")
    page.goto(f"/needs/T1/late?line={KEY}")
    row = partial(asked, page)
    expect(row("unit")).to_have_value("carton de 5")
    row("what").fill("")
    row("what").press_sequentially("P80")
    page.locator("#pick-list [role=option]").first.click()
    expect(row("item")).to_have_value("PAP-A4")
