"""The page of a pool: packs, ways out, and lines that belong elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.consolidation import making, moving, queries
from pooling.consolidation.models import UNDECIDED, Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.orders.rules import create
from pooling.sourcing.models import Award
from pooling.sourcing.rules import propose
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_packing import WISHES, sold_in

LookAs = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
D = Decimal


@pytest.fixture
def pool(viewer: LookAs, leave: Callable[[], None]) -> int:
    """17 reams asked, cartons of 5: no whole number fits."""
    system = viewer("system")
    sold_in(system)
    enter(system, *WISHES, Wish("ARV", "papier A4 ivoire", "3", unit="RM"))
    consolidate(system, close(system))
    number = system.session.scalars(select(Pool.id).where(Pool.way == UNDECIDED)).one()
    leave()
    return number


def test_the_ways_out_are_shown_each_worked_out(browse: Browse, pool: int) -> None:
    page = browse("brigitte").get(f"/consolidation/T1/{pool}").text
    for way in ("buy_up", "buy_down", "flex_up", "flex_down", "carry_over"):
        assert f'value="{way}"' in page


def test_a_way_is_picked_and_told(browse: Browse, viewer: LookAs, pool: int) -> None:
    data = {"pack": "carton de 5", "policy": "pro_rata", "way": "buy_up"}
    answer = browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data=data)
    assert answer.status_code == 303
    made = viewer("system").session.scalars(select(Pool).where(Pool.pack_id.is_not(None))).one()
    assert (made.quantity, made.surplus, made.way) == (D(20), D(3), "buy_up")


def test_firms_are_asked_before_they_are_made_to_take_more(browse: Browse, viewer: LookAs, pool: int) -> None:
    data = {"pack": "carton de 5", "policy": "pro_rata", "way": "flex_up"}
    refused = browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data=data)
    assert refused.status_code == 422
    assert "Mécanique du Giffre +1" in refused.text
    assert browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data={**data, "agreed": "1"}).status_code == 303
    made = viewer("system").session.scalars(select(Pool).where(Pool.pack_id.is_not(None))).one()
    assert (made.quantity, made.surplus, made.way) == (D(20), D(0), "flex_up")


def test_another_pack_is_tried_before_it_is_settled(browse: Browse, viewer: LookAs, pool: int) -> None:
    page = browse("brigitte").get(f"/consolidation/T1/{pool}?pack=&minimum=0&multiple=0&policy=equal").text
    assert 'value="fits"' in page
    assert viewer("system").session.get_one(Pool, pool).way == UNDECIDED


@pytest.mark.parametrize(
    "data", [{"way": "gift"}, {"pack": "palette", "way": "fits"}, {"pack": "", "minimum": "-1", "way": "fits"}]
)
def test_what_cannot_be_is_refused_on_the_same_page(browse: Browse, pool: int, data: dict[str, str]) -> None:
    answer = browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data=data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_supplier_chosen_for_another_quantity_is_forgotten(viewer: LookAs, pool: int, browse: Browse) -> None:
    system = viewer("system")
    propose(system, campaign_coded(system, "T1"))
    system.session.commit()
    data = {"pack": "carton de 5", "policy": "pro_rata", "way": "buy_up"}
    assert browse("brigitte").post(f"/consolidation/T1/{pool}/buy", data=data).status_code == 303
    assert not viewer("system").session.scalars(select(Award)).all()


def test_nothing_is_ordered_while_a_way_is_to_be_picked(viewer: LookAs, pool: int) -> None:
    system = viewer("system")
    with pytest.raises(Refusal) as refusal:
        create(system, campaign_coded(system, "T1"))
    assert refusal.value.code == "undecided"


def test_lines_move_into_another_pool_of_the_same_unit(viewer: LookAs, pool: int) -> None:
    system = viewer("system")
    campaign = campaign_coded(system, "T1")
    other = system.session.scalars(select(Pool).where(Pool.id != pool)).one()
    target = system.session.get_one(Pool, pool)
    moving.move(system, campaign, queries.shares_of(system, other), target)
    made = system.session.scalars(select(Pool)).one()
    assert (made.asked, made.line_count) == (D(20), 4)
    assert campaign.revision == 2


def test_a_line_leaves_its_pool_and_comes_back(viewer: LookAs, pool: int) -> None:
    system = viewer("system")
    campaign = campaign_coded(system, "T1")
    shares = queries.shares_of(system, system.session.get_one(Pool, pool))
    key = moving.split(system, campaign, shares[:1])
    apart = queries.pool_keyed(system, campaign, key)
    assert (apart.line_count, apart.item_id is not None) == (1, True)
    rest = system.session.scalars(select(Pool).where(Pool.line_count == 2)).one()
    moving.merge(system, campaign, [apart, rest], rest)
    whole = system.session.scalars(select(Pool).where(Pool.line_count == 3)).one()
    assert whole.asked == D(17)
    assert sum(system.session.scalars(select(Share.allocated).where(Share.pool_id == whole.id))) == D(17)


def test_all_lines_of_a_pool_cannot_leave_it(viewer: LookAs, pool: int) -> None:
    system = viewer("system")
    shares = queries.shares_of(system, system.session.get_one(Pool, pool))
    with pytest.raises(Refusal) as refusal:
        moving.split(system, campaign_coded(system, "T1"), shares)
    assert refusal.value.code == "whole_pool"


def test_what_cannot_be_counted_together_is_not_put_together(viewer: LookAs, pool: int) -> None:
    system = viewer("system")
    campaign = campaign_coded(system, "T1")
    enter(system, Wish("MOL", "colle", "2", unit="KGM"))
    consolidate(system, campaign)
    glue = system.session.scalars(select(Pool).where(Pool.unit == "KGM")).one()
    with pytest.raises(Refusal) as refusal:
        moving.merge(system, campaign, [glue, system.session.get_one(Pool, pool)], system.session.get_one(Pool, pool))
    assert refusal.value.code == "unit"


def test_a_buyer_who_works_for_a_firm_moves_no_lines_he_does_not_see(viewer: LookAs, pool: int) -> None:
    conrad = viewer("conrad")
    campaign = campaign_coded(conrad, "T1")
    pools = queries.pools_numbered(conrad, campaign, [pool, pool + 1, pool - 1])
    with pytest.raises(Refusal) as refusal:
        moving.merge(conrad, campaign, pools, pools[0])
    assert refusal.value.code == "hidden_lines"


def test_changes_after_the_grouping_are_counted(viewer: LookAs, pool: int) -> None:
    system = viewer("system")
    campaign = campaign_coded(system, "T1")
    assert making.changed(system, campaign) == 0
    enter(system, Wish("MOL", "colle", "2", unit="KGM"))
    assert making.changed(system, campaign) == 1
