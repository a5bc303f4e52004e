"""When no whole packs fit: firms are asked in writing, or what they wanted waits for the next quarter."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Policy, Way
from pooling.campaigns.models import State
from pooling.consolidation import buying, packing
from pooling.consolidation.models import Pool
from pooling.consolidation.rules import consolidate
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_packing import sold_in
from tests.needs.test_carried import follow
from tests.stories.conftest import DESK, PHONE, Enter
from tests.stories.test_accessibility import read, read_at_a_desk

pytestmark = pytest.mark.browser

WISHES = (Wish("ARV", "PAP-A4", "7"), Wish("GIF", "PAP-A4", "6"))


@pytest.fixture
def cartons_of_five(system: Viewer) -> None:
    """13 reams asked: 2 more fill 3 cartons, one more for each firm."""
    sold_in(system)
    enter(system, *WISHES)
    consolidate(system, close(system))
    system.session.commit()


@pytest.fixture
def pallets_that_wait(system: Viewer) -> None:
    """13 reams asked, pallets of 200: all of it waits for T2, which is open now."""
    sold_in(system, "palette de 200")
    enter(system, *WISHES)
    consolidate(system, close(system))
    pool = system.session.scalars(select(Pool)).one()
    bought = packing.packings(system, [pool])[pool.id]
    buying.buy(system, campaign_coded(system, "T1"), pool, bought, Policy.PRO_RATA, Way.CARRY_OVER)
    close(system, state=State.ORDERED)
    follow(system)


@pytest.mark.usefixtures("cartons_of_five")
def test_firms_say_yes_on_their_phones_and_the_buyer_settles_whole_cartons(enter: Enter) -> None:
    page = enter("brigitte")
    page.goto("/")
    page.get_by_role("link", name="1 ligne groupée attend une solution d’achat.").click()
    page.get_by_role("link", name="Papier A4").first.click()
    page.locator("input[name=way][value=flex_up]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Demander par écrit aux entreprises").click()
    expect(page.locator("#flexing")).to_contain_text("2 entreprises n’ont pas encore répondu.")
    assert not read_at_a_desk(page)
    for who, other in (("alice", "Giffre"), ("charlie", "Arve")):
        change_to(page, enter, who)
        _say_yes(page, other)
    change_to(page, enter, "brigitte")
    page.set_viewport_size(DESK)
    page.get_by_role("link", name="1 ligne groupée a toutes les réponses").click()
    page.get_by_role("link", name="Papier A4").first.click()
    expect(page.locator("#flexing")).to_contain_text("Suffisamment d’entreprises")
    page.locator("input[name=way][value=fits]").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Retenir", exact=True).click()
    expect(page.locator("main")).to_contain_text("15 ramettes")


def _say_yes(page: Page, other: str) -> None:
    """By touch, from the first page to the answer; nothing there is of the other firm."""
    page.set_viewport_size(PHONE)
    page.get_by_role("link", name="Les acheteurs ont 1 question sur vos lignes.").click()
    question = page.locator("form.question")
    expect(question).to_contain_text("1 ramette de plus")
    expect(page.locator("main")).not_to_contain_text(other)
    question.get_by_label("Oui", exact=True).check()
    with page.expect_navigation():
        question.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.locator("main")).to_contain_text("Merci : les acheteurs ont votre réponse.")


def change_to(page: Page, enter: Enter, name: str) -> None:
    """The next person at the same browser."""
    enter(name)
    page.goto("/")


@pytest.mark.usefixtures("pallets_that_wait")
def test_what_could_not_be_ordered_is_taken_on_a_phone_next_quarter_declined_and_taken_back(enter: Enter) -> None:
    page = enter("alice")
    page.set_viewport_size(PHONE)
    page.goto("/")
    page.get_by_role("link", name="1 ligne reportée attend").click()
    carried = page.locator("#carried")
    expect(carried).to_contain_text("7 ramettes")
    assert not read(page)
    with page.expect_navigation():
        carried.get_by_role("button", name="Écarter").click()
    expect(carried).to_have_count(0)
    with page.expect_navigation():
        page.locator("[data-declined]").get_by_role("button").click()
    with page.expect_navigation():
        carried.get_by_role("button", name="Reprendre").click()
    expect(carried).to_have_count(0)
    expect(page.locator("tr.line, [data-key]").first).to_contain_text("reportée")
