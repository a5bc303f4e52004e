"""A spreadsheet of the member's own making: its columns are confirmed once, then remembered."""

from __future__ import annotations

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.needs import acts
from tests.needs.acts import Browse, LookAs, held
from tests.needs.test_workbook import counts, difference, fill, given_back, sent, sheet_of, ticks

LIST = (
    "Société Untel;;;;\r\n"
    "Besoins du 1er trimestre;;;;\r\n"
    "\r\n"
    "Réf.;Libellé;Qté;Cond.;PU HT;Frs\r\n"
    "PAP-A4;Papier;4;carton de 5;19,90 €;Papéto\r\n"
    "XZ-9;Colle époxy 50 ml;1 200;pièce;3,5;Collatout\r\n"
    ";Gants nitrile taille 9;2;boîte de 100;;\r\n"
    ";Huile de coupe;deux bidons;litre;;\r\n"
)
FAMILY = {"family": "Outillage > Forets", "unit": ""}


def columns_page(client: FlaskClient, data: bytes, name: str = "liste.csv") -> tuple[str, str]:
    answer = sent(client, data, name)
    assert answer.status_code == 303
    shown = client.get(answer.location)
    assert shown.status_code == 302
    page = client.get(shown.location)
    assert page.status_code == 200
    return answer.location, page.text


def understood(page: str) -> dict[str, str]:
    """Which field each column's select stands on."""
    selects = re.findall(r'<select[^>]*name="(column\d+)".*?</select>', page, re.DOTALL)
    bodies = re.findall(r'<select[^>]*name="column\d+"(.*?)</select>', page, re.DOTALL)
    chosen = (re.search(r'<option value="(\w*)" selected', body) for body in bodies)
    return {name: found[1] if found else "" for name, found in zip(selects, chosen, strict=True)}


def confirmed(client: FlaskClient, url: str, page: str, **more: str) -> str:
    answer = client.post(f"{url}/columns", data={**understood(page), **FAMILY, **more})
    assert answer.status_code == 303
    shown = client.get(answer.location)
    assert shown.status_code == 200
    return shown.text


def test_columns_are_understood_confirmed_and_taken(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode("cp1252"))
    assert list(understood(page).values()) == [
        "item",
        "designation",
        "quantity",
        "unit",
        "present_price",
        "present_supplier",
    ]
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 3, "refused": 1}
    assert 'data-refused-cell="C8"' in shown
    assert not acts.held(viewer)
    alice.post(url, data={"take": ticks(shown)})
    held = {need.item.code if need.item else need.designation: need for need in acts.held(viewer)}
    assert held["PAP-A4"].base_wanted == 20
    assert held["GAN-9"].base_wanted == 200
    glue = held["Colle époxy 50 ml – réf. XZ-9"]
    assert (glue.wanted, glue.unit, glue.present_price) == (Decimal(1200), "C62", Decimal("3.5"))


