"""Bob enters at his desk; Alice, on her phone, sends it back, reads it again and says yes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.members.models import Member
from pooling.needs.ceiling import set_ceiling
from tests.needs.acts import LookAs
from tests.stories.conftest import PHONE, Enter, answer
from tests.stories.test_member import expect_saved, field, line

pytestmark = pytest.mark.browser


@pytest.fixture
def strict(viewer: LookAs) -> None:
    """The firm wants its needs approved, and no more than 100 € a quarter."""
    alice: Viewer = viewer("alice")
    set_ceiling(alice, Decimal(100))
    alice.session.scalars(select(Member)).one().needs_approval = True
    alice.session.commit()


@pytest.fixture
def alice(chromium: Browser, served: str, enter: Enter) -> Page:
    context = chromium.new_context(base_url=served, viewport=PHONE, has_touch=True, reduced_motion="reduce")
    return enter("alice", context.new_page())


@pytest.mark.usefixtures("strict")
def test_bob_enters_and_alice_decides_on_her_phone(enter: Enter, alice: Page) -> None:
    bob = enter("bob")
    bob.goto("/needs/T1")
    gauge = bob.locator("[data-gauge]")
    expect(gauge).to_contain_text("0 %")
    first = line(bob, 0)
    field(first, "what").fill("PAP-A4")
    field(first, "quantity").fill("3")
    field(first, "price").fill("30")
    field(line(bob, 1), "what").focus()
    expect_saved(first)
    expect(gauge.locator("[data-gauge-percent]")).to_have_text("90")
    expect(gauge).to_have_class("gauge tone-warn")
    field(first, "quantity").fill("4")
    field(line(bob, 1), "what").focus()
    expect(gauge.locator("[data-gauge-percent]")).to_have_text("120")
    expect(gauge).to_have_class("gauge tone-bad")
    expect(gauge.locator("[data-gauge-note]")).to_contain_text("Plafond dépassé")

    bob.goto("/needs/T1/recap")
    bob.get_by_role("button", name="Soumettre pour accord").click()
    expect(bob.locator("h1")).to_contain_text("À approuver")

    alice.goto("/needs/")
    alice.get_by_role("link", name="Lire et décider").tap()
    alice.wait_for_url("**/recap")
    assert alice.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    alice.get_by_text("Renvoyer avec une raison").tap()
    alice.get_by_label("Que faut-il changer").fill("Trois suffisent, sauf urgence")
    alice.get_by_role("button", name="Renvoyer", exact=True).tap()
    expect(alice.locator("h1")).to_contain_text("En cours")

    bob.reload()
    expect(bob.locator("main")).to_contain_text("Trois suffisent, sauf urgence")
    bob.get_by_role("button", name="Soumettre pour accord").click()

    alice.goto("/needs/T1/recap")
    alice.get_by_label("Pourquoi dépasser le plafond").fill("Accord du gérant")
    alice.get_by_role("button", name="Approuver").tap()
    expect(alice.locator("h1")).to_contain_text("Transmis")
    bob.reload()
    expect(bob.locator("main")).to_contain_text("Accord du gérant")
    alice.context.close()


def test_a_firm_chooses_approval_on_its_own_page(enter: Enter) -> None:
    alice = enter("alice")
    alice.goto("/members/mine")
    alice.locator("#approval summary").click()
    answer(alice)
    expect(alice.locator("#approval")).to_contain_text("approbation nécessaire")
