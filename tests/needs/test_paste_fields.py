"""A pasted block that holds the fields of families, flexibility and packs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from pooling.algorithms.category_fields import FieldKind
from pooling.catalogue.family_fields import FieldFacts
from tests.catalogue.declaring import SIZE, declare, tooling
from tests.catalogue.test_fields import specify
from tests.needs.acts import KEY, Browse, LookAs, held

URL = "/needs/T1/paste"
HEAD = "Désignation\tQté\tUnité\tDiamètre\tNuance\tPeut prendre (+)\r\n"
DRILLS = HEAD + "Foret étagé\t3\tpièce\t0,85 cm\tgc 1125\t2\r\nForet long\t2\tpièce\t9\t\t\r\n"
LENGTHS = [FieldFacts(label, FieldKind.NUMBER, "CMT") for label in ("Longueur", "Longueur utile")]


@pytest.fixture
def tools(viewer: LookAs, leave: Callable[[], None]) -> None:
    buyer = viewer("brigitte")
    tooling(buyer)
    declare(buyer, "EPI > Gants", SIZE)
    declare(buyer, "Bureau", SIZE)
    specify(buyer, "FOR-6", diametre="6")
    leave()


def paste(client: FlaskClient, text: str, *, status: int = 200, **more: object) -> str:
    answer = client.post(URL, data={"text": text, "do": "read", "batch": KEY, **more})
    assert answer.status_code == status
    return answer.text


def chosen(page: str) -> list[str]:
    """What each column is taken for, blank where it is left out or still asked about."""
    selects = re.findall(r'<select[^>]*name="column".*?</select>', page, re.DOTALL)
    return ["".join(re.findall(r'value="([^"]*)" selected', each)) for each in selects]


def questions(page: str) -> list[str]:
    return re.findall(r'name="((?:choose|answer)\.[^"]+)"', page)


def test_the_page_says_what_each_column_is_and_what_each_value_means(tools: None, browse: Browse) -> None:
    page = paste(browse("alice"), DRILLS, family="Outillage > Forets")
    assert chosen(page) == ["what", "quantity", "unit", "field diamètre (mm)", "field nuance", "flex_plus"]
    assert questions(page) == []
    assert re.search(r"0,85 cm\s*<small[^>]*>[^<]*8,5 mm", page)
    assert re.search(r"gc 1125\s*<small[^>]*>[^<]*GC 1125", page)
    assert "9 mm" in page


def test_lines_are_entered_with_their_values(tools: None, browse: Browse, viewer: LookAs) -> None:
    paste(browse("alice"), DRILLS, status=303, do="accept", family="Outillage > Forets")
    first, second = held(viewer)
    assert (first.fields, first.flex_plus) == ({"diametre": "8.5", "nuance": "GC 1125"}, Decimal(2))
    assert (second.fields, second.flex_plus) == ({"diametre": "9"}, Decimal(0))


def test_a_description_of_no_family_is_of_the_one_that_asks_for_all_of_them(tools: None, browse: Browse) -> None:
    page = paste(browse("alice"), DRILLS)
    assert 'value="Outillage &gt; Forets" selected' in page
    unsure = paste(browse("alice"), "Désignation\tQté\tDiamètre\r\nForet\t3\t8\r\n")  # Outillage asks for it too
    assert 'name="family"' in unsure
    assert "selected" not in unsure.split('name="family"')[1].split("</select>")[0]


def test_of_a_field_of_several_families_the_family_is_asked_first(tools: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    gloves = "Désignation\tQté\tUnité\tTaille\r\nGants cuir\t3\tpaire\t9\r\n"
    page = paste(alice, gloves, status=422, do="accept")
    assert "Taille" in page.split('id="why-0-3"')[1].split("</small>")[0]
    assert questions(page) == []  # there is nothing to answer but the family
    paste(alice, gloves, status=303, do="accept", family="EPI > Gants")
    (need,) = held(viewer)
    assert list(need.fields.values()) == ["9"]


def test_what_is_read_in_two_ways_is_asked_and_the_answer_is_kept(tools: None, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    text = "Désignation\tQté\tUnité\tDiamètre (cm)\tNuance\r\nForet\t3\tpièce\t1.234\t4336\r\n"
    page = paste(alice, text, status=422, do="accept", family="Outillage > Forets")
    assert questions(page) == ["choose.0.3", "choose.0.4"]
    assert re.search(r'value="1,234 cm"', page)
    answers = {"choose.0.3": "1,234 cm", "choose.0.4": "4315"}
    paste(alice, text, status=303, do="accept", family="Outillage > Forets", **answers)
    (need,) = held(viewer)
    assert need.fields == {"diametre": "12.34", "nuance": "4315"}


def test_a_person_says_what_a_column_is_and_its_unit_still_holds(tools: None, browse: Browse, viewer: LookAs) -> None:
    text = "Désignation\tQté\tUnité\tGrosseur (cm)\r\nForet\t3\tpièce\t0,6\r\n"
    alice = browse("alice")
    assert chosen(paste(alice, text)) == ["what", "quantity", "unit", ""]
    said = ["what", "quantity", "unit", "field diamètre (mm)"]
    page = paste(alice, text, column=said, family="Outillage > Forets")
    assert "6 mm" in page
    paste(alice, text, status=303, do="accept", column=said, family="Outillage > Forets")
    (need,) = held(viewer)
    assert need.fields == {"diametre": "6"}


def test_a_column_that_may_be_two_fields_holds_up_the_block(
    tools: None, browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    buyer = viewer("brigitte")
    declare(buyer, "Bureau", *LENGTHS)
    buyer.session.commit()
    leave()
    alice, text = browse("alice"), "Désignation\tQté\tLong\r\nPAP-A4\t3\t20\r\n"
    page = paste(alice, text, status=422, do="accept")
    assert "Longueur utile" in page.split('id="maybe-2"')[1].split("</small>")[0]
    assert 'data-open="1"' in page
    assert held(viewer) == []
    paste(alice, text, status=303, do="accept", column=["what", "quantity", "-"])
    (need,) = held(viewer)
    assert need.fields == {}


def test_what_the_item_says_itself_is_nothing_new_and_another_value_is_asked_about(
    tools: None, browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    text = "Code article\tQté\tDiamètre\r\nFOR-6\t3\t6 mm\r\nFOR-68\t2\t6,8\r\n"
    paste(alice, text, status=303, do="accept")
    assert {need.item.code: need.fields for need in held(viewer) if need.item} == {
        "FOR-6": {},
        "FOR-68": {"diametre": "6.8"},
    }
    page = paste(alice, text.replace("6 mm", "7 mm"), status=422, do="accept")
    assert questions(page) == ["answer.0.2"]


def test_onto_lines_that_stand_their_own_family_says_which_field_it_is(
    tools: None, browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    paste(alice, "Désignation\tQté\tUnité\tFamille\r\nGants cuir\t3\tpaire\tEPI > Gants\r\n", status=303, do="accept")
    (need,) = held(viewer)
    values = {"what": "Gants cuir", "quantity": "3", "unit": "paire", "family": "EPI > Gants"}
    onto = json.dumps([{"key": need.key, "version": 1, "values": values}])
    told = alice.post(URL, data={"text": "Taille\r\n9\r\n", "start": "quantity", "do": "accept", "onto": onto})
    (row,) = told.get_json()["lines"]
    assert row["state"] == "saved"
    (need,) = held(viewer)
    assert (list(need.fields.values()), need.wanted) == (["9"], Decimal(3))


def test_onto_a_line_of_an_item_its_family_is_known_before_anything_is_entered(tools: None, browse: Browse) -> None:
    onto = json.dumps([{"key": KEY, "values": {"what": "Gants nitrile taille 9", "item": "GAN-9", "quantity": "3"}}])
    page = paste(browse("alice"), "Taille\r\n9\r\n", start="quantity", onto=onto)
    assert "data-asked" not in page
    assert 'name="family"' not in page


def test_a_pack_beside_the_unit_is_what_the_quantity_counts(tools: None, browse: Browse, viewer: LookAs) -> None:
    text = "Code article\tUnité\tConditionnement\tQté\r\nPAP-A4\tramette\tcarton de 5\t2\r\nPAP-A4\tramette\t\t3\r\n"
    paste(browse("alice"), text, status=303, do="accept")
    assert [need.base_wanted for need in held(viewer)] == [Decimal(10), Decimal(3)]


def test_flexibility_both_ways_lands_in_both(tools: None, browse: Browse, viewer: LookAs) -> None:
    text = "Code article\tQté\tFlexibilité\r\nPAP-A4\t10\t±2\r\nGAN-9\t20\t+5/-1\r\n"
    page = paste(browse("alice"), text)
    assert chosen(page)[2] == "flex"
    assert "+2 −2" in page
    paste(browse("alice"), text, status=303, do="accept")
    assert [(need.flex_plus, need.flex_minus) for need in held(viewer)] == [
        (Decimal(2), Decimal(2)),
        (Decimal(5), Decimal(1)),
    ]


def test_a_blank_name_leaves_the_line_what_it_was(tools: None, browse: Browse, viewer: LookAs) -> None:
    values = {"what": "Foret carbure Ø6", "item": "FOR-6", "quantity": "3"}
    onto = json.dumps([{"key": KEY, "version": None, "values": values}] * 1)
    told = browse("alice").post(
        URL, data={"text": "Désignation\tQté\tNuance\r\n\t5\t4325\r\n", "do": "accept", "onto": onto}
    )
    (row,) = told.get_json()["lines"]
    assert (row["state"], row["values"]["item"], row["values"]["x.nuance"]) == ("saved", "FOR-6", "4325")
