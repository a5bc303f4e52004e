"""The matching desk on two hundred lines, by keys alone: how many a decision takes (a code or a number typed is one, as
in the renewal)."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.catalogue.models import Category
from pooling.catalogue.rules import ItemFacts, make_item
from tests.consolidation.entering import Wish, close, enter
from tests.stories.conftest import Enter
from tests.stories.test_accessibility import read, violations
from tests.stories.test_renewal import Steps

pytestmark = pytest.mark.browser

FAMILY = "Outillage > Forets"
FIRMS = ("ARV", "GIF", "SOE", "MOL")
SIZES = (3, 4, 5, 6, 8, 10, 12)
SHELF = {  # code, name
    "FC": "Foret carbure revêtu TiAlN Ø{} mm",
    "FH": "Foret HSS-Co Ø{} mm DIN 338",
    "TM": "Taraud machine M{} HSS-E",
    "FR": "Fraise carbure 2 dents Ø{} mm",
    "AL": "Alésoir machine HSS Ø{} H7",
}
WORDED = {  # as clerks type them, which is which
    "FC": ("foret carbure tialn diam {}", "FORET CARB. Ø{} TIALN", "mèche carbure dorée {}"),
    "FH": ("foret hss cobalt Ø{}", "FORET HSSCO {}MM", "mèche cobalt {}"),
    "TM": ("taraud machine M{}", "TARAUD M {} HSSE",),
    "FR": ("fraise carbure 2 dents Ø{}", "FRAISE CARB 2D Ø {}", "fraise à rainurer {} mm"),
    "AL": ("alésoir machine Ø{} H7", "alésoir {} h7 hss"),
}  # fmt: skip
HOUSE = {"la longue du tour 3": "FC-8", "comme d'habitude pour Jojo": "TM-6"}  # words of which nothing tells the item
NEW = ("chiffons d'essuyage sac 10 kg", "CHIFFONS ESSUYAGE SAC 10KG")
ASKED = ("taraud machine", "foret carbure")
APART = ("étau spécial Martin", "gravure plaque machine no 4", "location nacelle 2 jours")


def shelf(system: Viewer) -> dict[str, str]:
    """Items into the catalogue; which item each wording is, by how the desk shows it."""
    family = system.session.scalars(select(Category).where(Category.path == FAMILY)).one()
    right = dict(HOUSE)
    for kind, name in SHELF.items():
        for size in SIZES:
            make_item(system, f"{kind}-{size}", ItemFacts(name.format(size), family, "C62"))
            right |= {worded.format(size): f"{kind}-{size}" for worded in WORDED[kind]}
    return right


@pytest.fixture
def right(system: Viewer) -> dict[str, str]:
    """Two hundred lines of four firms in T1, which is closed."""
    known = shelf(system)
    words = [*known, *NEW, *ASKED, *APART]
    lines = [
        Wish(
            FIRMS[number % 4],
            words[number % len(words)],
            str(number % 7 + 1),
            family=FAMILY,
            price=str(number % 90 + 1),
        )
        for number in range(199)
    ]
    enter(system, *lines, Wish("ARV", "taraud machine", "1", family=FAMILY))
    close(system)
    system.session.commit()
    return known


class Buyer:
    """Decides what lies on the desk; keys are counted by what they did."""

    def __init__(self, page: Page, right: dict[str, str]) -> None:
        self.page, self.right = page, right
        self.steps = Steps(page)
        self.done: Counter[str] = Counter()

    def press(self, key: str) -> None:
        """A key that leads to the next page."""
        with self.page.expect_navigation():
            self.steps.press(key)

    def decide(self) -> None:
        words = self.page.locator("#desk-title").inner_text()
        code = self.right.get(words)
        codes = self.page.locator(".candidate").evaluate_all("all => all.map((each) => each.value)")
        if code in codes:
            self.press(str(codes.index(code) + 1))
            self.done["candidate"] += 1
        elif code:
            self.other(code)
        elif words in NEW:
            self.new()
        elif words in ASKED:
            self.steps.press("q")
            self.steps.reach("[action$='/desk/ask'] button", most=2)
            self.press("Enter")
            self.done["asked"] += 1
        else:
            self.press("s")
            self.done["apart"] += 1

    def other(self, code: str) -> None:
        self.steps.press("o")
        self.steps.type(code)
        self.press("Enter")
        self.done["other item"] += 1

    def new(self) -> None:
        self.steps.press("n")
        self.steps.type("CHI-10")
        self.press("Enter")
        self.done["new item"] += 1

    def undo(self) -> None:
        self.press("u")
        self.done["undone"] += 1

    def many(self) -> None:
        """Down the list as long as the first candidate that it shows is the right one."""
        names = {f"{kind}-{size}": name.format(size) for kind, name in SHELF.items() for size in SIZES}
        ticked = 0
        for row in self.page.locator(".desk-queue li").all():
            first = row.locator(".desk-first")
            code = self.right.get(row.locator(".desk-words").inner_text())
            if not code or not first.count() or first.inner_text().strip() != names[code]:
                break
            self.steps.press("x")
            ticked += 1
        if ticked:
            self.press("b")
            self.done["many at once"] += ticked


def left(page: Page) -> int:
    return page.locator(".desk-queue li").count()


def test_two_hundred_lines_by_keys_alone(enter: Enter, right: dict[str, str]) -> None:
    page = enter("brigitte")
    page.goto("/consolidation/T1/desk")
    buyer, began = Buyer(page, right), time.perf_counter()
    buyer.steps.reach("form[action$='/desk/match'] button")
    buyer.press("Enter")
    page.wait_for_url("**/desk")
    expect(page.locator(".desk-candidates li").first).to_be_visible()
    topics = left(page)
    buyer.decide()
    buyer.undo()
    while left(page):
        buyer.many()
        if left(page):
            buyer.decide()
    took = time.perf_counter() - began
    expect(page.locator("main")).to_contain_text("Il ne reste rien à décider")
    decisions = sum(number for name, number in buyer.done.items() if name != "undone")
    each = buyer.steps.count / decisions
    print(f"\n200 lines, {topics} topics on the first page, {decisions} decisions {dict(buyer.done)}: ", end="")
    print(f"{buyer.steps.count} keys, {each:.1f} a decision, {took:.0f} s")
    assert {"candidate", "asked", "apart", "new item", "other item", "many at once", "undone"} <= buyer.done.keys()
    assert each < 2.5


def test_the_desk_in_all_its_states_can_be_used_by_everybody(enter: Enter, right: dict[str, str]) -> None:
    page = enter("brigitte")
    page.goto("/consolidation/T1/desk")
    found = read(page, "/consolidation/T1/desk")
    page.locator("form[action$='/desk/match'] button").click()
    page.wait_for_url("**/desk")
    for name in ("waiting", "auto", "asked", "settled", "apart"):
        found += read(page, f"/consolidation/T1/desk?list={name}")
    page.goto("/consolidation/T1/desk")
    page.locator("summary[data-key=o]").click()
    page.locator("#other-item").fill("NOPE")
    page.locator("#other-item").press("Enter")
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert page.locator("#other-item").input_value() == "NOPE"
    found += violations(page)
    page.goto("/consolidation/T1/desk")
    page.locator(".desk-words").get_by_text("taraud machine", exact=True).click()
    page.locator("summary[data-key=q]").click()
    page.locator("form[action$='/desk/ask'] button").click()
    enter("alice")
    found += read(page, "/consolidation/questions")
    expect(page.locator("form.question")).to_have_count(1)
    page.locator("form.question button").first.click()
    expect(page.locator(".field-error")).to_be_visible()
    found += violations(page)
    assert not found
