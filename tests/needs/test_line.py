from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from pooling.needs import rules
from pooling.needs.typed import Typed
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, held, item, paper

URL = f"/needs/T1/lines/{KEY}"
PAPER = {"item": "PAP-A4", "what": "", "quantity": "2", "unit": "carton de 5", "price": "21,5 €", "site": "ARV-2"}
FREE = {"what": "Foret étagé", "family": "Outillage > Forets", "quantity": "3", "unit": "pièces"}
JSON = {"Accept": "application/json"}


def test_a_line_is_saved_and_answered_as_it_is_now_written(browse: Browse, viewer: LookAs) -> None:
    answer = browse("alice").post(URL, data={**PAPER, "quantity": "1 234,0", "wanted_on": "2027-01-08", "firm": "0"})
    assert answer.status_code == 200
    told = answer.get_json()
    assert told["version"] == 1
    assert told["values"]["quantity"] == "1\u202f234"
    assert told["values"]["price"] == "21,50"
    assert told["total"]["lines"] == 1
    need = held(viewer)[0]
    assert (need.base_wanted, need.firm, need.present_price) == (Decimal(6170), False, Decimal("21.5"))
    assert need.site is not None
    assert need.site.code == "ARV-2"


@pytest.mark.parametrize("what", ["pap-a4", "P80", "papier a4 80 g blanc, ramette 500 feuilles"])
def test_a_name_or_reference_typed_whole_is_the_item(browse: Browse, viewer: LookAs, what: str) -> None:
    answer = browse("alice").post(URL, data={"what": what, "quantity": "3"})
    assert answer.get_json()["values"]["item"] == "PAP-A4"
    assert held(viewer)[0].base_wanted == 3


def test_a_picked_item_whose_name_was_typed_over_is_no_longer_it(browse: Browse, viewer: LookAs) -> None:
    assert browse("alice").post(URL, data={**FREE, "item": "PAP-A4"}).status_code == 200
    assert held(viewer)[0].item_id is None


