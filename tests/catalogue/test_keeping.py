"""Families, items and packs on screen."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import Campaign
from pooling.catalogue import queries, rules
from pooling.catalogue.models import Category
from pooling.journal.models import Entry
from pooling.members.models import Member
from pooling.needs.models import Need, Submission

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]
ITEM = {"name": "Ruban adhésif", "category": "bureau", "base_unit": "C62", "gtin": "2000000000022"}


def need_in_a_pack(system: Viewer) -> None:
    """Alice's firm wants two cartons of paper."""
    session = system.session
    item = queries.item(system, "PAP-A4")
    campaign = session.scalars(select(Campaign).where(Campaign.code == "T1")).one()
    firm = session.scalars(select(Member).where(Member.code == "ARV")).one()
    submission = Submission(campaign=campaign, member=firm)
    session.add(submission)
    session.flush()
    need = Need(
        key="k1", submission=submission, campaign_id=campaign.id, member=firm, category=item.category, item=item,
        pack=queries.pack(system, item, "carton de 5"), wanted=Decimal(2), unit="RM", base_wanted=Decimal(10),
        pool_key=f"item:{item.id}", adjusted=Decimal(10), pooled_as=f"item:{item.id}", pooled_item=item,
    )  # fmt: skip
    session.add(need)
    session.commit()


def test_an_item_is_entered_with_what_finds_it(browse: Browse, viewer: Enter) -> None:
    data = {**ITEM, "code": "RUB-1", "gtin": "2000 0000 0003 9", "maker": "Valserol", "maker_reference": "R.48/66"}
    answer = browse("adele").post("/catalogue/new-item", data=data)
    assert answer.status_code == 302
    assert [item.code for item in queries.search_items(viewer("alice"), "r4866")] == ["RUB-1"]
    entry = viewer("system").session.scalars(select(Entry).where(Entry.subject == "item:RUB-1")).one()
    assert entry.verb == "catalogue.make_item"
    assert entry.actor == "Adele"


@pytest.mark.parametrize(
    "wrong",
    [{"code": "pap-a4"}, {"gtin": "2000000000015"}, {"gtin": "123"}, {"name": " "}, {"base_unit": "BX"},
     {"category": "no"}, {"code": "A/B"}],
)  # fmt: skip
def test_a_wrong_item_is_refused_and_stays_on_the_page(browse: Browse, wrong: dict[str, str]) -> None:
    answer = browse("brigitte").post("/catalogue/new-item", data={**ITEM, "code": "RUB-1", "gtin": "", **wrong})
    assert answer.status_code == 422
    assert "RUB-1" in answer.text or "code" in wrong


def test_an_item_keeps_its_own_gtin(browse: Browse, viewer: Enter) -> None:
    data = {"name": "Gants nitrile T9", "category": "epi>gants", "base_unit": "C62", "gtin": "2000000000022"}
    answer = browse("brigitte").post("/catalogue/items/GAN-9/edit", data=data)
    assert answer.status_code == 302
    assert queries.item(viewer("alice"), "GAN-9").name == "Gants nitrile T9"


