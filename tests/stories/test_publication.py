"""From grouped lines to what members read: a buyer publishes by keys alone, a member reads on a phone."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from pooling.access.viewer import Viewer
from pooling.consolidation.publishing import publish
from tests.consolidation.entering import Wish, close, enter
from tests.consolidation.publications import FIRMS, ask, ask_all, group, settle_in
from tests.consolidation.test_packing import sold_in
from tests.consolidation.test_publishing import EVEN
from tests.stories.conftest import DESK, PHONE, Enter
from tests.stories.test_accessibility import read

pytestmark = pytest.mark.browser

FAR = 60  # keys from the top of a page to anything on it
WIDER = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def two_quarters(system: Viewer) -> None:
    """T0 is published; T1 is closed: paper in whole packs, gloves of one firm, drills of five."""
    settle_in(system)
    sold_in(system)
    ask_all(system, EVEN, campaign="T0")
    publish(system, group(system, "T0"))
    ask(system, "PAP-A4", EVEN)
    enter(system, Wish("ARV", "PAP-A4", "33", price="1"))[0].flex_plus = Decimal(10)
    enter(system, Wish("ARV", "GAN-9", "7413", price="1"))
    ask(system, "FOR-6", EVEN)
    close(system)
    system.session.commit()


def walk_to(page: Page, target: Locator) -> None:
    """By Tab from the top of the page, and press Enter."""
    page.locator("body").press("Home")
    for _step in range(FAR):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            return page.keyboard.press("Enter")
    raise AssertionError(f"no way to {target} by Tab")


def say_yes(page: Page) -> None:
    """To what the page has just asked: the answer has the focus or is a Tab away."""
    yes = page.locator("#confirm-dialog[open] button[value=yes]")
    expect(yes).to_be_visible()
    yes.press("Enter")


@pytest.mark.usefixtures("two_quarters")
def test_a_buyer_groups_and_publishes_by_keys_and_members_read_it_on_a_phone(enter: Enter) -> None:
    page = enter("brigitte")
    page.goto("/")
    walk_to(page, page.get_by_role("link", name="Les lignes peuvent être regroupées."))
    page.wait_for_url("**/consolidation/T1")
    walk_to(page, page.locator("form[action$='/consolidate'] summary"))
    say_yes(page)
    expect(page.locator("#flash")).to_contain_text("Les lignes sont regroupées")
    walk_to(page, page.locator("form[action$='/publish'] summary"))
    say_yes(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ce que le groupement achète")
    _the_totals(page)
    _a_member_on_a_phone(enter("alice"))


def _the_totals(page: Page) -> None:
    assert not read(page)
    page.set_viewport_size(DESK)
    table, drawn = page.locator("#totals"), page.get_by_role("img")
    expect(table.get_by_text("n.c.").first).to_be_visible()
    expect(drawn.first).to_have_attribute("aria-label", re.compile(r"Bureau : T2 2026 400,00\s€, T3 2026 433,00\s€\."))
    expect(drawn.last).to_have_attribute("aria-label", re.compile(r"EPI : .* T3 2026 n\.c\.\."))
    assert drawn.count() == table.locator("tbody tr:not(.is-under)").count()
    page.emulate_media(media="print")
    expect(page.locator(".page-actions")).to_be_hidden()
    expect(table).to_be_visible()
    page.emulate_media(media="screen")


def _a_member_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/needs/")
    page.locator("a.task", has_text="Vos parts de « Trimestre T1 »").click()
    first = page.locator("#shares tbody tr").first
    expect(first).to_contain_text("Papier")
    expect(first).to_contain_text("Vous avez demandé 33 ramettes")
    expect(page.locator("#shares tbody tr").last).to_contain_text("comme demandé")
    assert not read(page)
    text = page.locator("main").inner_text()
    assert not [code for code in FIRMS if f"secrète {code}" in text]
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Mes besoins").last.click()
    page.get_by_role("link", name="Ce que le groupement achète").click()
    expect(page.locator("#totals tbody tr").first).to_be_visible()
    assert not page.evaluate(WIDER)
