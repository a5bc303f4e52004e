"""Somebody else's column names are found and understood, or reported; never silently dropped or doubled."""

import csv
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.errors import Refusal
from pooling.algorithms.header_words import FORBIDDEN, NAMES, WORDS
from pooling.algorithms.headers import NEED_FIELDS, Heading, _keys, find_headers, guess
from tests.thirdparty import DATA

# What the offices' standard fields are called here; the others of that list are no fields of a need.
STANDARD = {
    "items_description": "description",
    "items_quantity": "quantity",
    "supplier_name": "supplier",
    "cost_per_unit_zar": "unit_price",
    "order_amount_zar": "total",
    "implementation_location_other": "site",
    "implementation_location_province": "site",
}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Qté", "quantity"), ("QTÉ.", "quantity"), ("Qty", "quantity"), ("Menge", "quantity"),
        ("quantites", "quantity"),
        ("Quantité souhaitée", "quantity"), ("QUANTIT Y", "quantity"), ("Ordered\nQuantity", "quantity"),
        ("PU HT", "unit_price"), ("P.U. HT (€)", "unit_price"), ("Prix unitaire\nHT", "unit_price"),
        ("Prix unitaire H.T. en EUR", "unit_price"), ("Unit price", "unit_price"), ("unit_price", "unit_price"),
        ("Einzelpreis", "unit_price"), ("Prix / unité", "unit_price"), ("Unit Price (excl. VAT)", "unit_price"),
        ("Désignation", "description"), ("DESIGNATION DE L'ARTICLE", "description"), ("Bezeichnung", "description"),
        ("Libellé", "description"), ("Item Description", "description"), ("Adhérent", "member"), ("ADHERENT", "member"),
        ("Member", "member"), ("Mitglied", "member"), ("Nom de l’adhérent", "member"), ("Fournisseur", "supplier"),
        ("Supplier", "supplier"), ("Lieferant", "supplier"), ("Fournisseur actuel", "supplier"),
        ("(a) Name of Supplier", "supplier"), ("Période", "period"), ("Trimestre", "period"), ("Quartal", "period"),
        ("Site", "site"), ("Site de livraison", "site"), ("Lieferort", "site"), ("Date", "date"),
        ("Date de besoin", "date"), ("Liefertermin", "date"), ("Souhaité pour le", "date"), ("Wanted on", "date"),
        ("Unité", "unit"), ("Unit", "unit"), ("Einheit", "unit"), ("U.", "unit"), ("Famille d'achat", "category"),
        ("Catégorie", "category"), ("Warengruppe", "category"), ("Devise", "currency"), ("Währung", "currency"),
        ("Montant HT", "total"), ("Total", "total"), ("Gesamtpreis", "total"), ("Remarques", "remark"),
        ("Code article", "item_code"), ("N° article", "item_code"), ("Artikel-Nr.", "item_code"), ("Réf.", "item_code"),
        ("Dés.", "description"), ("Désig.", "description"), ("Lib.", "description"), ("Art.", "description"),
        ("Bez.", "description"), ("Desc.", "description"), ("Qté dem.", "quantity"), ("Anz.", "quantity"),
        ("Px U.", "unit_price"), ("P. unit.", "unit_price"), ("Prix U. HT", "unit_price"),
        ("Date livr.", "date"), ("Livr. le", "date"), ("Four.", "supplier"), ("Lief.", "supplier"),
        ("Obs.", "remark"), ("Rem.", "remark"), ("Bem.", "remark"), ("Fam.", "category"),
        ("Réf. art.", "item_code"), ("Réf. fourn.", "maker_ref"), ("Unit.", "unit"), ("Qté trim.", "quantity"),
        ("Référence fabricant", "maker_ref"), ("EAN", "gtin"), ("Ferme / estimé", "firmness"),
    ],
)  # fmt: skip
def test_a_usual_name_is_known_for_certain(header: str, field: str) -> None:
    assert guess(header) == guess(field)
    assert guess(header).certain
    assert guess(header).fields == (field,)


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Item Description (Gloves, Masks, Sanitisers, etc)", ("description",)),
        ("Quantité pour le trimestre", ("quantity",)),
        ("Nom complet du fournisseur", ("supplier",)),
        ("DESCRIPTION OF SERVICE NAME OF SUPPLIER", ("description", "supplier")),
        ("Quantity Total Value", ("quantity", "total")),
        ("Unité de gestion", ("unit",)),
        ("What were the reasons that the goods were bought from that very company", ()),
        ("Supplier number", ()),
        ("Prix unitaire TTC", ()),
        ("Quantité livrée", ()),
        ("Invoice date", ()),
        ("B-BBEE level", ()),
        ("SIRET", ()),
        ("", ()),
        ("Quantité " * 5_000, ()),
    ],
)
def test_other_names_are_judged_by_their_words_and_never_for_certain(header: str, fields: tuple[str, ...]) -> None:
    assert guess(header).fields == fields
    assert not guess(header).certain


def test_the_row_of_names_is_found_below_titles_and_in_any_order() -> None:
    rows: list[list[object]] = [
        ["GIE achats de la vallée", None, None, None],
        ["Besoins du 2e trimestre 2026", "", "", ""],
        [],
        [None, "Fournisseur", "Qté", "Désignation", "Unité", 3],
        [None, "Sofradis", 12, "Gants nitrile", "boîte", 4],
    ]
    found = find_headers(rows)
    assert found.row_index == 3
    assert found.columns == {"supplier": 1, "quantity": 2, "description": 3, "unit": 4}
    assert found.unknown == ()
    assert found.doubtful == ()


