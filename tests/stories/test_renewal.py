"""A quarter of forty lines, from the one before: by keys alone, then by touch on a phone."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category
from pooling.members.models import Member
from pooling.needs.lines import Line
from pooling.needs.rules import enter_many
from tests.stories.conftest import PHONE, Enter
from tests.stories.test_accessibility import violations

pytestmark = pytest.mark.browser

FORTY = 40
CHANGED = {3: "13", 11: "21", 19: "29", 27: "37", 39: "49"}


@pytest.fixture
def last_quarter(system: Viewer) -> None:
    """Forty lines in T0, which is over: it is opened for the moment, as loaders find it."""
    session = system.session
    campaigns = {each.code: each for each in session.scalars(select(Campaign))}
    family = session.scalars(select(Category).where(Category.path == "Outillage > Forets")).one()
    firm = session.scalars(select(Member).where(Member.code == "ARV")).one()
    then = campaigns["T0"].state
    campaigns["T0"].state = campaigns["T1"].state
    session.flush()
    names = [f"Foret étagé Ø{number}" for number in range(FORTY)]
    lines = [Line(designation=name, category=family, unit="C62", quantity=Decimal(10)) for name in names]
    enter_many(system, campaigns["T0"], firm, lines)
    campaigns["T0"].state = then
    session.commit()


class Steps:
    """Keys pressed or fingers put down, counted; a number typed is one step."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.count += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.count += 1

    def reach(self, selector: str, key: str = "Tab", most: int = 60) -> None:
        """On with the key until the focus is there."""
        for _ in range(most):
            self.press(key)
            if self.page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
                return
        pytest.fail(f"{most} times {key} did not lead to {selector}")

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.tap()
        self.count += 1


def submitted(page: Page) -> None:
    page.goto("/needs/")
    expect(page.locator("[data-campaign=T1]")).to_have_attribute("data-state", "submitted")
    page.goto("/needs/T1/recap")
    expect(page.locator("table.recap tbody tr")).to_have_count(FORTY)
    for quantity in CHANGED.values():
        expect(page.locator("table.recap tbody tr").filter(has_text=quantity).first).to_be_visible()


@pytest.mark.usefixtures("last_quarter")
def test_forty_lines_by_keys_alone(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    steps, began = Steps(page), time.perf_counter()
    steps.reach("a[href$='/renew']")
    steps.press("Enter")
    page.wait_for_url("**/renew")
    assert not violations(page)
    steps.reach("[data-quantity]")
    at = 0
    for number, quantity in CHANGED.items():
        steps.press("ArrowDown", number - at)
        steps.press("Control+a") if number == at else None
        steps.type(quantity)
        at = number
    steps.press("Control+Enter")
    page.wait_for_url("**/needs/T1?renewed=*")
    expect(page.locator("#lines .line[data-version]")).to_have_count(FORTY)
    steps.reach("[data-check]", "Shift+Tab")
    steps.press("Enter")
    page.wait_for_url("**/recap")
    steps.reach("form[action$='/submit'] summary, form[action$='/submit'] button")
    steps.press("Enter")
    expect(page.locator("#confirm-dialog[open]")).to_be_visible()
    steps.reach("#confirm-dialog button[value=yes]", most=4)
    steps.press("Enter")
    expect(page.locator("form[action$='/submit']")).to_have_count(0)
    took = time.perf_counter() - began
    submitted(page)
    print(f"\nrenew {FORTY}, change {len(CHANGED)}, submit: {steps.count} keys, {took:.1f} s")


@pytest.mark.usefixtures("last_quarter")
def test_forty_lines_by_touch_on_a_phone(chromium: Browser, served: str, enter: Enter) -> None:
    context = chromium.new_context(base_url=served, viewport=PHONE, has_touch=True, reduced_motion="reduce")
    page = enter("alice", context.new_page())
    page.goto("/needs/T1")
    steps, began = Steps(page), time.perf_counter()
    steps.tap("a[href$='/renew']")
    page.wait_for_url("**/renew")
    assert not violations(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    for number, quantity in CHANGED.items():
        page.locator("[data-quantity]").nth(number).tap()
        page.locator("[data-quantity]").nth(number).fill(quantity)
        steps.count += 2
    steps.tap("[data-renew] button.btn-primary")
    page.wait_for_url("**/needs/T1?renewed=*")
    expect(page.locator("#lines .line[data-version]")).to_have_count(FORTY)
    steps.tap("[data-check]")
    page.wait_for_url("**/recap")
    steps.tap("form[action$='/submit'] summary, form[action$='/submit'] button")
    steps.tap("#confirm-dialog[open] button[value=yes]")
    expect(page.locator("form[action$='/submit']")).to_have_count(0)
    took = time.perf_counter() - began
    submitted(page)
    print(f"\nthe same by touch: {steps.count} touches, {took:.1f} s")
    context.close()


@pytest.mark.usefixtures("last_quarter")
def test_a_line_of_which_none_is_wanted_stays_behind(enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1/renew")
    first = page.locator("[data-row-check]").first
    expect(first).to_be_checked()
    for typed, ticked in (("0", False), ("3", True), ("", False), ("0,5", True), ("0,00", False)):
        page.locator("[data-quantity]").first.fill(typed)
        expect(first).to_be_checked(checked=ticked)