def test_a_base_unit_that_packs_count_in_stays(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    item = queries.item(buyer, "PAP-A4")
    with pytest.raises(Refusal) as refusal:
        rules.edit_item(buyer, item, rules.ItemFacts(item.name, item.category, "C62"))
    assert refusal.value.code == "unit_used"


def test_a_pack_that_a_need_uses_is_never_changed_but_can_be_retired(browse: Browse, viewer: Enter) -> None:
    need_in_a_pack(viewer("system"))
    changed = {"name": "carton de 5", "unit": "XCT", "content": "10"}
    clerk = browse("adele")  # an administrator, who sees no need, is told all the same
    assert clerk.post("/catalogue/items/PAP-A4/pack?name=carton de 5", data=changed).status_code == 422
    assert clerk.post("/catalogue/items/PAP-A4/pack?name=palette de 200", data={
        "name": "palette de 210", "unit": "XPX", "content": "210"}).status_code == 303  # fmt: skip
    assert (
        clerk.post("/catalogue/items/PAP-A4/pack/switch", data={"name": "carton de 5", "active": "0"}).status_code
        == 303
    )
    alice = viewer("alice")
    packs = queries.packs_of(alice, queries.item(alice, "PAP-A4"))
    assert [(pack.name, pack.content) for pack in packs] == [("palette de 210", Decimal(210))]


@pytest.mark.parametrize("content", ["0", "-5", "2,5", "cinq", "1.234", ""])
def test_a_pack_holds_a_plain_whole_number_of_pieces(browse: Browse, content: str) -> None:
    data = {"name": "boîte", "unit": "XBX", "content": content}
    answer = browse("brigitte").post("/catalogue/items/GAN-9/packs", data=data)
    assert answer.status_code == 422
    assert content in answer.text


def test_two_packs_of_an_item_do_not_share_a_name(browse: Browse) -> None:
    data = {"name": "BOITE  de 100", "unit": "XBX", "content": "100"}
    assert browse("brigitte").post("/catalogue/items/GAN-9/packs", data=data).status_code == 422


def test_a_pack_may_have_any_name(browse: Browse, viewer: Enter) -> None:
    data = {"name": "boîte 5/10 & <b>", "unit": "XBX", "content": "50"}
    clerk = browse("brigitte")
    assert clerk.post("/catalogue/items/GAN-9/packs", data=data).status_code == 303
    assert clerk.get("/catalogue/items/GAN-9/pack", query_string={"name": data["name"]}).status_code == 200
    assert "<b>" not in browse("alice").get("/catalogue/items/GAN-9").text


def test_paths_follow_a_family_that_is_renamed(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    tools = queries.path_owner(buyer, "Outillage")
    assert tools is not None
    rules.move_category(buyer, tools, "Outils", None)
    assert {family.path for family in queries.below(buyer, tools)} == {"Outils", "Outils > Forets"}
    assert all(family.root_id == tools.id for family in queries.below(buyer, tools))


def test_a_family_moves_with_all_below_it(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    deep = rules.make_category(buyer, "Bureau > Papier > Couleur > A3")
    office, paper = (queries.path_owner(buyer, path) for path in ("EPI", "Bureau > Papier"))
    assert office is not None
    assert paper is not None
    rules.move_category(buyer, paper, "Papiers", office)
    assert deep.path == "EPI > Papiers > Couleur > A3"
    assert deep.root_id == office.id


def test_a_family_never_stands_under_itself(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    deep = rules.make_category(buyer, "Bureau > Papier > Couleur")
    paper = queries.path_owner(buyer, "bureau>papier")
    assert paper is not None
    with pytest.raises(Refusal) as refusal:
        rules.move_category(buyer, paper, "Papier", deep)
    assert refusal.value.code == "cycle"


def test_a_top_family_that_campaigns_collect_for_stays_at_the_top(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    office, gear = (queries.path_owner(buyer, path) for path in ("Bureau", "EPI"))
    assert isinstance(office, Category)
    with pytest.raises(Refusal) as refusal:
        rules.move_category(buyer, office, "Bureau", gear)
    assert refusal.value.code == "top_used"


@pytest.mark.parametrize("name", ["papier", "A > B", "", "x" * 300])
def test_a_family_needs_a_name_of_its_own(browse: Browse, name: str) -> None:
    assert browse("brigitte").post("/catalogue/families", data={"name": name, "above": "bureau"}).status_code == 422


def test_a_family_is_made_once_whatever_its_spelling(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    first = rules.make_category(buyer, "Bureau>PAPIER > Création")
    assert rules.make_category(buyer, "bureau > papier > creation") is first
    assert first.path == "Bureau > Papier > Création"


def test_members_change_nothing(browse: Browse) -> None:
    alice = browse("alice")
    for address in ("new-item", "items/PAP-A4/edit", "items/PAP-A4/packs", "items/PAP-A4/switch", "families",
                    "items/PAP-A4/pack/switch", "families/epi/switch", "new-supplier", "load/catalogue",
                    "agreements/AC-PAP/copy", "agreements/AC-PAP/lines/PAP-A4/remove"):  # fmt: skip
        assert alice.post(f"/catalogue/{address}", data=ITEM).status_code == 404
