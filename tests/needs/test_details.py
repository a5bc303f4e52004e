"""What not every line has: flexibility, and the docks over which it is split."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, select

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.members.models import Site
from pooling.needs import rules
from pooling.needs.docks import placed
from pooling.needs.lines import LineRefusal, Split
from pooling.needs.models import Need, NeedSite
from pooling.needs.typed import Typed
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, described, held, paper
from tests.needs.test_grid import form, sent
from tests.needs.test_workbook import difference, fill, given_back, place, sheet_of, ticks
from tests.needs.test_workbook import form as workbook

URL = f"/needs/T1/lines/{KEY}"
TYPED = {"what": "FOR-6", "quantity": "15"}
SPLIT = {"split.ARV-1": "10", "split.ARV-2": "5"}


def parts(*quantities: str, viewer: Viewer) -> Split:
    sites = viewer.session.scalars(select(Site).where(Site.code.in_(("ARV-1", "ARV-2"))).order_by(Site.code))
    return tuple((site, Decimal(quantity)) for site, quantity in zip(sites, quantities, strict=True))


def split_of(viewer: LookAs, number: int = 0) -> dict[str, Decimal]:
    """What stands in the database now, in the eyes of the firm."""
    alice = viewer("alice")
    need = alice.session.scalars(select(Need).order_by(Need.id).offset(number).limit(1)).one()
    found = {site.code: quantity for site, quantity in need.split}
    alice.session.commit()
    return found


def refused(answer: Any) -> str:
    assert answer.status_code == 422
    return " ".join(f"{name}: {why}" for name, why in answer.get_json()["faults"].items())


def test_flexibility_is_typed_kept_and_shown_again(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    told = alice.post(URL, data={**TYPED, "flex_plus": "2,5", "flex_minus": "1"}).get_json()
    assert (told["values"]["flex_plus"], told["values"]["flex_minus"]) == ("2,5", "1")
    assert [(need.flex_plus, need.flex_minus) for need in held(viewer)] == [(Decimal("2.5"), Decimal(1))]
    assert f'name="{KEY}.flex_plus" value="2,5"' in " ".join(alice.get("/needs/T1").text.split())
    assert "peut prendre 2,5 de plus" in alice.get("/needs/T1/recap").text


def test_nobody_gives_up_more_than_is_asked_for(browse: Browse) -> None:
    assert "flex_minus" in refused(browse("alice").post(URL, data={**TYPED, "flex_minus": "16"}))
    assert "flex_plus" in refused(browse("alice").post(URL, data={**TYPED, "flex_plus": "beaucoup"}))


def test_a_line_goes_to_several_docks(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    told = alice.post(URL, data={**TYPED, "site": "ARV-1", **SPLIT}).get_json()
    assert {name: text for name, text in told["values"].items() if "." in name} == SPLIT
    assert told["values"]["site"] == ""
    assert split_of(viewer) == {"ARV-1": Decimal(10), "ARV-2": Decimal(5)}
    recap = alice.get("/needs/T1/recap").text
    assert "Atelier du bas : 5" in recap
    assert "data-doubts" in recap  # of prices, and not of sites
    assert "site de livraison" not in recap.split("data-doubts")[1].split("</ul>")[0]


@pytest.mark.parametrize(
    ("split", "said"),
    [
        ({"split.ARV-1": "10", "split.ARV-2": "2,5"}, "entières"),
        ({"split.ARV-1": "10", "split.ARV-2": "2"}, "12 sur 15\xa0: il manque 3"),
        ({"split.ARV-1": "10", "split.ARV-2": "7"}, "17 au lieu de 15\xa0: c’est 2 de trop"),
        ({"split.ARV-1": "10"}, "il manque 5"),
        ({"split.ARV-1": "10", "split.GIF-1": "5"}, "split.GIF-1"),
        ({"split.ARV-1": "dix", "split.ARV-2": "5"}, "split.ARV-1"),
    ],
)
def test_the_docks_must_get_what_is_asked_for(browse: Browse, split: dict[str, str], said: str) -> None:
    assert said in refused(browse("alice").post(URL, data={**TYPED, **split}))


def test_all_of_it_to_one_dock_is_no_split(browse: Browse, viewer: LookAs) -> None:
    browse("alice").post(URL, data={**TYPED, "site": "ARV-1", "split.ARV-2": "15", "split.ARV-1": "0"})
    need = held(viewer)[0]
    assert not need.is_split
    assert need.site is not None
    assert need.site.code == "ARV-2"


def test_another_split_is_a_new_version_and_the_journal_tells_both(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post(URL, data={**TYPED, **SPLIT})
    other = {"split.ARV-1": "5", "split.ARV-2": "10"}
    assert alice.post(URL, data={**TYPED, **other, "version": "1"}).get_json()["version"] == 2
    assert alice.post(URL, data={**TYPED, **other, "version": "1"}).get_json()["version"] == 2  # sent twice
    entry = viewer("alice").session.scalars(select(Entry).where(Entry.verb == "needs.change")).one()
    assert entry.before is not None
    assert entry.before["split"] == {"ARV-1": "10", "ARV-2": "5"}
    assert "Quai Ateliers de l&#39;Arve: 5, Atelier du bas: 10" in alice.get("/journal/").text


def test_a_deleted_line_comes_back_with_its_docks(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post(URL, data={**TYPED, **SPLIT, "flex_plus": "3"})
    alice.post(f"{URL}/remove")
    system = viewer("system")
    assert system.session.scalars(select(NeedSite)).all() == []
    system.session.commit()
    alice.post(f"{URL}/restore")
    assert split_of(viewer) == {"ARV-1": Decimal(10), "ARV-2": Decimal(5)}
    assert held(viewer)[0].flex_plus == 3


def test_a_dock_that_is_gone_leaves_no_half_split(browse: Browse, viewer: LookAs, system: Viewer) -> None:
    alice = browse("alice")
    alice.post(URL, data={**TYPED, **SPLIT})
    alice.post(f"{URL}/remove")
    system.session.execute(delete(Site).where(Site.code == "ARV-2"))
    system.session.commit()
    alice.post(f"{URL}/restore")
    assert not held(viewer)[0].is_split


def test_a_step_undone_takes_the_docks_along(browse: Browse, viewer: LookAs) -> None:
    order = {"key": KEY, "version": None, "do": "save", "values": {**TYPED, **SPLIT}}
    told = browse("alice").post("/needs/T1/lines", json={"lines": [order]}).get_json()
    assert told["lines"][0]["values"]["split.ARV-2"] == "5"
    assert split_of(viewer)


def test_of_two_people_each_sees_where_the_others_goods_go(browse: Browse, viewer: LookAs) -> None:
    alice, bob = browse("alice"), browse("bob")
    alice.post(URL, data={**TYPED, **SPLIT, "flex_plus": "1"})
    bob.post(URL, data={**TYPED, "site": "ARV-2", "flex_plus": "4", "version": "1"})
    mine = {**TYPED, "split.ARV-1": "1", "split.ARV-2": "14", "version": "1"}
    answer = alice.post(URL, data=mine)
    assert answer.status_code == 409
    conflict = answer.get_json()["conflict"]
    assert "Atelier du bas : 14" in conflict
    assert 'value="site"' in conflict
    assert 'value="flex_plus"' in conflict
    chosen = alice.post(URL, data={**mine, "version": "2", "take": ["site"]}).get_json()
    assert (chosen["values"]["site"], chosen["values"]["flex_plus"]) == ("ARV-2", "")
    assert not [name for name in chosen["values"] if "." in name]


def test_without_javascript_the_details_are_one_button_away(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    page = alice.get("/needs/T1").text
    assert "data-more" not in page.split('<template id="blank-line"')[0]
    answer = alice.post("/needs/T1", data=form(sent(KEY, **TYPED), sent(OTHER, what="Fraise"), do=f"details:{KEY}"))
    body = answer.text.split('<template id="blank-line"')[0]
    assert body.count("data-more") == 1
    assert f'name="{KEY}.split.ARV-2"' in body
    assert 'value="Fraise"' in body  # refused, and kept
    assert len(held(viewer)) == 1
    blank = alice.post("/needs/T1", data=form(sent("c" * 32, site="ARV-2"), do=f"details:{'c' * 32}"))
    assert f'name="{"c" * 32}.flex_plus"' in blank.text
    saved = alice.post("/needs/T1", data=form(sent(KEY, "1", **TYPED, **SPLIT)))
    assert saved.status_code == 303
    assert split_of(viewer) == {"ARV-1": Decimal(10), "ARV-2": Decimal(5)}
    assert "réparti" in alice.get("/needs/T1").text.split("data-more")[0]


def test_a_block_pasted_over_a_split_line_keeps_it_unless_it_says_where(browse: Browse, viewer: LookAs) -> None:
    alice = browse("alice")
    alice.post(URL, data={**TYPED, **SPLIT})
    typed = Typed.sent({**TYPED, **SPLIT})
    onto = f'[{{"key": "{KEY}", "version": 1, "values": {json.dumps(typed.texts)}}}]'
    alice.post("/needs/T1/paste", data={"text": "Prix\n12,5", "do": "accept", "onto": onto})
    assert held(viewer)[0].is_split
    onto = onto.replace('"version": 1', '"version": 2')
    alice.post("/needs/T1/paste", data={"text": "Site\nARV-2", "do": "accept", "onto": onto})
    assert not held(viewer)[0].is_split


def test_the_workbook_leaves_a_split_alone_and_says_so(
    browse: Browse, viewer: LookAs, leave: Callable[[], None]
) -> None:
    alice = viewer("alice")
    line = described(alice, "15", split=parts("10", "5", viewer=alice), remark="avant")
    rules.save(alice, campaign(alice), line, key=KEY)
    leave()
    client = browse("alice")
    book = workbook(client)
    sheet = sheet_of(book)
    assert str(sheet[place(sheet, "site")].value).startswith("réparti : ")
    assert sheet[place(sheet, "site")].protection.locked
    assert difference(client, given_back(client, book))[2] == {"same": 1}
    fill(sheet, 0, remark="après")
    url, page, told = difference(client, given_back(client, book))
    assert told == {"changed": 1}
    assert "répartition gardée" in page
    client.post(url, data={"take": ticks(page)})
    assert [need.remark for need in held(viewer)] == ["après"]
    assert split_of(viewer) == {"ARV-1": Decimal(10), "ARV-2": Decimal(5)}
    fill(sheet, 0, quantity=20)
    _url, page, told = difference(client, given_back(client, book))
    assert told == {"refused": 1}
    assert "réparti" in page


@pytest.mark.parametrize(("quantity", "expected"), [("15", ["10", "5"]), ("7", ["5", "2"]), ("1", [])])
def test_a_renewed_line_goes_to_the_same_docks_in_the_same_proportions(
    viewer: LookAs, quantity: str, expected: list[str]
) -> None:
    alice = viewer("alice")
    line = described(alice, "15", split=parts("10", "5", viewer=alice), flex_minus=Decimal(12))
    again = placed(line, Decimal(quantity))
    assert [part for _site, part in again.split] == [*map(Decimal, expected)]
    assert again.flex_minus <= again.quantity
    if not expected:
        assert again.site is not None
        assert again.site.code == "ARV-1"


def test_charlie_sends_nothing_to_alices_docks(viewer: LookAs) -> None:
    alices = parts("2", "1", viewer=viewer("alice"))
    charlie = viewer("charlie")
    with pytest.raises(LineRefusal):
        rules.save(charlie, campaign(charlie), paper(charlie, "3", split=alices), key=KEY)
