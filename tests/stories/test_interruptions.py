"""What is shown as saved is saved, and what was typed is kept or its loss was announced, whatever happens on
the way: each kind of interruption comes several times, at another moment each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.cast import PASSWORD
from tests.stories.conftest import DESK, PATIENCE, Enter, type_password

pytestmark = pytest.mark.browser

LINES = "**/needs/T1/lines/*"
Hinder = Callable[[Page], Callable[[], None]]


@dataclass
class Grid:
    """Alice's grid in the browser, and what she typed in it: quantity by line."""

    page: Page

    def type(self, number: int, quantity: int) -> None:
        row = self.page.locator("#lines .line").nth(number)
        what = row.locator("[data-field=what]")
        if not what.input_value():
            what.fill("FOR-6")
        field = row.locator("[data-field=quantity]")
        field.fill(str(quantity))
        field.press("Tab")

    def states(self) -> list[str]:
        found: list[str] = self.page.locator("#lines .line .line-state").evaluate_all(
            "(states) => states.map((state) => state.dataset.state)"
        )
        return found

    def shown_saved(self) -> set[tuple[str, str]]:
        """Key and quantity of every line that says it is saved."""
        rows = self.page.evaluate(
            """() => [...document.querySelectorAll("#lines .line")]
              .filter((line) => line.querySelector(".line-state").dataset.state === "saved")
              .map((line) => [line.dataset.key, line.querySelector("[data-field=quantity]").value])"""
        )
        return {(key, quantity) for key, quantity in rows}

    def held(self) -> set[tuple[str, str]]:
        """The same as the server tells it to whoever asks for the page now."""
        rows = self.page.evaluate(
            """async () => {
              const text = await (await fetch("/needs/T1", {cache: "no-store"})).text();
              const told = new DOMParser().parseFromString(text, "text/html");
              return [...told.querySelectorAll("#lines .line[data-version]")]
                .map((line) => [line.dataset.key, line.querySelector("[data-field=quantity]").value]);
            }"""
        )
        return {(key, quantity) for key, quantity in rows}

    def expect_all_saved(self, count: int) -> None:
        states = self.page.locator("#lines .line .line-state[data-state=saved]")
        expect(states).to_have_count(count, timeout=3 * PATIENCE)


def nothing_pretended(grid: Grid) -> None:
    assert grid.shown_saved() <= grid.held()


