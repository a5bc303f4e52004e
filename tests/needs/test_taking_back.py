"""What a spreadsheet or a renewal brought is taken back by one button, where nobody has changed it since."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.needs import acts
from tests.needs.acts import KEY, OTHER, Browse, LookAs
from tests.needs.test_own_lists import LIST, columns_page, confirmed
from tests.needs.test_renew import form as renewal
from tests.needs.test_renew import last_quarter
from tests.needs.test_workbook import counts, difference, fill, form, given_back, lines, sheet_of, ticks

__all__ = ["last_quarter", "lines"]
PARTS = ("category", "item", "designation", "unit", "pack", "quantity")


def test_new_changed_and_deleted_lines_are_as_they_were(lines: None, browse: Browse, viewer: LookAs) -> None:
    before = {need.key: (need.wanted, need.remark) for need in acts.held(viewer)}
    alice = browse("alice")
    book = form(alice)
    sheet = sheet_of(book)
    fill(sheet, 0, quantity=5, remark=None)
    fill(sheet, 1, **{"id": None, **dict.fromkeys(PARTS)}, firm=None, flex_plus=None, present_supplier=None)
    fill(sheet, 2, item="GAN-9", quantity=2)
    url, page, told = difference(alice, given_back(alice, book))
    assert told == {"new": 1, "changed": 1, "missing": 1}
    drop = ticks(page, "drop")
    taken = alice.post(url, data={"take": ticks(page), "drop": drop})
    grid = alice.get(taken.location).text
    assert f"{url}/undo" in grid
    assert {need.wanted for need in acts.held(viewer)} == {Decimal(5), Decimal(2)}
    back = alice.post(f"{url}/undo")
    assert back.status_code == 303
    assert {need.key: (need.wanted, need.remark) for need in acts.held(viewer)} == before
    shown = alice.get(back.location).text
    assert counts(shown)["new"] == 1, "and can be accepted anew"
    assert f"{url}/undo" not in shown


def test_what_was_changed_since_stays_and_is_said(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    paper = next(need for need in acts.held(viewer) if need.item and need.item.code == "PAP-A4")
    line = {"item": "PAP-A4", "quantity": "9", "unit": "carton de 5", "version": str(paper.version)}
    assert alice.post(f"/needs/T1/lines/{paper.key}", data=line).status_code == 200
    said = alice.post(f"{url}/undo", follow_redirects=True).text
    assert [need.wanted for need in acts.held(viewer)] == [9]
    assert "1 ligne a changé depuis" in said


def test_a_part_taken_later_is_taken_back_with_the_rest(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    first, *others = ticks(confirmed(alice, url, page))
    alice.post(url, data={"take": [first]})
    alice.post(url, data={"take": others})
    assert len(acts.held(viewer)) == 3
    alice.post(f"{url}/undo")
    assert acts.held(viewer) == []


def test_nothing_is_taken_back_twice_or_by_others(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    assert browse("charlie").post(f"{url}/undo").status_code == 404
    assert len(acts.held(viewer)) == 3
    alice.post(f"{url}/undo")
    assert alice.post(f"{url}/undo").status_code == 303
    assert acts.held(viewer) == []


def test_a_closed_campaign_gives_nothing_back(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    url, page = columns_page(alice, LIST.encode())
    alice.post(url, data={"take": ticks(confirmed(alice, url, page))})
    acts.close(viewer)
    assert alice.post(f"{url}/undo").status_code == 409
    assert len(acts.held(viewer)) == 3


@pytest.mark.usefixtures("last_quarter")
def test_a_renewal_is_taken_back_but_for_what_was_changed_since(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post(f"/needs/T1/lines/{KEY}", data={"what": "FOR-6", "quantity": "1"})
    renewed = alice.post("/needs/T1/renew", data=renewal(alice.get("/needs/T1/renew").text))
    assert "/needs/T1/renew/undo" in alice.get(renewed.location).text
    assert len(acts.held(viewer)) == 3
    changed = next(need for need in acts.held(viewer) if need.designation)
    typed = {
        "what": changed.designation,
        "family": "Outillage > Forets",
        "unit": "pièce",
        "quantity": "8",
        "version": "1",
    }
    assert alice.post(f"/needs/T1/lines/{changed.key}", data=typed).status_code == 200
    said = alice.post("/needs/T1/renew/undo", follow_redirects=True).text
    assert {need.wanted for need in acts.held(viewer)} == {Decimal(1), Decimal(8)}
    assert "1 ligne a changé depuis" in said
    assert OTHER  # nobody else's
