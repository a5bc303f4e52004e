from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from pooling.access.viewer import Viewer
from pooling.config import Settings
from pooling.orders import queries, sheets
from pooling.orders.rules import create
from pooling.orders.words import WORDS
from tests.orders.world import World

HOSTILE = ["=1+1", "+49 171 1234567", "-5", "@x", '=HYPERLINK("http://x")', "\x00\x07nul\x1b", "é" * 40_000, "_x0041_"]


def render(viewer: Viewer, number: str, settings: Settings) -> bytes:
    return sheets.order_file(viewer, queries.order(viewer, number), settings).data


def read(data: bytes, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def table(sheet: Worksheet, first_title: str) -> list[list[Any]]:
    """The rows below the one that starts with this title, down to the first blank row, as anybody reads them."""
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(index for index, row in enumerate(rows) if row[0] == first_title)
    below = rows[start + 1 :]
    end = next((index for index, row in enumerate(below) if all(value is None for value in row)), len(below))
    return below[:end]


@pytest.mark.usefixtures("ordered")
def test_the_order_sheet_holds_what_a_supplier_needs(system: Viewer, settings: Settings) -> None:
    sheet = read(render(system, "T1-PAPETO", settings), values=True)["Commande"]
    paper, gloves, total = sorted(table(sheet, "Référence"), key=lambda row: str(row[0]), reverse=True)[0:3]
    rows = {row[0]: row[1:] for row in (paper, gloves, total)}
    assert rows["PP-80"] == ["Papier A4 80 g blanc, ramette 500 feuilles", 100, "ramette", 3.8, 380]
    assert rows["GAN-9"][1:4] == [500, "unité", None]
    assert rows["Total HT"] == [None, None, None, None, 380]


@pytest.mark.usefixtures("ordered")
def test_amounts_and_totals_are_live_formulas_with_their_values(system: Viewer, settings: Settings) -> None:
    data = render(system, "T1-OUTIL", settings)
    live, total = (row[5] for row in table(read(data)["Commande"], "Référence"))
    assert live.startswith("=ROUND(")
    assert total.startswith("=")
    assert [row[5] for row in table(read(data, values=True)["Commande"], "Référence")] == [258, 258]


@pytest.mark.usefixtures("ordered")
def test_the_total_row_never_adds_quantities(system: Viewer, settings: Settings) -> None:
    last = table(read(render(system, "T1-PAPETO", settings))["Commande"], "Référence")[-1]
    assert last[2] is None


def test_what_anybody_adds_up_on_the_order_sheets_is_what_was_pooled(
    system: Viewer, ordered: World, settings: Settings
) -> None:
    added = Decimal(0)
    for order in queries.orders(system, ordered.campaign):
        rows = table(read(render(system, order.number, settings), values=True)["Commande"], "Référence")
        added += sum((Decimal(str(row[2])) for row in rows if row[2] is not None), Decimal(0))
    assert added == 100 + 500 + 15


@pytest.mark.parametrize("quantity", ["0.000001", "123456789.012345", "999999999.999999"])
def test_quantities_are_exact_to_fifteen_digits(
    system: Viewer, world: World, settings: Settings, quantity: str
) -> None:
    world.award(world.pool("Fil", [("ARV", quantity, None)]), "OUTIL", None)
    create(system, world.campaign)
    with zipfile.ZipFile(BytesIO(render(system, "T1-OUTIL", settings))) as parts:
        assert f"<v>{quantity}</v>" in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.usefixtures("ordered")
def test_the_list_and_the_matrix_tell_the_same_split(system: Viewer, settings: Settings) -> None:
    book = read(render(system, "T1-PAPETO", settings), values=True)
    listed = table(book["Livraisons"], "Désignation")
    header, *rows = (list(row) for row in book["Répartition"].iter_rows(values_only=True) if row[1] is not None)
    crossed = {
        (row[0], site, quantity)
        for row in rows
        if row[1]
        for site, quantity in zip(header[2:-1], row[2:-1], strict=True)
        if quantity is not None
    }
    assert {(row[0], row[1], row[2]) for row in listed} == {cell for cell in crossed if cell[0] != "Total"}
    assert sum(row[2] for row in listed) == 600


@pytest.mark.usefixtures("ordered")
def test_sites_are_named_and_firms_are_not(system: Viewer, settings: Settings) -> None:
    data = render(system, "T1-PAPETO", settings)
    sites = {row[1] for row in table(read(data)["Livraisons"], "Désignation")}
    assert "Atelier du bas, Scionzier" in sites
    assert "Site à préciser" in sites
    with zipfile.ZipFile(BytesIO(data)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist()).decode()
    assert "Groupe Arve" not in everything
    assert "732829320" not in everything


def test_two_needs_of_one_dock_are_one_row(system: Viewer, world: World, settings: Settings) -> None:
    world.award(world.pool("Fil", [("ARV", "1", "ARV-1"), ("ARV", "2.5", "ARV-1")]), "OUTIL", None)
    create(system, world.campaign)
    (row,) = table(read(render(system, "T1-OUTIL", settings))["Livraisons"], "Désignation")
    assert row[2] == 3.5


def test_docks_called_alike_are_told_apart(system: Viewer, world: World, settings: Settings) -> None:
    for code in ("ARV-1", "GIF-1", "SOE-1"):
        world.sites[code].name, world.sites[code].city = "Atelier", "Cluses"
    world.sites["ARV-1"].street = "3 rue du Pont"
    wishes: list[tuple[str, str, str | None]] = [("ARV", "1", "ARV-1"), ("GIF", "1", "GIF-1"), ("SOE", "1", "SOE-1")]
    world.award(world.pool("Fil", wishes), "OUTIL", None)
    create(system, world.campaign)
    book = read(render(system, "T1-OUTIL", settings))
    sites = [row[1] for row in table(book["Livraisons"], "Désignation")]
    assert len(set(sites)) == 3
    assert all(site.startswith("Atelier, Cluses") for site in sites)
    assert [row[1] for row in table(book["Adresses"], "Site")].count("3 rue du Pont") == 1


@pytest.mark.parametrize("language", ["fr", "en", "de"])
def test_sheets_and_columns_speak_the_suppliers_language(
    system: Viewer, world: World, settings: Settings, language: Any
) -> None:
    world.suppliers["PAPETO"].language = language
    world.usual()
    create(system, world.campaign)
    said = WORDS[language]
    book = read(render(system, "T1-PAPETO", settings))
    assert book.sheetnames == [said.order, said.deliveries, said.split]
    assert table(book[said.order], said.reference)
    units = {row[3] for row in table(book[said.deliveries], said.designation)}
    assert units == {"fr": {"ramette", "unité"}, "en": {"ream", "piece"}, "de": {"Ries", "Stück"}}[language]


def test_another_language_gets_the_english_workbook(system: Viewer, world: World, settings: Settings) -> None:
    world.suppliers["PAPETO"].language = "it"
    world.usual()
    create(system, world.campaign)
    assert "Order" in read(render(system, "T1-PAPETO", settings)).sheetnames


def test_a_unit_without_code_stays_as_typed(system: Viewer, world: World, settings: Settings) -> None:
    world.award(world.pool("Fil", [("ARV", "1", None)], unit="touret de 25"), "OUTIL", None)
    create(system, world.campaign)
    assert table(read(render(system, "T1-OUTIL", settings))["Commande"], "Référence")[0][3] == "touret de 25"


def test_the_same_order_gives_the_same_bytes(system: Viewer, ordered: World, settings: Settings) -> None:
    order = queries.orders(system, ordered.campaign)[0]
    first, second = (sheets.order_file(system, order, settings) for _ in range(2))
    assert (first.data, first.sha256) == (second.data, second.sha256)
    assert sheets.archive([first]) == sheets.archive([second])


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_person_does_harm(system: Viewer, world: World, settings: Settings, text: str) -> None:
    world.suppliers["OUTIL"].terms = text
    world.suppliers["OUTIL"].contact = text[:200]
    site = world.sites["ARV-1"]
    site.name, site.city, site.street, site.opening_hours = text[:200], text[:200], text[:300], text[:300]
    name = text.replace("\x00", "")  # PostgreSQL holds no NUL, and forms let none in
    world.suppliers["OUTIL"].terms = name
    for attribute in ("name", "city", "street", "opening_hours"):
        setattr(site, attribute, getattr(site, attribute).replace("\x00", ""))
    world.suppliers["OUTIL"].contact = name[:200]
    world.award(world.pool(name, [("ARV", "2", "ARV-1")], unit=name[:60]), "OUTIL", "1")
    create(system, world.campaign)
    book = read(render(system, "T1-OUTIL", settings))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == text}
    assert kinds <= {"s"}
    row = table(book["Commande"], "Référence")[0]
    assert row[2] == 2
    assert len(row[1]) <= 32_767