@pytest.fixture(params=[1, pytest.param(5, marks=pytest.mark.soak)], ids=["once", "five-times"])
def times(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture
def grid(enter: Enter) -> Grid:
    page = enter("alice")
    page.goto("/needs/T1")
    return Grid(page)


def rout(page: Page, handle: Callable[[Route], None]) -> Callable[[], None]:
    page.route(LINES, handle)
    return lambda: page.unroute(LINES)


def network_gone(page: Page) -> Callable[[], None]:
    page.context.set_offline(True)
    return lambda: page.context.set_offline(False)


def connection_refused(page: Page) -> Callable[[], None]:
    return rout(page, lambda route: route.abort("connectionrefused"))


def answer_lost(page: Page) -> Callable[[], None]:
    """The line is saved, and nobody learns of it."""

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    return rout(page, lose)


def server_failed(page: Page) -> Callable[[], None]:
    return rout(page, lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>500</h1>"))


def server_restarting(page: Page) -> Callable[[], None]:
    return rout(page, lambda route: route.fulfill(status=503, body=""))


def too_busy(page: Page) -> Callable[[], None]:
    return rout(page, lambda route: route.fulfill(status=429, body=""))


def somebody_on_the_way(page: Page) -> Callable[[], None]:
    """A hotel's page that says 200 to everything."""
    return rout(page, lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Bienvenue</h1>"))


def half_an_answer(page: Page) -> Callable[[], None]:
    return rout(page, lambda route: route.fulfill(status=200, content_type="application/json", body='{"version": 1'))


PASSING = [
    network_gone,
    connection_refused,
    answer_lost,
    server_failed,
    server_restarting,
    too_busy,
    somebody_on_the_way,
    half_an_answer,
]


@pytest.mark.parametrize("hinder", PASSING, ids=lambda hinder: hinder.__name__)
def test_what_passes_is_waited_for(hinder: Hinder, grid: Grid, times: int) -> None:
    grid.type(0, 1)
    grid.expect_all_saved(1)
    for time in range(times):
        relent = hinder(grid.page)
        grid.type(0, 10 + time)
        grid.type(1 + time, 20 + time)
        waiting = grid.page.locator("#lines .line-state[data-state=waiting]")
        expect(waiting).to_have_count(2)
        grid.type(1 + time, 30 + time)  # and goes on meanwhile
        assert "saved" not in (grid.states()[0], grid.states()[1 + time])
        relent()
        nothing_pretended(grid)
        grid.expect_all_saved(2 + time)
        nothing_pretended(grid)
    assert {quantity for _key, quantity in grid.held()} == {str(9 + times), *(str(30 + time) for time in range(times))}


def sign_in_again(page: Page, name: str = "alice") -> None:
    dialog = page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    dialog.locator("[type=email]").fill(f"{name}@example.org")
    dialog.locator("[type=password]").fill(PASSWORD)
    dialog.locator("[type=submit]").click()


def sign_out_elsewhere(page: Page) -> None:
    """In another tab, without the page knowing."""
    other = page.context.new_page()
    other.goto("/needs/")
    token = other.locator("input[name=csrf_token]").first.input_value()
    other.request.post("/logout", form={"csrf_token": token})
    other.close()


@pytest.mark.parametrize("end", ["signed out", "cookies gone"])
def test_a_session_that_ended_is_begun_again_in_place(end: str, grid: Grid, times: int) -> None:
    page = grid.page
    grid.type(0, 1)
    grid.expect_all_saved(1)
    for time in range(times):
        if end == "signed out":
            sign_out_elsewhere(page)
        else:
            page.context.clear_cookies()
        grid.type(0, 10 + time)
        expect(page.locator("#lines .line-state").first).to_have_attribute("data-state", "waiting")
        sign_in_again(page)
        expect(page.locator("#sign-in-again")).to_be_hidden()
        grid.expect_all_saved(1)
        nothing_pretended(grid)
    assert {quantity for _key, quantity in grid.held()} == {str(9 + times)}


def test_a_wrong_password_keeps_asking(grid: Grid) -> None:
    grid.page.context.clear_cookies()
    grid.type(0, 5)
    dialog = grid.page.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    dialog.locator("[type=email]").fill("alice@example.org")
    dialog.locator("[type=password]").fill("faux")
    dialog.locator("[type=submit]").click()
    expect(dialog.locator("[type=password]")).to_have_value("")
    expect(dialog).to_be_visible()
    sign_in_again(grid.page)
    grid.expect_all_saved(1)


def test_a_stale_token_is_fetched_anew(grid: Grid, times: int) -> None:
    for time in range(times):
        other = grid.page.context.new_page()
        grid.page.context.clear_cookies()
        type_password(other, "alice@example.org", PASSWORD)
        other.wait_for_url(lambda url: "/login" not in url)
        other.close()
        grid.type(0, 5 + time)
        grid.expect_all_saved(1)
        nothing_pretended(grid)


def test_what_alice_typed_is_never_entered_for_charlie(grid: Grid) -> None:
    page = grid.page
    page.context.clear_cookies()
    grid.type(0, 5)
    sign_in_again(page, "charlie")
    expect(page.locator("#sign-in-again")).to_be_visible()
    assert grid.states()[0] == "waiting"
    assert grid.held() == set()
    page.goto("/needs/T1")
    expect(page.locator("#draft-offer")).to_be_hidden()


@contextmanager
def leaving(page: Page) -> Iterator[Event]:
    """Whether the page warned before it went."""
    warned = Event()

    def accept(dialog: object) -> None:
        warned.set()
        dialog.accept()  # type: ignore[attr-defined]

    page.on("dialog", accept)
    yield warned
    page.remove_listener("dialog", accept)


@pytest.mark.parametrize("way", ["back", "reload", "close"])
def test_leaving_warns_and_what_was_typed_is_offered_on_return(way: str, grid: Grid, served: str, times: int) -> None:
    page = grid.page
    for time in range(times):
        relent = connection_refused(page)
        grid.type(time, 5 + time)
        expect(page.locator("#lines .line-state[data-state=waiting]")).to_have_count(1)
        with leaving(page) as warned:
            if way == "back":
                page.go_back()
            elif way == "reload":
                page.reload()
            else:
                successor = page.context.new_page()
                page.close(run_before_unload=True)
                page.wait_for_event("close") if not page.is_closed() else None
                page = grid.page = successor
        assert warned.is_set()
        if way != "close":
            relent()
        page.goto("/needs/T1")
        expect(page.locator("#draft-offer")).to_be_visible()
        page.locator("[data-draft=take]").click()
        grid.expect_all_saved(time + 1)
        nothing_pretended(grid)
        expect(page.locator("#draft-offer")).to_be_hidden()
    assert {quantity for _key, quantity in grid.held()} == {str(5 + time) for time in range(times)}


def test_signing_out_forgets_what_was_not_saved(grid: Grid) -> None:
    page = grid.page
    relent = connection_refused(page)
    grid.type(0, 5)
    expect(page.locator("#lines .line-state[data-state=waiting]")).to_have_count(1)
    drafts = "Object.keys(localStorage).filter((key) => key.startsWith('pooling.draft.')).length"
    assert page.evaluate(drafts) == 1
    page.evaluate("addEventListener('pagehide', () => needsGrid.keepDraft(document.querySelector('#lines .line')))")
    with leaving(page) as warned:
        page.locator("details.menu-wide > summary").click()
        page.locator("details.menu-wide form[action$='/logout'] button").click()
        page.wait_for_url("**/login?out=1")
    assert warned.is_set()
    relent()
    expect(page.locator("[data-forget-drafts]")).to_be_visible()
    assert page.evaluate(drafts) == 0


def test_a_colleague_who_changed_the_line_is_heard(
    grid: Grid, enter: Enter, chromium: Browser, served: str, times: int
) -> None:
    grid.type(0, 5)
    grid.expect_all_saved(1)
    context = chromium.new_context(base_url=served, viewport=DESK)
    bob = enter("bob", context.new_page())
    bob.goto("/needs/T1")
    for time in range(times):
        bob.reload()
        Grid(bob).type(0, 50 + time)
        expect(bob.locator("#lines .line-state").first).to_have_attribute("data-state", "saved")
        grid.type(0, 70 + time)
        state = grid.page.locator("#lines .line-state").first
        expect(state).to_have_attribute("data-state", "refused")
        nothing_pretended(grid)
        grid.page.locator("[data-do=settle]").click()
        expect(state).to_have_attribute("data-state", "saved")
        nothing_pretended(grid)
    context.close()
