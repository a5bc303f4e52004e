"""Packs in free words are shown back, and kept as what was confirmed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from pooling.algorithms.units import PACKAGE, UNITS
from pooling.journal.models import Entry
from pooling.needs.packing import OwnPack
from tests.needs.acts import KEY, Browse, LookAs, held
from tests.needs.test_grid import form, sent
from tests.needs.test_workbook import difference, fill, given_back, sheet_of
from tests.needs.test_workbook import form as workbook

URL = f"/needs/T1/lines/{KEY}"
FREE = {"what": "Papier recyclé ivoire", "family": "Bureau > Papier"}
CARTON = "3 × carton de 5 ramettes = 15 ramettes"


def save(client: FlaskClient, **typed: str) -> Any:
    return client.post(URL, data=typed).get_json()


def told(answer: Any) -> list[str]:
    return [each["told"] for each in answer["asked"]]


def yes(client: FlaskClient, typed: dict[str, str], answer: Any, number: int = 0) -> Any:
    return save(client, **{**typed, **answer["asked"][number]["texts"]})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"quantity": "3 cartons de 5 ramettes"}, [CARTON]),
        ({"quantity": "3", "unit": "carton de 5 ramettes"}, [CARTON]),
        ({"quantity": "2", "unit": "bte 10"}, ["2 × boîte de 10 unités = 20 unités"]),
        ({"quantity": "1", "unit": "lot de 12"}, ["1 × lot de 12 unités = 12 unités"]),
        ({"quantity": "2", "unit": "bidon 20 L"}, ["2 × bidon de 20 litres = 40 litres"]),
        ({"quantity": "1", "unit": "bidon ZS 46 bidons de 20 L"}, None),
    ],
)
def test_a_pack_in_free_words_is_asked_about(browse: Browse, typed: dict[str, str], expected: list[str] | None) -> None:
    answer = save(browse("alice"), **FREE, **typed)
    assert answer["faults"]
    if expected is None:
        assert len(answer["asked"]) > 1  # between readings a person decides
    else:
        assert told(answer) == expected
        assert set(answer["faults"]) <= {"quantity", "unit"}


def test_what_was_confirmed_is_kept_in_base_units(browse: Browse, viewer: LookAs) -> None:
    alice, typed = browse("alice"), {**FREE, "quantity": "3 cartons de 5 ramettes"}
    answer = yes(alice, typed, save(alice, **typed))
    assert (answer["values"]["quantity"], answer["values"]["unit"]) == ("3", "carton de 5 ramettes")
    assert answer["base"] == "= 15 ramettes"
    need = held(viewer)[0]
    assert (need.wanted, need.base_wanted, need.unit) == (Decimal(3), Decimal(15), "RM")
    assert (need.own_pack, need.own_content) == ("XCT", Decimal(5))
    again = save(alice, **{**answer["values"], "quantity": "4", "version": "1"})
    assert (again["base"], again["asked"]) == ("= 20 ramettes", [])
    recap = alice.get("/needs/T1/recap").text
    assert "4 × carton de 5 ramettes" in recap
    assert "20 ramettes" in recap


def test_another_wording_is_asked_about_anew(browse: Browse, viewer: LookAs) -> None:
    alice, typed = browse("alice"), {**FREE, "quantity": "3", "unit": "carton de 5 ramettes"}
    answer = yes(alice, typed, save(alice, **typed))
    answer = save(alice, **{**answer["values"], "unit": "carton de 10 ramettes", "version": "1"})
    assert told(answer) == ["3 × carton de 10 ramettes = 30 ramettes"]
    answer = save(alice, **{**answer["values"], "unit": "ramette", "version": "1"})
    assert held(viewer)[0].own_content is None


def test_half_a_carton_is_no_order(browse: Browse) -> None:
    alice, typed = browse("alice"), {**FREE, "quantity": "2,5", "unit": "carton de 5 ramettes"}
    assert "quantity" in yes(alice, typed, save(alice, **typed))["faults"]


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ({"quantity": "3 cartons de 5 ramettes"}, ("3", "carton de 5", "= 15 ramettes")),
        ({"quantity": "2", "unit": "ctn 5"}, ("2", "carton de 5", "= 10 ramettes")),
        ({"quantity": "2", "unit": "carton"}, ("2", "carton de 5", "= 10 ramettes")),
    ],
)
def test_an_item_has_its_own_pack_of_that_content(
    browse: Browse, typed: dict[str, str], values: tuple[str, str, str]
) -> None:
    answer = save(browse("alice"), what="PAP-A4", **typed)
    assert (answer["values"]["quantity"], answer["values"]["unit"], answer["base"]) == values


def test_of_a_pack_that_the_item_has_not_base_units_are_offered(browse: Browse, viewer: LookAs) -> None:
    alice, typed = browse("alice"), {"what": "PAP-A4", "quantity": "3 cartons de 4 ramettes"}
    answer = save(alice, **typed)
    assert told(answer) == ["3 × carton de 4 ramettes = 12 ramettes"]
    answer = yes(alice, typed, answer)
    assert (answer["values"]["quantity"], answer["values"]["unit"]) == ("12", "")
    assert held(viewer)[0].base_wanted == 12


def test_a_content_in_another_unit_says_nothing_of_an_item(browse: Browse) -> None:
    answer = save(browse("alice"), what="PAP-A4", quantity="2", unit="bidon 20 L")
    assert answer["asked"] == []
    assert "carton de 5" in answer["faults"]["unit"]


def test_what_the_description_says_is_offered_beside_a_line_that_stands(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    typed = {"what": "Gants latex bte 100", "family": "EPI > Gants", "quantity": "2", "unit": "boîte"}
    answer = save(alice, **typed)
    assert answer["version"] == 1
    assert told(answer) == ["2 × boîte de 100 unités = 200 unités"]
    assert held(viewer)[0].base_wanted == 2
    yes(alice, {**typed, "version": "1"}, answer)
    assert held(viewer)[0].base_wanted == 200


def test_without_javascript_a_button_says_yes(browse: Browse, viewer: LookAs) -> None:
    alice, row = browse("alice"), {**FREE, "quantity": "3 cartons de 5 ramettes"}
    page = alice.post("/needs/T1", data=form(sent(KEY, **row)))
    assert page.status_code == 422
    assert f'value="yes:{KEY}:0"' in page.text
    assert CARTON in page.text
    assert 'value="3 cartons de 5 ramettes"' in page.text
    answer = alice.post("/needs/T1", data=form(sent(KEY, **row), do=f"yes:{KEY}:0"))
    assert answer.status_code == 303
    assert held(viewer)[0].base_wanted == 15


def test_the_journal_and_a_line_brought_back_keep_it(browse: Browse, viewer: LookAs) -> None:
    alice, typed = browse("alice"), {**FREE, "quantity": "3", "unit": "carton de 5 ramettes"}
    yes(alice, typed, save(alice, **typed))
    alice.post(f"{URL}/remove")
    alice.post(f"{URL}/restore")
    assert (held(viewer)[0].base_wanted, held(viewer)[0].own_pack) == (Decimal(15), "XCT")
    entry = viewer("alice").session.scalars(select(Entry).where(Entry.verb == "needs.enter")).first()
    assert entry is not None
    assert entry.after is not None
    assert (entry.after["own_pack"], entry.after["own_content"]) == ("XCT", "5")


def test_the_workbook_brings_it_back_as_it_was(browse: Browse, viewer: LookAs, leave: Callable[[], None]) -> None:
    alice, typed = browse("alice"), {**FREE, "quantity": "3", "unit": "carton de 5 ramettes"}
    yes(alice, typed, save(alice, **typed))
    leave()
    book = workbook(alice)
    assert difference(alice, given_back(alice, book))[2] == {"same": 1}
    fill(sheet_of(book), 0, quantity=4)
    assert difference(alice, given_back(alice, book))[2] == {"changed": 1}


PACKAGES = [code for code, unit in UNITS.items() if unit.dimension == PACKAGE]


@given(st.sampled_from(PACKAGES), st.integers(2, 10**6), st.sampled_from([*UNITS]))
def test_a_confirmed_pack_is_told_as_it_was(package: str, content: int, unit: str) -> None:
    own = OwnPack(package, Decimal(content), unit)
    assert OwnPack.confirmed(own.token) == own


@pytest.mark.parametrize("text", ["", "XCT", "XCT 0 RM", "XCT 5 NOPE", "XCT 1e9 RM", "<b> 5 RM"])
def test_what_nobody_confirmed_is_no_pack(text: str) -> None:
    assert OwnPack.confirmed(text) is None