def test_the_mapping_is_remembered_for_the_firm_alone(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    confirmed(alice, url, page, column0="")
    again = sent(browse("bob"), LIST.replace("Colle", "Mastic").encode(), "autre.csv")
    assert browse("bob").get(again.location).status_code == 200, "the columns are not asked again"
    kept = understood(browse("bob").get(f"{again.location}/columns").text)
    assert kept["column0"] == ""
    other = sent(browse("charlie"), LIST.encode(), "liste.csv")
    assert browse("charlie").get(other.location).status_code == 302


def test_rows_say_what_they_lack_when_no_family_is_chosen(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    shown = confirmed(alice, url, page, family="")
    assert counts(shown) == {"new": 2, "refused": 2}


def test_the_same_list_twice_enters_nothing_twice(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    for expected in ({"new": 3, "refused": 1}, {"same": 3, "refused": 1}):
        answer = sent(alice, LIST.encode(), "liste.csv")
        page = alice.get(answer.location)
        if page.status_code == 302:
            page_text = confirmed(alice, answer.location, alice.get(page.location).text)
        else:
            page_text = page.text
        assert counts(page_text) == expected
        if ticks(page_text):
            alice.post(answer.location, data={"take": ticks(page_text)})
    assert len(acts.held(viewer)) == 3


@pytest.mark.parametrize(
    "said",
    [
        {"column2": ""},
        {"column0": "", "column1": ""},
        {"column0": "quantity"},
    ],
)
def test_columns_that_make_no_line_are_asked_again(said: dict[str, str], browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    answer = alice.post(f"{url}/columns", data={**understood(page), **FAMILY, **said})
    assert answer.status_code == 422
    assert understood(answer.text)["column3"] == "unit"


def test_the_refused_rows_of_a_list_come_back_as_the_form(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    confirmed(alice, url, page)
    form = alice.get(f"{url}/refused.xlsx").data
    back = sent(alice, form, "corrige.xlsx")
    shown = alice.get(back.location)
    assert shown.status_code == 200
    assert counts(shown.text) == {"refused": 1}


def test_a_column_of_numbers_settles_what_a_point_means(browse: Browse, viewer: LookAs) -> None:
    data = "Désignation;Quantité;Unité\nVis;1.234;pièce\nFil;2,5;kg\nTôle;1.000;kg\n"
    alice = browse("alice")
    url, page = columns_page(alice, data.encode())
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 3}
    alice.post(url, data={"take": ticks(shown)})
    assert sorted(need.wanted for need in acts.held(viewer)) == [Decimal("2.5"), 1000, 1234]


def test_a_point_that_nothing_settles_is_asked_about(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, b"Designation;Quantite;Unite\nVis;1.234;kg\n")
    assert counts(confirmed(alice, url, page)) == {"refused": 1}


def test_a_price_in_another_currency_is_refused(browse: Browse) -> None:
    alice = browse("alice")
    data = "Désignation;Quantité;Unité;Prix unitaire;Devise\nVis;2;kg;3;CHF\nFil;2;kg;3;EUR\n"
    url, page = columns_page(alice, data.encode())
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 1, "refused": 1}
    assert 'data-refused-cell="D2"' in shown


def test_two_thousand_rows_are_shown_and_taken(browse: Browse, viewer: LookAs) -> None:
    rows = "".join(f"Vis numéro {number};{number};kg\n" for number in range(1, 2001))
    alice = browse("alice")
    url, page = columns_page(alice, f"Désignation;Quantité;Unité\n{rows}".encode())
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 2000}
    answer = alice.post(url, data={"take": ticks(shown)})
    assert answer.status_code == 303
    assert len(acts.held(viewer)) == 2000


def test_an_upload_needs_no_name_that_a_computer_takes(browse: Browse) -> None:
    answer = browse("alice").post(
        "/needs/T1/workbook", data={"file": (io.BytesIO(LIST.encode()), "..\\..\\<b>&'é\u202e.csv")}
    )
    assert answer.status_code == 303
    assert "<b>&" not in browse("alice").get(f"{answer.location}/columns").text


UNNAMED = "Papier A4;PAP-A4;40\r\nColle époxy 50 ml;XZ-9;1 200\r\nGants nitrile taille 9;;300\r\n"


def test_a_list_without_titles_is_mapped_by_hand(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, UNNAMED.encode())
    assert 'data-column="A"' in page
    assert "Papier A4" in page
    assert 'name="titled" value="1" checked' not in page
    assert understood(page) == {"column0": "designation", "column1": "", "column2": "quantity"}
    shown = confirmed(alice, url, page, column1="item", unit="pièce")
    assert counts(shown) == {"new": 3}
    alice.post(url, data={"take": ticks(shown)})
    assert {need.wanted for need in acts.held(viewer)} == {Decimal(40), Decimal(1200), Decimal(300)}


def test_nothing_is_remembered_of_a_list_that_has_nothing_to_be_known_by(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, UNNAMED.encode())
    confirmed(alice, url, page, column1="item", unit="pièce")
    columns_page(alice, b"1;2;3\r\n")


FOREIGN = "Bezeichner;Anz\r\nFräser;4\r\nBohrer;2\r\n"


def test_titles_nobody_knows_are_no_need_and_are_known_again(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, FOREIGN.encode())
    assert 'name="titled" value="1" checked' in page
    shown = confirmed(alice, url, page, titled="1", unit="pièce")
    assert counts(shown) == {"new": 2}
    again = sent(alice, FOREIGN.replace("4", "5").encode(), "liste.csv")
    assert counts(alice.get(again.location).text) == {"new": 2}


def test_whoever_says_that_the_first_row_is_a_need_gets_it_refused_not_lost(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, FOREIGN.encode())
    assert counts(confirmed(alice, url, page, unit="pièce")) == {"new": 2, "refused": 1}


@pytest.mark.parametrize("naming", ["PAP-A4;;", ";2000000000015;", "PAP-A4;;Ramettes du bureau"])
def test_a_refused_row_keeps_the_item_it_names(naming: str, browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, f"Réf;EAN;Désignation;Qté;Unité\n{naming};quatre;carton\n".encode())
    assert counts(confirmed(alice, url, page)) == {"refused": 1}
    book = openpyxl.load_workbook(io.BytesIO(alice.get(f"{url}/refused.xlsx").data))
    fill(sheet_of(book), 0, quantity=4)
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 1}
    alice.post(url, data={"take": ticks(page)})
    assert [(need.item and need.item.code, need.base_wanted) for need in acts.held(viewer)] == [("PAP-A4", Decimal(20))]


def test_what_the_file_called_an_item_is_shown_beside_it(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(
        alice, "Réf;Désignation;Qté\nPAP-A4;Huile de coupe;4\nGAN-9;GANTS NITRILE taille 9;2\n".encode()
    )
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 2}
    assert shown.count("dans le fichier\u00a0: ") == 1
    assert "Huile de coupe" in shown


def test_the_family_of_what_is_described_is_shown(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, "Désignation;Qté;Unité\nColle;4;pièce\n".encode())
    confirmed(alice, url, page)
    again = alice.get(sent(alice, "Désignation;Qté;Unité\nGants;4;pièce\n".encode(), "autre.csv").location).text
    assert "Outillage &gt; Forets" in again.partition('id="accept"')[2], (
        "where the family was remembered with the columns too"
    )


def test_putting_a_file_aside_does_not_say_that_nothing_changed_when_something_was_taken(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    shown = confirmed(alice, url, page)
    left = alice.post(url, data={"take": ticks(shown)}, follow_redirects=True).text
    assert 'href="/needs/T1"' in left.partition('id="accept"')[2], "and a way back to the lines"
    said = alice.post(f"{url}/discard", follow_redirects=True).text
    assert "mis de côté" in said
    assert "rien n’a" not in said


def test_a_pack_in_other_words_is_the_items_own_of_that_content_and_shown_back(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, "Réf;Qté;Cond.\nGAN-9;3;bte 100\nPAP-A4;2;crt 5\nPAP-A4;2;bte 100\n".encode())
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"new": 2, "refused": 1}, "no pack of paper holds a hundred"
    assert "dans le fichier\u00a0: bte 100" in shown
    alice.post(url, data={"take": ticks(shown)})
    assert sorted(need.base_wanted for need in acts.held(viewer)) == [Decimal(10), Decimal(300)]


def test_a_list_corrected_and_sent_again_offers_to_replace_its_lines_and_adds_none(
    browse: Browse, viewer: LookAs
) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    corrected = LIST.replace(";Papier;4;", ";Papier;6;").replace("1 200", "1 300").encode()
    url = sent(alice, corrected, "liste.csv").location
    shown = alice.get(url).text
    assert counts(shown) == {"alike": 2, "same": 1, "refused": 1}
    assert "<del>4</del> → <ins>6</ins>" in shown
    asked = shown.partition('data-outcome="alike"')[2].partition("</table>")[0]
    assert "checked" not in asked, "to replace or not is for a person to say"
    alice.post(url, data={"take": ticks(shown)})
    assert sorted(need.wanted for need in acts.held(viewer)) == [2, 6, 1300]


def test_a_second_row_for_the_same_thing_is_a_line_of_its_own(browse: Browse) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, "Réf;Qté\nPAP-A4;4\n".encode())
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    twice = sent(alice, "Réf;Qté\nPAP-A4;5\nPAP-A4;6\n".encode(), "liste.csv").location
    assert counts(alice.get(twice).text) == {"alike": 1, "new": 1}


