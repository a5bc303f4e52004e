"""Out as a workbook, back as one: nothing is lost on the way, and nothing half taken."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pooling.access.viewer import Viewer
from pooling.catalogue import queries, rules, supply_queries
from pooling.catalogue.family_fields import FieldFacts
from pooling.catalogue.models import Item
from pooling.journal.models import Entry
from tests.catalogue.declaring import declare, tooling

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]
HEAD = (
    "famille;code article;désignation;fabricant;réf. fabricant;GTIN;unité de base;"
    "conditionnement;unité conditionnement;contenu"
)
PRICES = (
    "accord;code fournisseur;valable du;valable au;code article;conditionnement;minimum;à partir de;prix unitaire HT"
)
SUPPLIERS = "code fournisseur;fournisseur;courriel;langue"


def load(client: FlaskClient, what: str, *lines: str) -> TestResponse:
    return load_bytes(client, what, "\n".join(lines).encode(), "fichier.csv")


def load_bytes(client: FlaskClient, what: str, data: bytes, name: str) -> TestResponse:
    return client.post(f"/catalogue/load/{what}", data={"file": (BytesIO(data), name)})


def refused(answer: TestResponse, row: int, column: str) -> bool:
    return f'data-refused-row="{row}" data-refused-column="{column}"' in " ".join(answer.text.split())


@pytest.mark.parametrize("what", ["catalogue", "suppliers", "agreements"])
def test_an_export_that_comes_back_unchanged_changes_nothing(browse: Browse, viewer: Enter, what: str) -> None:
    clerk = browse("brigitte")
    data = clerk.get(f"/catalogue/export/{what}.xlsx").data
    answer = load_bytes(clerk, what, data, f"{what}.xlsx")
    assert answer.status_code == 200
    assert 'id="unchanged"' in answer.text
    assert not viewer("system").session.scalars(select(Entry).where(Entry.verb == "catalogue.load_row")).all()


def test_an_export_edited_in_excel_changes_what_was_edited(browse: Browse, viewer: Enter) -> None:
    clerk = browse("brigitte")
    book = openpyxl.load_workbook(BytesIO(clerk.get("/catalogue/export/agreements.xlsx").data))
    sheet = book.worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    price = titles.index("prix unitaire HT") + 1
    row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "AC-TOUT")
    sheet.cell(row, price).value = 3.75
    edited = BytesIO()
    book.save(edited)
    assert 'id="loaded"' in load_bytes(clerk, "agreements", edited.getvalue(), "a.xlsx").text
    adele = viewer("adele")
    ((_, tiers),) = supply_queries.lines_of(adele, supply_queries.agreement(adele, "AC-TOUT"))
    assert [tier.unit_price for tier in tiers] == [Decimal("3.75")]
    statement = select(Entry).where(Entry.verb == "catalogue.load_row")
    (entry,) = viewer("system").session.scalars(statement).all()
    assert (entry.before, entry.after) == ({"tiers": [["0", "3.9"]]}, {"tiers": [["0", "3.75"]]})


def test_nothing_is_written_when_any_row_is_refused(browse: Browse, viewer: Enter) -> None:
    answer = load(
        browse("adele"), "catalogue", HEAD,
        "Neuf > Famille;N-1;Bon article;;;;C62;;;",
        "Bureau;N-2;Mauvais GTIN;;;123;C62;;;",
        "Bureau;N-3;Mauvais contenu;;;;C62;boîte;XBX;2,5",
        ";N-4;Sans famille;;;;C62;;;",
        "Bureau;N-5;Demi conditionnement;;;;C62;boîte;;",
        "Bureau;N-6;Unité inconnue;;;;BXX;;;",
        "Bureau;N-7;GTIN d'un autre;;;2000000000015;C62;;;",
    )  # fmt: skip
    assert answer.status_code == 422
    for row, column in ((3, "F"), (4, "J"), (5, "A"), (6, "I"), (7, "G"), (8, "F")):
        assert refused(answer, row, column), (row, column)
    system = viewer("system")
    assert system.session.scalar(select(func.count()).select_from(Item).where(Item.code.startswith("N-"))) == 0
    assert queries.path_owner(system, "Neuf") is None
    assert not system.session.scalars(select(Entry).where(Entry.verb == "catalogue.load")).all()


def test_further_rows_of_an_item_add_packs_and_may_not_differ(browse: Browse, viewer: Enter) -> None:
    clerk = browse("brigitte")
    rows = ("Bureau;N-1;Colle;Valserol;CO-1;;C62;lot de 10;XPK;10", ";N-1;;;;;;carton de 50;XCT;50")
    assert load(clerk, "catalogue", HEAD, *rows).status_code == 200
    alice = viewer("alice")
    assert [pack.content for pack in queries.packs_of(alice, queries.item(alice, "N-1"))] == [10, 50]
    alice.session.commit()
    assert refused(load(clerk, "catalogue", HEAD, *rows, ";N-1;Autre nom;;;;;lot de 2;XPK;2"), 4, "C")
    assert refused(load(clerk, "catalogue", HEAD, *rows, ";N-1;;;;;;LOT DE 10;XPK;12"), 4, "H")


def test_columns_that_are_not_there_leave_their_values(browse: Browse, viewer: Enter) -> None:
    short = "famille;code article;désignation;unité de base"
    assert load(browse("brigitte"), "catalogue", short, "EPI > Gants;GAN-9;Gants T9;C62").status_code == 200
    item = queries.item(viewer("alice"), "GAN-9")
    assert (item.name, item.maker_reference, item.gtin) == ("Gants T9", "NIT-9", "2000000000022")


def test_two_items_may_exchange_their_gtins(browse: Browse, viewer: Enter) -> None:
    short = "famille;code article;désignation;unité de base;GTIN"
    rows = ("EPI > Gants;GAN-9;Gants;C62;2000000000015", "Bureau > Papier;PAP-A4;Papier;RM;2000000000022")
    assert load(browse("brigitte"), "catalogue", short, *rows).status_code == 200
    alice = viewer("alice")
    assert queries.item(alice, "GAN-9").gtin == "2000000000015"
    assert [item.code for item in queries.search_items(alice, "2000000000022")] == ["PAP-A4"]


def test_a_base_unit_in_use_is_not_changed_by_a_file(browse: Browse) -> None:
    short = "famille;code article;désignation;unité de base"
    assert refused(load(browse("brigitte"), "catalogue", short, "Bureau > Papier;PAP-A4;Papier;C62"), 2, "D")


def test_prices_are_refused_where_they_stand(browse: Browse) -> None:
    head = "AC-N;PAPETO;01/01/2027;31/12/2027"
    answer = load(
        browse("brigitte"), "agreements", PRICES,
        f"{head};GAN-9;;;1;0,12",
        f"{head};NO;;;1;0,12",
        f"{head};GAN-9;;;1;0,11",
        f"{head};FOR-6;boîte de 3;;1;20",
        "AC-N;OUTIL;01/01/2027;31/12/2027;FOR-68;;;1;20",
        "AC-N2;PERSONNE;01/01/2027;31/12/2026;FOR-68;;;1;-20",
        "AC-PAP;OUTIL;01/01/2027;31/12/2027;FOR-68;;;1;20",
    )  # fmt: skip
    assert answer.status_code == 422
    for row, column in ((3, "E"), (4, "H"), (5, "F"), (6, "B"), (7, "B"), (7, "D"), (7, "I"), (8, "B")):
        assert refused(answer, row, column), (row, column)


def test_items_left_out_of_an_agreements_file_keep_their_prices_and_are_told(browse: Browse, viewer: Enter) -> None:
    clerk = browse("brigitte")
    agreement = supply_queries.agreement(viewer("adele"), "AC-PAP")
    dates = f"{agreement.valid_from:%d/%m/%Y};{agreement.valid_until:%d/%m/%Y}"
    viewer("adele").session.commit()
    assert load(clerk, "agreements", PRICES, f"AC-PAP;PAPETO;{dates};GAN-9;;;1;0,12").status_code == 200
    adele = viewer("adele")
    found = {
        line.item.code: tiers
        for line, tiers in supply_queries.lines_of(adele, supply_queries.agreement(adele, "AC-PAP"))
    }
    assert len(found["PAP-A4"]) == 2
    assert len(found["GAN-9"]) == 1


def test_suppliers_are_refused_where_they_stand(browse: Browse) -> None:
    rows = ("S-1;Un;pas une adresse;fr", "S-2;Deux;;latin", "s-1;Trois;;", "S-4;;;")
    answer = load(browse("adele"), "suppliers", SUPPLIERS, *rows)
    for row, column in ((2, "C"), (3, "D"), (4, "A"), (5, "B")):
        assert refused(answer, row, column), (row, column)


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "a.csv"), (b"PK\x03\x04 nonsense", "a.xlsx"), (b"hello", "a.csv"), (b"\x00\x01", "a.xls"), (b"x;y", "../a")],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(browse: Browse, data: bytes, name: str) -> None:
    assert load_bytes(browse("brigitte"), "catalogue", data, name).status_code == 422


def test_no_file_at_all_gets_a_sentence(browse: Browse) -> None:
    assert browse("brigitte").post("/catalogue/load/catalogue", data={}).status_code == 422


def test_strange_names_pass_through_the_export_unharmed(browse: Browse, viewer: Enter, system: Viewer) -> None:
    family = rules.make_category(system, "Bureau")
    names = ["=1+1", "+49 170", "-5", "@x", 'Vis "M6" <b>']
    for number, name in enumerate(names):
        rules.make_item(system, f"X-{number}", rules.ItemFacts(name, family, "C62"))
    system.session.commit()
    clerk = browse("brigitte")
    data = clerk.get("/catalogue/export/catalogue.xlsx").data
    sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
    cells = {str(row[1].value): row[2] for row in sheet.iter_rows(min_row=2)}
    assert [cells[f"X-{number}"].value for number in range(len(names))] == names
    assert {cells[f"X-{number}"].data_type for number in range(len(names))} == {"s"}
    assert 'id="unchanged"' in load_bytes(clerk, "catalogue", data, "c.xlsx").text


def cells_of(clerk: FlaskClient, code: str) -> dict[str, object]:
    """The first row of an item in the exported workbook, by the titles of its columns."""
    book = openpyxl.load_workbook(BytesIO(clerk.get("/catalogue/export/catalogue.xlsx").data))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    return next(dict(zip(map(str, head), row, strict=True)) for row in rows if row[1] == code)


def test_fields_of_families_are_columns_out_and_back(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    clerk = browse("brigitte")
    head = "famille;code article;désignation;unité de base;Diamètre (mm);Nuance;Revêtu"
    rows = ("Outillage > Forets;FOR-6;Foret carbure;C62;0,6 cm;gc 1125;oui", "Bureau > Papier;PAP-A4;Papier;RM;;;")
    assert load(clerk, "catalogue", head, *rows).status_code == 200
    alice = viewer("alice")
    assert queries.item(alice, "FOR-6").fields == {"diametre": "6", "nuance": "GC 1125", "revetu": "yes"}
    assert [item.code for item in queries.search_items(alice, "6mm")] == ["FOR-6"]
    alice.session.commit()
    told = cells_of(clerk, "FOR-6")
    assert (told["Diamètre (mm)"], told["Nuance"], told["Revêtu"]) == (6, "GC 1125", "oui")
    answer = load_bytes(clerk, "catalogue", clerk.get("/catalogue/export/catalogue.xlsx").data, "c.xlsx")
    assert 'id="unchanged"' in answer.text


def test_a_value_in_a_file_is_refused_at_its_cell(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    head = "famille;code article;désignation;unité de base;Diamètre (mm);Nuance"
    answer = load(
        browse("brigitte"), "catalogue", head,
        "Outillage > Forets;FOR-6;Foret;C62;6 kg;4325",
        "Outillage > Forets;FOR-68;Foret;C62;6,8;4336",
        "Bureau > Papier;PAP-A4;Papier;RM;;4325",
    )  # fmt: skip
    assert answer.status_code == 422
    for row, column in ((2, "E"), (3, "F"), (4, "F")):
        assert refused(answer, row, column), (row, column)
    assert queries.item(viewer("alice"), "FOR-6").fields == {}


def test_a_column_of_a_field_that_is_not_there_leaves_its_values(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    clerk, head = browse("brigitte"), "famille;code article;désignation;unité de base"
    load(clerk, "catalogue", f"{head};Diamètre (mm)", "Outillage > Forets;FOR-6;Foret;C62;6")
    load(clerk, "catalogue", f"{head};Nuance", "Outillage > Forets;FOR-6;Foret;C62;4325")
    assert queries.item(viewer("alice"), "FOR-6").fields == {"diametre": "6", "nuance": "4325"}


def test_a_field_called_as_a_column_of_every_item_has_a_column_of_its_own(browse: Browse, viewer: Enter) -> None:
    buyer = viewer("brigitte")
    declare(buyer, "Outillage", FieldFacts("Fabricant"))
    buyer.session.commit()
    clerk = browse("brigitte")
    head = "famille;code article;désignation;fabricant;unité de base;Fabricant (champ)"
    assert load(clerk, "catalogue", head, "Outillage > Forets;FOR-6;Foret;Tungal;C62;Autre").status_code == 200
    item = queries.item(viewer("alice"), "FOR-6")
    assert (item.maker, item.fields) == ("Tungal", {"fabricant": "Autre"})


def test_a_family_made_by_the_file_asks_for_what_the_one_above_it_asks(browse: Browse, viewer: Enter) -> None:
    tooling(viewer("brigitte"))
    head = "famille;code article;désignation;unité de base;Diamètre (mm)"
    row = "Outillage > Alésoirs > Carbure;ALE-6;Alésoir;C62;6"
    assert load(browse("brigitte"), "catalogue", head, row).status_code == 200
    assert queries.item(viewer("alice"), "ALE-6").fields == {"diametre": "6"}
