"""A real Chromium before the application over real HTTP: its own cookies, forms with their tokens, JavaScript."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, ViewportSize, expect, sync_playwright
from sqlalchemy import Engine
from waitress.server import create_server  # type: ignore[import-untyped]
from waitress.wasyncore import close_all  # type: ignore[import-untyped]

from pooling.access.edge import ENGINE
from pooling.app import create_app
from pooling.config import Settings
from tests.conftest import hash_quickly

NAMES = ("chromium", "chromium-browser", "google-chrome")
# the address bar's list is two pages of its own in each new window, and cost half of what a story did
UNSEEN = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
# what Playwright turns off too: of two such lists Chromium reads the last
TURNED_OFF = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    f"--disable-features={','.join(UNSEEN + TURNED_OFF)}",
)
PATIENCE = 10_000  # milliseconds for what should take a few: the machine may be busy
expect.set_options(timeout=PATIENCE)
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}

Enter = Callable[..., Page]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One for all stories; none here is a skip, none in CI a failure."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        told = f"no browser to tell this story in: install Chromium (looked for {', '.join(NAMES)})"
        pytest.fail(told) if os.environ.get("CI") else pytest.skip(told)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def whole(settings: Settings) -> Flask:
    """The application as a group runs it, its pages compiled once."""
    app = create_app(settings)
    hash_quickly(app)
    return app


@pytest.fixture
def served(whole: Flask, engine: Engine) -> Iterator[str]:
    """Its address, on a fresh copy of the cast."""
    whole.extensions[ENGINE] = engine
    with listening(whole) as address:
        yield address


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        # in the thread that waits on the sockets: it would stumble over one closed from here
        server.trigger.pull_trigger(lambda: close_all(server._map))
        thread.join()
        server.task_dispatcher.shutdown()


@pytest.fixture
def page(chromium: Browser, served: str) -> Iterator[Page]:
    """Nobody, before the sign-in; what the console complains of fails the story at its end."""
    # no transitions: a colour on its way to another has the contrast of neither
    context = chromium.new_context(base_url=served, viewport=DESK, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if is_complaint(said) else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    page.on("response", lambda got: complaints.append(got.url) if is_missing_piece(got) else None)
    yield page
    context.close()
    assert not complaints


def is_complaint(said: ConsoleMessage) -> bool:
    # a refused line and a page that is not there are answers too, which the browser tells as errors
    return said.type == "error" and "Failed to load resource" not in said.text


def is_missing_piece(got: Response) -> bool:
    return got.status >= 400 and got.request.resource_type in {"stylesheet", "script", "image", "font"}


@pytest.fixture
def enter(page: Page, served: str, browse: Callable[[str | None], FlaskClient]) -> Enter:
    """`enter("alice")`: the page, in her hands, which leads nowhere yet; `enter("bob", other)`: the other page in
    his. Whoever was there before is signed out. Those who sign in by hand type their password."""

    def sign_in(name: str, seat: Page = page) -> Page:
        kept = browse(name).get_cookie("pooling")
        assert kept is not None
        seat.context.clear_cookies()
        seat.context.add_cookies([{"name": kept.key, "value": kept.value, "url": served}])
        return seat

    return sign_in


def type_password(page: Page, email: str, password: str) -> None:
    """By hand."""
    page.goto("/login")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("main button[type=submit]").click()


def answer(page: Page, choice: str = "yes") -> None:
    """The question the page has just asked."""
    page.locator(f"#confirm-dialog[open] button[value={choice}]").click()


def press(page: Page, verb: str) -> None:
    """The button that posts to an address that ends in `verb`, whether or not it asks first."""
    page.locator(f"form[action$='/{verb}']").locator("summary, button:visible").first.click()