def test_a_second_column_for_a_field_is_reported_and_not_used() -> None:
    found = find_headers([["Désignation", "Quantité", "Qty", "Couleur"]])
    assert found.columns == {"description": 0, "quantity": 1}
    assert [(doubt.heading.text, doubt.fields, doubt.reason) for doubt in found.doubtful] == [
        ("Qty", ("quantity",), "taken")
    ]
    assert found.unknown == (Heading(3, "Couleur"),)


def test_a_whole_name_wins_over_a_guess_that_stands_before_it() -> None:
    found = find_headers([["Nom complet du fournisseur", "Fournisseur", "Qté"]])
    assert found.columns == {"supplier": 1, "quantity": 2}
    assert found.doubtful[0].reason == "taken"


@pytest.mark.parametrize(
    ("vague", "telling", "field"),
    [
        ("Item", "Item description", "description"),
        ("Prix", "Prix unitaire HT", "unit_price"),
        ("Nombre", "Quantité", "quantity"),
        ("Date", "Date de besoin", "date"),
        ("Conditionnement", "Unité", "unit"),
    ],
)
def test_the_name_that_says_more_wins_over_a_vague_one_before_it(vague: str, telling: str, field: str) -> None:
    found = find_headers([[vague, telling, "Fournisseur"]])
    assert found.columns == {field: 1, "supplier": 2}
    assert [doubt.reason for doubt in found.doubtful] == ["taken"]


def test_a_guess_is_used_and_said_to_be_one() -> None:
    found = find_headers([["Désignation", "Quantité pour le trimestre"]])
    assert found.columns == {"description": 0, "quantity": 1}
    assert [doubt.reason for doubt in found.doubtful] == ["by_words"]


@pytest.mark.parametrize(("other", "field"), [("Fournisseur", "member"), ("Adhérent", "supplier")])
def test_a_firm_is_whichever_the_other_columns_leave_open(other: str, field: str) -> None:
    found = find_headers([["Société", other, "Désignation", "Qté"]])
    assert found.columns[field] == 0
    assert [doubt.reason for doubt in found.doubtful] == ["firm"]


def test_a_firm_that_could_be_either_is_asked_about() -> None:
    found = find_headers([["Société", "Désignation", "Qté"]])
    assert "member" not in found.columns
    assert "supplier" not in found.columns
    assert [(doubt.fields, doubt.reason) for doubt in found.doubtful] == [(("member", "supplier"), "several_fields")]


def test_only_the_fields_asked_for_are_looked_for() -> None:
    found = find_headers([["Désignation", "Qté", "Fournisseur"]], fields=("description", "quantity"))
    assert found.columns == {"description": 0, "quantity": 1}
    assert found.unknown == (Heading(2, "Fournisseur"),)


@pytest.mark.parametrize("rows", [[], [[]], [[None, 3]], [["Bonjour"]], [["12", "34"], ["a", "b"]], [["Total"]]])
def test_a_table_without_names_is_refused_with_a_sentence(rows: list[list[object]]) -> None:
    with pytest.raises(Refusal, match="No row of column names") as caught:
        find_headers(rows)
    assert caught.value.code == "no_headers"


def test_no_name_means_two_fields_and_every_word_rule_has_its_vetoes() -> None:
    owners = defaultdict(set)
    for field, names in NAMES.items():
        for key in _keys(names):
            owners[key].add(field)
    assert {key: fields for key, fields in owners.items() if len(fields) > 1} == {}
    assert "" not in owners
    assert set(WORDS) == set(FORBIDDEN)
    assert set(WORDS) <= set(NEED_FIELDS)


@given(st.lists(st.sampled_from(["Qté", "Qty", "PU HT", "Désignation", "Société", "Fournisseur", "x", ""]), min_size=2))
def test_each_heading_is_used_once_or_reported(row: list[str]) -> None:
    try:
        found = find_headers([row])
    except Refusal:
        return
    reported = [heading.column for heading in found.unknown]
    reported += [doubt.heading.column for doubt in found.doubtful if doubt.reason in ("taken", "several_fields")]
    used = list(found.columns.values())
    assert sorted(used + reported) == [column for column, text in enumerate(row) if text]


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the third-party data is not here")
def test_the_real_needs_map_completely() -> None:
    with (DATA / "needs_2020Q2.csv").open(encoding="utf-8", newline="") as file:
        found = find_headers([next(csv.reader(file))])
    fields = "member period description category quantity unit unit_price total currency date supplier"
    assert found.columns == {field: column for column, field in enumerate(fields.split())}
    assert [heading.text for heading in found.unknown] == ["source_file", "source_row"]
    assert found.doubtful == ()


@pytest.mark.data
@pytest.mark.skipif(not DATA.exists(), reason="the third-party data is not here")
def test_most_headers_of_real_offices_mean_what_people_said_and_few_mean_another() -> None:
    with (DATA / "layouts" / "header_mapping.csv").open(encoding="utf-8", newline="") as file:
        said = [(row["raw_header"], STANDARD.get(row["standard_field"])) for row in csv.DictReader(file)]
    known = [(header, field) for header, field in said if field]
    assert sum(guess(header).fields == (field,) for header, field in known) >= 60
    assert sum(len(guess(header).fields) == 1 and guess(header).fields != (field,) for header, field in known) == 0
