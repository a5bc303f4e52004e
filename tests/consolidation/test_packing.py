"""Whole packs: how a pool is bought, and what each of its lines then gets."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Packing, Policy, Way
from pooling.catalogue.models import AgreementLine, Item, Pack
from pooling.consolidation import packing
from pooling.consolidation.models import UNDECIDED, Pool, Seed, Share
from pooling.consolidation.packing import Bought
from pooling.consolidation.rules import consolidate
from pooling.needs.models import Need
from tests.consolidation.entering import Wish, close, enter

LookAs = Callable[[str], Viewer]
D = Decimal
WISHES = (Wish("ARV", "PAP-A4", "7"), Wish("GIF", "PAP-A4", "6"), Wish("MOL", "PAP-A4", "4"))


def sold_in(system: Viewer, pack: str | None = "carton de 5", minimum: str = "0", multiple: str = "0") -> None:
    """Every agreement sells paper so."""
    item = system.session.scalars(select(Item).where(Item.code == "PAP-A4")).one()
    held = system.session.scalars(select(Pack).where(Pack.name == pack)).one_or_none()
    for line in system.session.scalars(select(AgreementLine).where(AgreementLine.item_id == item.id)):
        line.pack, line.minimum, line.multiple = held, Decimal(minimum), Decimal(multiple)
    system.session.flush()


def pool_of(system: Viewer, *wishes: Wish) -> Pool:
    enter(system, *wishes)
    consolidate(system, close(system))
    return system.session.scalars(select(Pool)).one()


def shares(system: Viewer) -> list[Decimal]:
    return list(system.session.scalars(select(Share.allocated).join(Share.need).order_by(Need.id)))


def flexible(system: Viewer, plus: str, minus: str = "0") -> None:
    for need in system.session.scalars(select(Need)):
        need.flex_plus, need.flex_minus = Decimal(plus), Decimal(minus)
    system.session.flush()


def test_what_is_sold_loose_is_bought_as_asked(system: Viewer) -> None:
    pool = pool_of(system, *WISHES)
    assert (pool.asked, pool.quantity, pool.surplus, pool.way, pool.pack) == (D(17), D(17), D(0), Way.FITS, None)
    assert shares(system) == [D(7), D(6), D(4)]


def test_a_pool_is_bought_in_the_packs_of_the_cheapest_agreement(system: Viewer) -> None:
    sold_in(system)
    enter(system, *WISHES)
    flexible(system, plus="1", minus="1")
    consolidate(system, close(system))
    pool = system.session.scalars(select(Pool)).one()
    assert pool.pack is not None
    assert (pool.pack.name, pool.content, pool.quantity, pool.way) == ("carton de 5", D(5), D(15), Way.FITS)
    assert sum(shares(system)) == 15
    assert all(abs(got - wanted) <= 1 for got, wanted in zip(shares(system), (D(7), D(6), D(4)), strict=True))


def test_where_no_packs_fit_the_way_is_to_be_decided_and_lines_keep_what_they_asked(system: Viewer) -> None:
    sold_in(system)
    pool = pool_of(system, *WISHES)
    assert (pool.way, pool.asked, pool.quantity, pool.surplus) == (UNDECIDED, D(17), D(17), D(0))
    assert shares(system) == [D(7), D(6), D(4)]


def test_bought_up_the_surplus_is_the_groups(system: Viewer) -> None:
    sold_in(system)
    pool = pool_of(system, *WISHES)
    bought = packing.bought_now(pool)
    found = packing.reckon(system, pool.campaign, pool, bought, Policy.PRO_RATA)
    packing.take(system, pool, bought, Policy.PRO_RATA, found.way(Way.BUY_UP))
    assert (pool.quantity, pool.surplus, pool.way) == (D(20), D(3), Way.BUY_UP)
    assert shares(system) == [D(7), D(6), D(4)]


def test_a_minimum_counts_once_for_the_whole_pool(system: Viewer) -> None:
    sold_in(system, None, minimum="17")
    pool = pool_of(system, *WISHES)
    assert (pool.quantity, pool.way, pool.minimum) == (D(17), Way.FITS, D(17))


def test_what_waits_for_the_next_quarter_is_kept_with_the_share(system: Viewer) -> None:
    sold_in(system)
    pool = pool_of(system, *WISHES)
    bought = packing.bought_now(pool)
    found = packing.reckon(system, pool.campaign, pool, bought, Policy.PRO_RATA)
    packing.take(system, pool, bought, Policy.PRO_RATA, found.way(Way.CARRY_OVER))
    carried = system.session.scalars(select(Share.carried)).all()
    assert (pool.quantity, sum(shares(system)), sum(carried)) == (D(15), D(15), D(2))


@pytest.mark.parametrize("policy", Policy)
def test_every_policy_shares_out_the_whole_order(system: Viewer, policy: Policy) -> None:
    sold_in(system)
    enter(system, *WISHES)
    flexible(system, plus="4", minus="4")
    consolidate(system, close(system))
    pool = system.session.scalars(select(Pool)).one()
    bought = Bought(Packing(content=Decimal(25)))
    found = packing.reckon(system, pool.campaign, pool, bought, policy)
    packing.take(system, pool, bought, policy, found.fits)
    assert (pool.quantity, sum(shares(system)), pool.policy) == (D(25), D(25), policy)


def test_flexibility_entered_in_cartons_counts_in_reams(system: Viewer) -> None:
    (need,) = enter(system, Wish("ARV", "PAP-A4", "3", pack="carton de 5"))
    need.flex_plus, need.flex_minus = Decimal(1), Decimal("0.5")
    wish = packing.wish_of(need)
    assert (wish.wanted, wish.plus, wish.minus, wish.step) == (D(15), D(5), D("2.5"), D(1))


def test_the_seed_is_drawn_once_a_revision(system: Viewer) -> None:
    campaign = pool_of(system, *WISHES).campaign
    first = packing.seed_of(system, campaign)
    assert packing.seed_of(system, campaign) == first
    campaign.revision += 1
    assert packing.seed_of(system, campaign) != first
    assert len(system.session.scalars(select(Seed)).all()) == 2


def test_a_firms_own_key_gives_it_no_luck(viewer: LookAs) -> None:
    """Two firms, one ream too many: who gets it depends on a seed drawn after the closing."""
    system = viewer("system")
    sold_in(system, None)
    enter(system, Wish("ARV", "PAP-A4", "4"), Wish("GIF", "PAP-A4", "4"))
    flexible(system, plus="1", minus="1")
    consolidate(system, close(system))
    pool = system.session.scalars(select(Pool)).one()
    lucky = set()
    for revision in range(40):
        pool.campaign.revision = 100 + revision
        found = packing.reckon(system, pool.campaign, pool, Bought(Packing(content=Decimal(9))), Policy.PRO_RATA)
        assert found.fits is not None
        lucky.add(tuple(share.quantity for share in found.fits.shares))
    assert lucky == {(D(4), D(5)), (D(5), D(4))}
