"""Every page in every state, read by axe at a desk and on a phone, in the light and in the dark."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Error, Page

from pooling.access.viewer import Viewer
from tests.stories.conftest import DESK, PHONE, Enter
from tests.stories.states import ABSENT, READERS, STATES, listed, pages

pytestmark = pytest.mark.browser

AXE = Axe().axe_script
LOOK = """async (options) => (await axe.run(options)).violations.flatMap(
    (fault) => fault.nodes.map((node) => `${fault.id}: ${node.html}`))"""
FIELD = "textarea, select, input:not([type=hidden], [type=checkbox], [type=radio], [type=submit])"
FORM = f"""[...document.querySelectorAll("main form[method=post]")].find(
    (form) => form.checkVisibility() && form.querySelector("{FIELD}"))"""
SEND = f"""(text) => {{
  const form = {FORM};
  for (const field of form.elements)
    if (field.matches("{FIELD}") && field.type !== "file") field.value = field.matches("select") ? "" : text;
  HTMLFormElement.prototype.submit.call(form);
}}"""
REFUSAL = "main [role=alert], main [aria-invalid=true]"
NOT_ANOTHER = {
    "refusing": "nothing is typed here that could be refused",
    "closed": "is not about a campaign that closes",
}
CLOSES = "/T1"
Eyes = Callable[[Page], list[str]]
# the innermost things that reach beyond the window
WIDER = """[...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > innerWidth && !each.childElementCount)
    .map((each) => each.outerHTML.slice(0, 200))"""


def violations(page: Page, **options: object) -> list[str]:
    """A page that leaves while it is read is read again as the one that came."""
    try:
        return look(page, **options)
    except Error:
        return look(page, **options)


def look(page: Page, **options: object) -> list[str]:
    page.wait_for_load_state()
    if page.evaluate("!window.axe"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(LOOK, {"resultTypes": ["violations"], **options})
    return found


def read(page: Page, address: str = "") -> list[str]:
    """What axe finds on the page there, or as it stands, at both widths, and in the dark."""
    found = read_at_a_desk(page, address)
    page.emulate_media(color_scheme="dark")
    found += violations(page, runOnly=["color-contrast"])
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found += violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"wider than a phone: {page.evaluate(WIDER)}")
    return found


def read_at_a_desk(page: Page, address: str = "") -> list[str]:
    page.set_viewport_size(DESK)
    if address:
        page.goto(address)
    return violations(page)


# a phone and the dark change what is there in every state alike: of the others they are read in the long run
EYES = [
    pytest.param("filled", read, id="filled"),
    pytest.param("refusing", read_at_a_desk, id="refusing-desk"),
    *(pytest.param(state, read, id=state, marks=pytest.mark.soak) for state in STATES if state != "filled"),
]


@pytest.mark.parametrize(("state", "eyes"), EYES)
@pytest.mark.parametrize("reader", READERS, ids=str)
def test_pages_can_be_used_by_everybody(
    reader: str | None, state: str, eyes: Eyes, app: Flask, page: Page, enter: Enter, system: Viewer
) -> None:
    stage = STATES[state](system)
    system.session.commit()
    if reader:
        enter(reader)
    faults, absent = list[str](), dict[str, str]()
    for shown in pages(app, reader, stage):
        why_not = show(page, shown.address, state)
        if not why_not:
            faults += [f"{shown.address}: {fault}" for fault in eyes(page)]
        elif why_not not in NOT_ANOTHER.values():
            absent[shown.name] = why_not
    assert not faults, "\n".join(faults)
    assert absent.keys() == ABSENT[state].keys() & listed(app, reader), absent


def test_what_is_not_there_says_so_readably(enter: Enter) -> None:
    page = enter("alice")
    assert not read(page, "/nowhere/at/all")


def show(page: Page, address: str, state: str) -> str:
    """Show the page in this state; why that cannot be."""
    if state == "closed" and CLOSES not in address:
        return NOT_ANOTHER[state]
    got = page.goto(address)
    assert got is not None
    assert got.status < 500, f"{address} is broken"
    if got.status not in {200, 410} or not str(got.headers.get("content-type", "")).startswith("text/html"):
        return f"answers {got.status}"
    if urlsplit(page.url).path != urlsplit(address).path:
        return f"leads to {urlsplit(page.url).path}"
    if state != "refusing":
        return ""
    return refuse(page) if page.evaluate(f"Boolean({FORM})") else NOT_ANOTHER[state]


def refuse(page: Page) -> str:
    """Send the page's own form with nothing in it, then with nonsense, until that is refused."""
    for text in ("", "??"):
        with page.expect_navigation() as going:
            page.evaluate(SEND, text)
        answer = going.value
        if answer is not None and (400 <= answer.status < 500 or page.locator(REFUSAL).count()):
            return ""
        page.go_back()
    return "refuses nothing"
