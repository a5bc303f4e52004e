"""A description is kept as it is, and what it may mean is offered beside it."""

from __future__ import annotations

from tests.needs.acts import KEY, OTHER, Browse, LookAs, held
from tests.needs.test_grid import form, sent

GLOVES = {"what": "gant nitril T9", "family": "EPI > Gants", "quantity": "3", "unit": "pièce"}


def test_without_javascript_the_line_is_saved_as_described_and_its_twins_shown(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    answer = alice.post("/needs/T1", data=form(sent(KEY, **GLOVES), sent(OTHER, what="FOR-6", quantity="1")))
    assert answer.status_code == 303
    assert [need.designation for need in held(viewer)] == ["gant nitril T9", ""]
    page = alice.get(answer.location).text
    assert page.count(f'value="take:{KEY}:GAN-9"') == 1
    assert f"take:{OTHER}" not in page


def test_a_twin_that_is_taken_is_the_item(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post("/needs/T1", data=form(sent(KEY, **GLOVES)))
    answer = alice.post("/needs/T1", data=form(sent(KEY, "1", **GLOVES), do=f"take:{KEY}:GAN-9"))
    assert answer.status_code == 303
    need = held(viewer)[0]
    assert need.item is not None
    assert (need.item.code, need.designation) == ("GAN-9", "")


def test_what_was_dismissed_is_not_asked_again(browse: Browse) -> None:
    alice = browse("alice")
    alice.post("/needs/T1", data=form(sent(KEY, **GLOVES)))
    answer = alice.post("/needs/T1", data=form(sent(KEY, "1", **GLOVES), do=f"dismiss:{KEY}"))
    assert "near" not in answer.location
    answer = alice.post("/needs/T1", data=form(sent(KEY, "1", **GLOVES | {"quantity": "4"})))
    assert "near" not in answer.location
    answer = alice.post("/needs/T1", data=form(sent(KEY, "2", **GLOVES | {"what": "gants nitrile t9"})))
    assert f"near={KEY}" in answer.location


def test_an_item_that_is_not_collected_cannot_be_taken(browse: Browse) -> None:
    answer = browse("alice").post("/needs/T1", data=form(sent(KEY, **GLOVES), do=f"take:{KEY}:NOPE"))
    assert answer.status_code == 404
