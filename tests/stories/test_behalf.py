"""A firm telephones: a buyer enters for it and submits, the firm corrects it; after the closing it asks for one more
line, which the buyer accepts. Each page on the way is read by axe."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Locator, Page, expect

from pooling.access.viewer import Viewer
from pooling.needs.rules import save
from tests.needs.acts import KEY, LookAs, campaign, close, described, paper
from tests.stories.conftest import Enter, answer, press
from tests.stories.test_accessibility import read
from tests.stories.test_details import check
from tests.stories.test_entry import field, line, saved, type_lines

pytestmark = pytest.mark.browser
DESK = "/needs/T1/answers/ARV/entry"


def test_a_buyer_enters_what_a_firm_says_on_the_telephone(enter: Enter) -> None:
    page = enter("brigitte")
    page.goto("/needs/T1/answers")
    page.get_by_role("link", name="Ateliers de l'Arve").click()
    page.locator("#how").select_option("telephone")
    page.get_by_role("button", name="Saisir pour cette entreprise").click()
    page.wait_for_url("**/entry?how=telephone")
    expect(page.locator("[data-behalf]")).to_contain_text("Ateliers de l'Arve")
    type_lines(page, "FOR-6", "GAN-9")
    saved(page, 1)
    check(page)
    page.locator("[data-check]").click()
    page.wait_for_url(lambda url: "/recap" in url)
    assert DESK in page.url
    expect(page.locator("[data-entered-for]")).to_have_count(2)
    check(page)
    press(page, "submit?how=telephone")
    if page.locator("#confirm-dialog[open]").count():
        answer(page)
    expect(page.locator("#flash")).to_contain_text("Ateliers de l'Arve")

    enter("alice")
    page.goto("/needs/T1/recap")
    expect(page.locator("[data-entered-for]").first).to_contain_text("Brigitte")
    press(page, "reopen")
    page.wait_for_url("**/needs/T1")
    expect(line(page, 0).locator("[data-entered-for]")).to_contain_text("Brigitte")
    field(page, 0, "quantity").fill("3")
    field(page, 0, "price").focus()
    expect(line(page, 0).locator("[data-entered-for]")).to_be_empty()
    check(page)


def test_what_is_typed_at_one_firms_desk_is_not_offered_at_anothers(enter: Enter) -> None:
    """What could not be saved waits in the browser, for the firm it was meant for."""
    page = enter("brigitte")
    page.goto(DESK)
    page.route("**/lines/**", lambda route: route.abort())
    field(page, 0, "what").fill("FOR-6")
    field(page, 0, "quantity").fill("4")
    field(page, 0, "price").focus()
    expect(line(page, 0).locator(".line-state")).to_have_attribute("data-state", "waiting")
    page.unroute("**/lines/**")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(DESK.replace("ARV", "MOL"))
    expect(page.locator("#draft-offer")).to_be_hidden()
    page.goto(DESK)
    expect(page.locator("#draft-offer")).to_be_visible()


def asked(page: Page, name: str) -> Locator:
    """An input of the first line to ask for."""
    return page.locator(".asking .line").first.locator(f"[data-field='{name}']")


@pytest.fixture
def over(viewer: LookAs, system: Viewer) -> None:
    """Alice's two lines in a campaign that is closed."""
    alice = viewer("alice")
    save(alice, campaign(alice), paper(alice), key=KEY)
    save(alice, campaign(alice), described(alice), key="b" * 32)
    close(viewer)


@pytest.mark.usefixtures("over")
def test_a_late_line_is_asked_for_accepted_and_read(enter: Enter) -> None:
    page = enter("alice")
    for address in ("/needs/T1/recap", f"/needs/T1/late?line={KEY}"):
        page.goto(address)
        assert not read(page)
    page.goto("/needs/T1/recap")
    page.get_by_role("link", name="Demander une ligne tardive").click()
    row = partial(asked, page)
    check(page)
    row("what").fill("GAN-9")
    row("quantity").fill("deux")
    page.locator("#reason").fill("Un client nous a passé commande hier soir")
    page.get_by_role("button", name="Demander aux acheteurs").last.click()
    expect(row("quantity")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#reason")).to_have_value("Un client nous a passé commande hier soir")
    check(page)
    row("quantity").fill("2")
    row("unit").fill("boîte de 100")
    page.get_by_role("button", name="Demander aux acheteurs").last.click()
    page.wait_for_url("**/recap")
    expect(page.locator("[data-late]")).to_have_attribute("data-state", "asked")
    check(page)

    enter("brigitte")
    page.goto("/campaigns/T1")
    page.get_by_role("link", name="1 demande tardive", exact=True).click()
    page.wait_for_url("**/late/requests")
    check(page)
    page.locator("[name=answer]").fill("C'est encore possible")
    page.get_by_role("button", name="Accepter").click()
    expect(page.locator("[data-late]")).to_have_attribute("data-state", "accepted")

    enter("alice")
    page.goto("/needs/T1/recap")
    expect(page.locator("[data-late]")).to_contain_text("C'est encore possible")
    expect(page.locator("[data-amendment]")).to_have_count(1)
    check(page)
