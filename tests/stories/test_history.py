"""What a firm asked for before is the first that is offered, and comes in its pack."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from pooling.access.viewer import Viewer
from tests.needs.test_history import history
from tests.stories.conftest import Enter
from tests.stories.test_accessibility import violations
from tests.stories.test_entry import field, saved

__all__ = ["history"]
pytestmark = pytest.mark.browser


def test_ones_own_is_first_and_comes_in_its_pack(history: Viewer, enter: Enter) -> None:
    page = enter("alice")
    page.goto("/needs/T1")
    field(page, 0, "what").press_sequentially("foret")
    options = page.locator("#pick-list [role=option]")
    expect(options).to_have_count(2)
    expect(options.first).to_contain_text("FOR-68")
    expect(options.first.locator(".pick-before")).to_be_visible()
    expect(options.last.locator(".pick-before")).to_have_count(0)
    field(page, 0, "what").fill("papier")
    expect(options).to_have_count(1)
    expect(options.first).to_contain_text("carton de 5 · palette de 200")
    assert not violations(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field(page, 0, "unit")).to_have_value("palette de 200")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    saved(page, 0)
    expect(page.locator("#lines .line").first.locator("[data-base]")).to_contain_text("400")