@pytest.mark.usefixtures("ordered")
def test_the_heading_names_buyer_supplier_references_and_day(system: Viewer, settings: Settings) -> None:
    sheet = read(render(system, "T1-PAPETO", settings))["Commande"]
    heading: dict[Any, Any] = {row[0]: row[1] for row in sheet.iter_rows(max_row=9, values_only=True)}
    assert heading["Acheteur"] == heading["Facturé à"] == "GIE du Val"
    assert heading["Fournisseur"] == "Papéto SARL"
    assert heading["Références"] == "T1-PAPETO · Trimestre T1"
    assert isinstance(heading["Date"], date)
    assert "EUR" in heading["Conditions"]


def test_file_names_are_safe(system: Viewer, ordered: World) -> None:
    order = queries.order(system, "T1-PAPETO")
    assert sheets.file_name(order) == "T1_PAPETO.xlsx"
    ordered.suppliers["PAPETO"].code = "../A:B"
    assert sheets.file_name(order) == "T1_..-A-B.xlsx"


def test_a_matrix_nobody_could_read_is_left_out(
    system: Viewer, ordered: World, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MATRIX_CELLS", 3)
    book = read(render(system, queries.orders(system, ordered.campaign)[1].number, settings))
    assert book.sheetnames == ["Commande", "Livraisons"]
