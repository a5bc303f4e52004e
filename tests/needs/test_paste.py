from __future__ import annotations

import json
from decimal import Decimal

from pooling.needs.rules import derived_key, save
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, held, paper

URL = "/needs/T1/paste"
TABLE = "Code article\tDésignation\tQté\tUnité\tPU HT\r\nPAP-A4\tPapier\t4\tcarton de 5\t19,50 €\r\nFOR-6\t\t12\t\t\r\n"


def test_without_javascript_a_list_is_shown_then_entered(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    assert "<textarea" in alice.get(URL).text
    shown = alice.post(URL, data={"text": TABLE, "do": "read"})
    assert shown.status_code == 200
    assert shown.text.count("data-column") == 5
    assert held(viewer) == []
    batch = {"text": TABLE, "do": "accept", "batch": KEY}
    assert alice.post(URL, data=batch).status_code == 303
    assert [need.base_wanted for need in held(viewer)] == [Decimal(20), Decimal(12)]
    alice.post(URL, data=batch)
    assert len(held(viewer)) == 2  # sent twice, entered once


def test_what_is_asked_holds_up_the_block_until_answered(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    block = {"text": "1.234\n", "start": "quantity", "do": "accept", "onto": "[]", "batch": KEY}
    asked = alice.post(URL, data=block)
    assert asked.status_code == 422
    assert 'name="choose.0.0"' in asked.text
    onto = json.dumps([{"key": KEY, "version": None, "values": {"what": "PAP-A4", "site": "ARV-2"}}])
    answered = alice.post(URL, data={**block, "onto": onto, "choose.0.0": "1\u202f234"})
    row = answered.get_json()["lines"][0]
    assert row["state"] == "saved"
    assert row["values"]["site"] == "ARV-2"
    assert held(viewer)[0].wanted == 1234


def test_only_the_block_changes(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    for key, quantity in ((KEY, "2"), (OTHER, "3")):
        save(alice, campaign(alice), paper(alice, quantity, remark="au quai", present_price=Decimal(20)), key=key)
    before = [(need.remark, need.present_price, need.site_id, need.pack_id) for need in held(viewer)]
    onto = [{"key": OTHER, "version": 1, "values": {}}]
    page = browse("alice").get("/needs/T1").text
    assert page.count("au quai") >= 2
    onto = [
        {
            "key": OTHER,
            "version": 1,
            "values": {"item": "PAP-A4", "quantity": "3", "unit": "carton de 5", "price": "20", "remark": "au quai"},
        }
    ]
    answer = browse("alice").post(
        URL, data={"text": "7\n", "start": "quantity", "do": "accept", "onto": json.dumps(onto)}
    )
    assert answer.get_json()["lines"][0]["version"] == 2
    needs = held(viewer)
    assert [need.wanted for need in needs] == [2, 7]
    assert [(need.remark, need.present_price, need.site_id, need.pack_id) for need in needs] == before


def test_a_site_that_is_not_theirs_is_asked(browse: Browse) -> None:
    text = "Désignation\tQté\tSite\nPAP-A4\t3\tQuai Mécanique du Giffre\n"
    page = browse("alice").post(URL, data={"text": text, "do": "read"}).text
    assert 'name="choose.0.2"' in page
    assert 'value="ARV-1"' in page
    assert "GIF" not in page.replace("Giffre", "")


def test_nonsense_is_refused(browse: Browse) -> None:
    alice = browse("alice")
    assert alice.post(URL, data={"text": "", "do": "read"}).status_code == 422
    for onto in ("[1]", "{", '[{"version": "x"}]', "[" * 100_000):
        answer = alice.post(URL, data={"text": "PAP-A4\t2", "do": "accept", "onto": onto})
        assert answer.status_code == 400, onto[:20]


def test_a_step_of_many_lines_is_one_request(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    values = {"what": "PAP-A4", "quantity": "2"}
    rows = [{"key": KEY, "do": "save", "values": values}, {"key": OTHER, "do": "save", "values": values}]
    told = alice.post("/needs/T1/lines", json={"lines": rows}).get_json()
    assert [row["state"] for row in told["lines"]] == ["saved", "saved"]
    assert told["total"]["families"][0]["lines"] == 2
    gone = alice.post("/needs/T1/lines", json={"lines": [{"key": KEY, "version": 1, "do": "remove"}]}).get_json()
    assert gone["lines"][0]["state"] == "removed"
    assert [need.key for need in held(viewer)] == [OTHER]
    back = alice.post("/needs/T1/lines", json={"lines": [{"key": KEY, "do": "restore", "values": values}]}).get_json()
    assert back["lines"][0]["state"] == "saved"
    assert {need.key for need in held(viewer)} == {KEY, OTHER}


def test_a_line_changed_meanwhile_is_not_removed_by_undoing(browse: Browse, viewer: LookAs) -> None:
    alice = viewer("alice")
    save(alice, campaign(alice), paper(alice, "2"), key=KEY)
    save(alice, campaign(alice), paper(alice, "5"), key=KEY, version=1)
    order = {"key": KEY, "version": 1, "do": "remove"}
    alice.session.commit()
    told = browse_rows(browse, order)
    assert told["state"] == "refused"
    assert held(viewer)[0].wanted == 5


def browse_rows(browse: Browse, order: dict[str, object]) -> dict[str, object]:
    row: dict[str, object] = browse("alice").post("/needs/T1/lines", json={"lines": [order]}).get_json()["lines"][0]
    return row


def test_what_one_person_typed_is_not_entered_by_another(browse: Browse, viewer: LookAs) -> None:
    hers = browse("alice").get("/needs/pulse").get_json()["who"]
    line = {"what": "PAP-A4", "quantity": "2"}
    sent = {"X-Typed-By": hers}
    assert browse("charlie").post(f"/needs/T1/lines/{KEY}", data=line, headers=sent).status_code == 401
    assert browse("alice").post(f"/needs/T1/lines/{KEY}", data=line, headers=sent).status_code == 200
    assert len(held(viewer)) == 1
    assert held(viewer, "charlie") == []


def test_keys_derived_from_the_same_are_the_same() -> None:
    assert derived_key("a", "b") == derived_key("a", "b") != derived_key("ab")
    assert len(derived_key("a")) == 32


def test_a_total_is_left_out_and_said(browse: Browse, viewer: LookAs) -> None:
    text = TABLE + "\tTotal\t16\tpièce\t350,00 €\r\n"
    alice = browse("alice")
    shown = alice.post(URL, data={"text": text, "do": "read"}).text
    assert 'data-rows="2"' in shown
    assert "Laissé de côté, comme total\u00a0: Total 16 pièce 350,00 €" in shown
    alice.post(URL, data={"text": text, "do": "accept", "batch": KEY})
    assert len(held(viewer)) == 2
