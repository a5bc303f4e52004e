from __future__ import annotations

import zipfile
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Locator, Page, expect

from pooling.access.viewer import Viewer
from pooling.needs.lines import Line
from pooling.needs.rules import save
from tests.needs.acts import campaign, described, item, member, paper
from tests.stories.conftest import Enter, answer, press

pytestmark = pytest.mark.browser

DRILL = "Foret étagé Ø8-12"
PAPER = "Papier A4 80 g blanc, ramette 500 feuilles"
# what the three firms enter, together, in base units; the price is that of the best agreement at this
# quantity, from the cast
TOGETHER = {"PAP-A4": Decimal(110), "FOR-6": Decimal(50), "GAN-9": Decimal(200), DRILL: Decimal("7")}
PAPER_PRICE = Decimal("3.8")


def enter_needs(system: Viewer) -> None:
    entered: list[tuple[str, Line]] = [
        ("ARV", paper(system, "10")),
        ("GIF", Line(item=item(system), quantity=Decimal(60))),
        ("ARV", Line(item=item(system, "FOR-6"), quantity=Decimal(20))),
        ("SOE", Line(item=item(system, "FOR-6"), quantity=Decimal(30))),
        ("SOE", Line(item=item(system, "GAN-9"), quantity=Decimal(200))),
        ("ARV", described(system, "3", DRILL)),
        ("GIF", described(system, "4", f" {DRILL.upper()} ")),
    ]
    for number, (firm, line) in enumerate(entered):
        save(system, campaign(system), line, key=f"{number:032x}", member=member(system, firm))
    system.session.commit()


def close(page: Page) -> None:
    """The first time the question is asked, the answer is no."""
    page.goto("/campaigns/T1")
    press(page, "close")
    answer(page, "no")
    expect(page.locator("#confirm-dialog")).to_be_hidden()
    press(page, "close")
    answer(page)
    expect(page.locator("form[action$='/close']")).to_have_count(0)


def group_lines(page: Page) -> None:
    page.goto("/consolidation/T1")
    press(page, "consolidate")
    with page.expect_navigation():
        answer(page)
    expect(page.locator("[data-pool] th a")).to_have_count(len(TOGETHER))


def give_suppliers(page: Page) -> None:
    page.goto("/sourcing/T1")
    press(page, "propose")
    expect(row_of(page, "PAP-A4")).to_contain_text("Papéto SARL")
    expect(row_of(page, "FOR-6")).to_contain_text("Outil & Coupe")
    with page.expect_navigation():
        page.locator("#sift-supplier").select_option(index=1)  # those without one; the filter sends itself
    expect(page.locator("[data-pool]")).to_have_count(2)
    page.locator("#awards thead input[type=checkbox]").check()
    expect(page.locator("#awards tbody input:checked")).to_have_count(2)
    page.locator("#give-to").select_option("TOUTPRO")
    with page.expect_response(lambda got: "choose" in got.url):
        page.locator("#awards button[formaction*='choose']").click()
    page.wait_for_load_state("networkidle")
    page.goto("/sourcing/T1")
    given = page.locator("td .award").filter(has_text="Tout pour le Pro")
    expect(given).to_have_count(2)


def row_of(page: Page, code: str) -> Locator:
    return page.locator("[data-pool]").filter(has_text=code)


def create_orders(page: Page) -> None:
    page.locator("a[href$='/orders/create/T1']").click()
    page.locator("#create-orders button[type=submit]").click()
    expect(page.locator("a[href$='/orders/T1-PAPETO']").first).to_be_visible()


def downloaded(page: Page, link: Locator) -> bytes:
    with page.expect_download() as download:
        link.click()
    return Path(download.value.path()).read_bytes()


def row_with(sheet: Worksheet, designation: str) -> Sequence[object]:
    [row] = [row for row in sheet.iter_rows(values_only=True) if designation in row]
    return row


def test_a_buyer_closes_groups_awards_and_orders(enter: Enter, system: Viewer) -> None:
    enter_needs(system)
    page = enter("brigitte")
    close(page)
    group_lines(page)
    give_suppliers(page)
    create_orders(page)

    archive = zipfile.ZipFile(BytesIO(downloaded(page, page.locator("a[href$='/orders/archive/T1']").first)))
    assert sorted(archive.namelist()) == ["T1_OUTIL.xlsx", "T1_PAPETO.xlsx", "T1_TOUTPRO.xlsx"]
    page.locator("a[href$='/orders/T1-PAPETO']").first.click()
    data = downloaded(page, page.locator("#download"))
    assert data == archive.read("T1_PAPETO.xlsx")

    order, deliveries, *_ = openpyxl.load_workbook(BytesIO(data)).worksheets
    _reference, _designation, quantity, _unit, price, amount = row_with(order, PAPER)
    assert (quantity, price) == (TOGETHER["PAP-A4"], float(PAPER_PRICE))
    assert str(amount).startswith("=")
    brought = {row[2] for row in deliveries.iter_rows(values_only=True) if row[0] == PAPER}
    assert brought == {50, 60}  # ten cartons of five, and sixty reams

    [rest, *_] = openpyxl.load_workbook(BytesIO(archive.read("T1_TOUTPRO.xlsx"))).worksheets
    assert row_with(rest, DRILL)[2] == TOGETHER[DRILL]