def test_a_description_has_a_family_and_a_unit(browse: Browse, viewer: LookAs) -> None:
    answer = browse("alice").post(URL, data={"what": "Foret étagé", "quantity": "3"})
    assert answer.status_code == 422
    assert set(answer.get_json()["faults"]) == {"family", "unit"}
    assert browse("alice").post(URL, data=FREE).status_code == 200
    need = held(viewer)[0]
    assert (need.designation, need.unit, need.category.path) == ("Foret étagé", "C62", "Outillage > Forets")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("quantity", ""),
        ("quantity", "douze"),
        ("quantity", "1.234"),
        ("quantity", "-3"),
        ("quantity", "2,5"),
        ("price", "12 $"),
        ("price", "cher"),
        ("price", "-1"),
        ("unit", "brouette"),
        ("site", "GIF-1"),
        ("wanted_on", "31/02/2027"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(browse: Browse, viewer: LookAs, field: str, typed: str) -> None:
    answer = browse("alice").post(URL, data={**PAPER, field: typed})
    assert answer.status_code == 422
    told = answer.get_json()
    assert set(told["faults"]) == {field}
    assert told["values"][field] == typed
    assert held(viewer) == []


def test_two_people_of_one_firm_see_both_values_and_choose(browse: Browse, viewer: LookAs) -> None:
    alice, bob = browse("alice"), browse("bob")
    alice.post(URL, data=PAPER)
    assert bob.post(URL, data={**PAPER, "quantity": "7", "remark": "sonner au quai", "version": "1"}).status_code == 200
    mine = {**PAPER, "quantity": "4", "price": "20", "version": "1"}
    answer = alice.post(URL, data=mine)
    assert answer.status_code == 409
    told = answer.get_json()
    assert told["version"] == 2
    assert all(text in told["conflict"] for text in ("7", "4", "sonner au quai", "20,00", "21,50", "Bob"))
    # what Alice left as it was is offered as Bob wrote it
    assert told["conflict"].count("checked") == 1
    settled = alice.post(URL, data={**mine, "version": "2", "take": ["quantity", "remark"]})
    assert settled.status_code == 200
    need = held(viewer)[0]
    assert (need.wanted, need.present_price, need.remark) == (Decimal(7), Decimal(20), "sonner au quai")


def test_a_line_that_a_colleague_deleted_can_be_entered_anew(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post(URL, data=PAPER)
    browse("bob").post(f"{URL}/remove", data={"version": "1"}, headers=JSON)
    answer = alice.post(URL, data={**PAPER, "quantity": "4", "version": "1"})
    assert answer.status_code == 409
    told = answer.get_json()
    assert told["version"] is None
    assert told["key"] != KEY
    assert alice.post(f"/needs/T1/lines/{told['key']}", data={**PAPER, "quantity": "4"}).status_code == 200


def test_charlie_gets_the_same_answer_for_alices_line_and_for_none(browse: Browse, viewer: LookAs) -> None:
    browse("alice").post(URL, data=PAPER)
    charlie = browse("charlie")
    for verb, data in (("", {**PAPER, "site": "", "version": "1"}), ("/remove", {"version": "1"}), ("/restore", {})):
        there = charlie.post(f"{URL}{verb}", data=data, headers=JSON)
        nowhere = charlie.post(f"/needs/T1/lines/{OTHER}{verb}", data=data, headers=JSON)
        assert (there.status_code, there.data) == (404, nowhere.data)
    assert held(viewer)[0].wanted == 2


@pytest.mark.parametrize("who", ["brigitte", "adele"])
def test_the_group_does_not_enter_for_members(browse: Browse, who: str) -> None:
    assert browse(who).post(URL, data=PAPER).status_code == 404
    assert browse(who).get("/needs/").status_code == 404
    assert browse(who).get("/needs/T1").status_code == 404


def test_nobody_is_told_to_sign_in(browse: Browse) -> None:
    assert browse(None).post(URL, data=PAPER).status_code == 401


@pytest.mark.parametrize("path", ["/needs/T9/lines/" + KEY, "/needs/T2/lines/" + KEY, "/needs/T1/lines/abc"])
def test_no_such_campaign_or_key(browse: Browse, path: str) -> None:
    assert browse("alice").post(path, data=PAPER).status_code == 404


def test_the_deadline_that_passes_meanwhile_is_said_and_nothing_is_saved(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    assert alice.get("/needs/T1").status_code == 200
    system = viewer("system")
    campaign(system).closes_at = datetime.now(UTC) - timedelta(seconds=1)
    system.session.commit()
    answer = alice.post(URL, data=PAPER)
    assert answer.status_code == 422
    told = answer.get_json()
    assert told["refused"]
    assert told["values"]["quantity"] == "2"
    page = alice.post("/needs/T1", data={"key": KEY, **{f"{KEY}.{name}": value for name, value in PAPER.items()}})
    assert page.status_code == 422
    assert f'name="{KEY}.price"' in page.text
    assert "21,5 €" in page.text


def test_a_deleted_line_is_given_back(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post(URL, data=PAPER)
    gone = alice.post(f"{URL}/remove", data={"version": "1"}, headers=JSON)
    assert gone.get_json()["total"]["lines"] == 0
    back = alice.post(f"{URL}/restore", headers=JSON)
    assert back.get_json()["values"]["price"] == "21,50"
    assert held(viewer)[0].base_wanted == 10


def test_a_stale_delete_is_refused(browse: Browse) -> None:
    alice = browse("alice")
    alice.post(URL, data=PAPER)
    browse("bob").post(URL, data={**PAPER, "quantity": "7", "version": "1"})
    assert alice.post(f"{URL}/remove", data={"version": "1"}, headers=JSON).status_code == 409


def test_a_submitted_declaration_takes_no_line(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=OTHER)
    rules.submit(alice, campaign(alice))
    alice.session.commit()
    assert browse("alice").post(URL, data=PAPER).status_code == 422


def test_a_row_without_anything_typed_is_blank(viewer: LookAs) -> None:
    assert Typed(site="ARV-1", firm="0").is_blank
    assert not Typed(quantity="1").is_blank
    assert item(viewer("alice")).code == "PAP-A4"
