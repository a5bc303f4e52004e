"""Every kind of page, read by axe at a desk and on a phone, in the light and in the dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from tests.access.stage import KEY, Stage, set_up
from tests.stories.conftest import DESK, PHONE, Enter

pytestmark = pytest.mark.browser

PAGES = {
    None: ("/login", "/reset"),
    "alice": (
        "/needs/",
        "/needs/T1",
        "/needs/T2",
        "/needs/T1/recap",
        "/consolidation/totals",
        "/consolidation/shares/T3",
        "/needs/ceiling",
        f"/needs/T1/lines/{KEY}/files",
        "/catalogue/",
        "/catalogue/items/PAP-A4",
        "/members/mine",
        "/campaigns/calendar",
        "/members/charter",
        "/journal/looks",
        "/change",
    ),
    "brigitte": (
        "/campaigns/",
        "/campaigns/T1",
        "/campaigns/calendar",
        "/campaigns/new",
        "/needs/T1/answers",
        "/needs/T1/answers/ARV",
        "/consolidation/",
        "/consolidation/T1",
        "/consolidation/T3",
        "/consolidation/T3/{pool}",
        "/sourcing/",
        "/sourcing/T3",
        "/orders/",
        "/orders/{order}",
        "/catalogue/families",
        "/catalogue/suppliers/{supplier}",
        "/catalogue/agreements/AC-PAP",
        "/journal/",
    ),
    "adele": ("/members/", "/members/ARV", "/members/staff", "/members/invite", "/members/outbox", "/nowhere"),
}
# the innermost things that reach beyond the window
WIDER = """[...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth && !each.childElementCount)
    .map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture
def stage(system: Viewer) -> Stage:
    """Lines in T1, orders in T3, and T2 open with nothing in it."""
    blank = system.session.scalars(select(Campaign).where(Campaign.code == "T2")).one()
    blank.state = State.OPEN
    return set_up(system)


def violations(page: Page, **options: object) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]


def read(page: Page, address: str) -> list[str]:
    page.set_viewport_size(DESK)
    page.goto(address)
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found += violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"wider than a phone: {page.evaluate(WIDER)}")
    return found


@pytest.mark.parametrize("reader", PAGES, ids=str)
def test_pages_can_be_used_by_everybody(reader: str | None, page: Page, enter: Enter, stage: Stage) -> None:
    if reader:
        enter(reader)
    known = {"pool": stage.pool, "order": stage.order, "supplier": stage.supplier}
    found = {address: read(page, address.format(**known)) for address in PAGES[reader]}
    assert not [f"{address}: {fault}" for address, faults in found.items() for fault in faults]
