from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.catalogue import queries, rules

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]

GROUP_PAGES = (
    "/catalogue/families", "/catalogue/families/bureau", "/catalogue/suppliers", "/catalogue/suppliers/PAPETO",
    "/catalogue/suppliers/PAPETO/edit", "/catalogue/new-supplier", "/catalogue/agreements",
    "/catalogue/agreements/AC-PAP", "/catalogue/agreements/AC-PAP/edit", "/catalogue/new-agreement",
    "/catalogue/agreements/AC-PAP/new-line", "/catalogue/agreements/AC-PAP/lines/PAP-A4", "/catalogue/new-item",
    "/catalogue/items/PAP-A4/edit", "/catalogue/items/PAP-A4/pack?name=carton de 5", "/catalogue/load/catalogue",
    "/catalogue/load/suppliers", "/catalogue/load/agreements", "/catalogue/export/catalogue.xlsx",
    "/catalogue/export/suppliers.xlsx", "/catalogue/export/agreements.xlsx",
)  # fmt: skip


@pytest.mark.parametrize("page", GROUP_PAGES)
@pytest.mark.parametrize(("name", "status"), [("alice", 404), ("brigitte", 200), ("adele", 200), ("conrad", 200)])
def test_suppliers_prices_and_upkeep_are_the_groups(browse: Browse, page: str, name: str, status: int) -> None:
    assert browse(name).get(page).status_code == status


@pytest.mark.parametrize(
    "page", ["/catalogue/", "/catalogue/?family=epi", "/catalogue/items/PAP-A4", "/catalogue/pick"]
)
def test_everyone_signed_in_sees_items_and_no_price(browse: Browse, page: str) -> None:
    assert browse(None).get(page).status_code == 302
    answer = browse("alice").get(page)
    assert answer.status_code == 200
    for secret in ("PAPETO", "Papéto", "4,20", "3,80", "AC-PAP"):
        assert secret not in answer.text


def test_a_family_shows_its_own_items(browse: Browse) -> None:
    page = browse("alice").get("/catalogue/?family=epi").text
    assert "GAN-9" in page
    assert "FOR-6" not in page


def test_what_does_not_exist_is_not_found(browse: Browse) -> None:
    for page in ("/catalogue/items/NO", "/catalogue/?family=no", "/catalogue/suppliers/NO", "/catalogue/load/no"):
        assert browse("brigitte").get(page).status_code == 404


def test_a_search_without_answer_says_so(browse: Browse) -> None:
    answer = browse("alice").get("/catalogue/?q=zzz")
    assert answer.status_code == 200
    assert "zzz" in answer.text


def test_htmx_gets_the_rows_alone(browse: Browse) -> None:
    page = browse("alice").get("/catalogue/?q=gants", headers={"HX-Request": "true", "HX-Target": "found"}).text
    assert "GAN-9" in page
    assert "<html" not in page


def test_page_numbers_out_of_range_show_the_last_page(browse: Browse) -> None:
    for number in ("99", "-3", "x", "9" * 30):
        assert browse("alice").get(f"/catalogue/?page={number}").status_code == 200


def test_pick_tells_items_with_their_unit_and_packs(browse: Browse) -> None:
    answer = browse("alice").get("/catalogue/pick?q=papier")
    (item,) = answer.get_json()["items"]
    assert item["code"] == "PAP-A4"
    assert item["unit"] == {"code": "RM", "name": "rame"} or item["unit"]["code"] == "RM"
    assert item["packs"][0] == {"name": "carton de 5", "unit": "XCT", "content": "5"}


def test_pick_keeps_to_the_families_asked_for(browse: Browse) -> None:
    found = browse("alice").get("/catalogue/pick?q=&families=epi,outillage").get_json()["items"]
    assert {item["code"] for item in found} == {"GAN-9", "FOR-6", "FOR-68"}
    assert browse("alice").get("/catalogue/pick?families=no").get_json()["items"] == []


def test_pick_answers_htmx_with_options(browse: Browse) -> None:
    assert 'data-code="GAN-9"' in browse("alice").get("/catalogue/pick?q=gan", headers={"HX-Request": "true"}).text


@pytest.fixture
def stocked(system: Viewer) -> Viewer:
    family = rules.make_category(system, "Outillage > Fraises")
    for code, name, reference in (
        ("FR-1", "Fraise carbure Ø6,8 2 dents", "VS-A4 80/161"),
        ("FR-2", "Fraise à surfacer Ø50", "FR1"),
        ("FR-3", "Porte-fraise 100 %", "A_B%C"),
    ):
        facts = rules.ItemFacts(name, family, "C62", "Valserol", reference)
        rules.make_item(system, code, facts)
    system.session.commit()
    return system


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("carb frai", ["FR-1"]),  # any order, beginnings of words
        ("6,8 fraise", ["FR-1"]),
        ("ø6.8 dents", ["FR-1"]),
        ("vsa480161", ["FR-1"]),  # a reference without its punctuation
        ("VS-A4 80/161", ["FR-1"]),
        ("fr1", ["FR-2", "FR-1"]),  # an exact reference before the beginning of another code
        ("FR-1", ["FR-1", "FR-2", "FR-3"]),  # 1 begins 100 too
        ("valserol surf", ["FR-2"]),
        ("2000000000015", ["PAP-A4"]),
        ("raise", []),  # not the middle of a word
        ("100 %", ["FR-3"]),
    ],
)
def test_items_are_found_as_people_type(stocked: Viewer, typed: str, codes: list[str]) -> None:
    found = [item.code for item in queries.search_items(stocked, typed)]
    assert found == codes


def test_retired_items_and_families_are_not_offered(viewer: Enter, stocked: Viewer) -> None:
    buyer = viewer("brigitte")
    rules.switch_item(buyer, queries.item(buyer, "FR-1"), active=False)
    assert [item.code for item in queries.search_items(buyer, "fraise carbure")] == []
    rules.switch_category(buyer, queries.category(buyer, "outillage"), active=False)
    assert queries.search_items(buyer, "fraise") == []
    assert queries.browse(viewer("alice"), "fraise").total == 0
    assert queries.browse(viewer("adele"), "fraise").total == 2
