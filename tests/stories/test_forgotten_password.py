from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.mail.models import Letter
from tests.cast import PASSWORD
from tests.stories.conftest import type_password

pytestmark = pytest.mark.browser

EMAIL = "alice@example.org"
NEW = "trois-petits-copeaux"


def letter_to(viewer: Viewer, email: str) -> str:
    [body] = viewer.session.scalars(select(Letter.body).where(Letter.recipient == email))
    viewer.session.commit()
    return body


def test_a_forgotten_password_is_chosen_anew(page: Page, system: Viewer) -> None:
    page.goto("/login")
    page.locator("a[href$='/reset']").click()
    page.locator("#email").fill(EMAIL)
    page.locator("main button[type=submit]").click()
    expect(page.locator("[class*=notice]").first).to_be_visible()

    link = re.search(r"https?://[^/\s]+(/reset/\S+)", letter_to(system, EMAIL))
    assert link
    page.goto(link.group(1))
    page.locator("#password").fill(NEW)
    page.locator("#password_confirm").fill(NEW)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/reset/" not in url)

    page.context.clear_cookies()
    type_password(page, EMAIL, PASSWORD)
    expect(page.locator("main .tone-bad, main .notice-error, main [role=alert]").first).to_be_visible()
    type_password(page, EMAIL, NEW)
    page.wait_for_url(lambda url: "/login" not in url)
    expect(page.locator("[data-campaign=T1]")).to_be_visible()