def test_what_a_list_does_not_say_stays_as_it_stands(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, "Réf;Qté;Prix;Remarque\nPAP-A4;4;3,5;au quai\n".encode())
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    url, page = columns_page(alice, "Réf;Qté\nPAP-A4;5\n".encode())
    shown = confirmed(alice, url, page)
    assert counts(shown) == {"alike": 1}
    alice.post(url, data={"take": ticks(shown)})
    (need,) = acts.held(viewer)
    assert (need.wanted, need.present_price, need.remark) == (Decimal(5), Decimal("3.5"), "au quai")
    url, page = columns_page(alice, "Réf;Quantité\nPAP-A4;5\n".encode())
    assert counts(confirmed(alice, url, page)) == {"same": 1}


def test_how_far_a_line_may_move_is_understood_with_or_without_its_sign(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    rows = "Désignation;Qté;Unité;Peut prendre (+);Peut céder (−)\r\nVis M6;10;pièce;+4;-2\r\nVis M8;10;pièce;5;\r\n"
    url, page = columns_page(alice, rows.encode())
    assert list(understood(page).values()) == ["designation", "quantity", "unit", "flex_plus", "flex_minus"]
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    assert [(need.flex_plus, need.flex_minus) for need in held(viewer)] == [
        (Decimal(4), Decimal(2)),
        (Decimal(5), Decimal(0)),
    ]
