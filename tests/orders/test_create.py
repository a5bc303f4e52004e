from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.consolidation.models import Pool, Share
from pooling.journal.models import Entry
from pooling.members.models import Site
from pooling.needs.models import NeedSite
from pooling.orders import queries
from pooling.orders.models import Delivery, OrderLine
from pooling.orders.rules import create, outlook
from pooling.sourcing.models import Award, Placement
from tests.orders.world import World

Enter = Callable[[str], Viewer]


def lines_of(viewer: Viewer, number: str) -> dict[str, OrderLine]:
    return {line.reference or line.designation: line for line in queries.lines(viewer, queries.order(viewer, number))}


def test_each_supplier_gets_one_order(system: Viewer, ordered: World) -> None:
    assert [order.number for order in queries.orders(system, ordered.campaign)] == [
        "T1-OUTIL",
        "T1-PAPETO",
        "T1-TOUTPRO",
    ]
    assert ordered.campaign.state == State.ORDERED


@pytest.mark.usefixtures("ordered")
def test_a_line_takes_quantity_price_and_reference_from_its_award(system: Viewer) -> None:
    paper = lines_of(system, "T1-PAPETO")["PP-80"]
    assert (paper.quantity, paper.unit, paper.unit_price, paper.amount) == (
        Decimal(100),
        "RM",
        Decimal("3.8"),
        Decimal(380),
    )


@pytest.mark.usefixtures("ordered")
def test_without_an_agreement_the_reference_is_the_items_code(system: Viewer) -> None:
    assert lines_of(system, "T1-PAPETO").keys() == {"PP-80", "GAN-9"}


def test_a_price_to_be_confirmed_leaves_price_and_amount_open(system: Viewer, ordered: World) -> None:
    gloves = lines_of(system, "T1-PAPETO")["GAN-9"]
    assert gloves.unit_price is None
    assert gloves.amount is None
    assert queries.figures(system, ordered.campaign)[gloves.order_id].unpriced == 1


@pytest.mark.usefixtures("ordered")
def test_amounts_are_rounded_half_away_from_zero_to_the_cent(system: Viewer) -> None:
    assert lines_of(system, "T1-TOUTPRO")["FOR-6"].amount == Decimal("67.00")


@pytest.mark.usefixtures("ordered")
def test_a_pool_bought_from_two_suppliers_gives_a_line_at_each(system: Viewer) -> None:
    assert lines_of(system, "T1-OUTIL")["OC-600"].quantity == 12
    assert lines_of(system, "T1-TOUTPRO")["FOR-6"].quantity == 3


def test_lines_follow_families_then_designations_accents_beside_their_letters(system: Viewer, world: World) -> None:
    for name, path in (("Zinc", "EPI"), ("Éponge", "Bureau"), ("Fil", "Bureau"), ("agrafe", "Bureau")):
        world.award(world.pool(name, [("ARV", "1", None)], path=path), "OUTIL", "1")
    (order,) = create(system, world.campaign)
    assert [line.designation for line in queries.lines(system, order)] == ["agrafe", "Éponge", "Fil", "Zinc"]


@pytest.mark.usefixtures("ordered")
def test_a_delivery_goes_to_the_site_of_its_need(system: Viewer) -> None:
    order = queries.order(system, "T1-OUTIL")
    assert [each.site.code for each in queries.deliveries(system, order) if each.site] == ["ARV-1"]


@pytest.mark.usefixtures("ordered")
def test_a_need_without_site_goes_to_its_firms_only_one(system: Viewer) -> None:
    stops = queries.stops(system, queries.order(system, "T1-PAPETO"))
    assert {(stop.member, stop.site) for stop in stops if stop.quantity == 85} == {
        ("Mécanique du Giffre", "Quai Mécanique du Giffre")
    }


@pytest.mark.usefixtures("ordered")
def test_a_need_without_site_of_a_firm_with_several_stays_open(system: Viewer) -> None:
    stops = queries.stops(system, queries.order(system, "T1-PAPETO"))
    assert {stop.site_id for stop in stops if stop.quantity == 200} == {None}


def test_a_closed_dock_is_not_the_only_one(system: Viewer, world: World) -> None:
    system.session.execute(update(Site).where(Site.code == "ARV-2").values(active=False))
    world.award(world.pool("Ruban", [("ARV", "1", None)]), "OUTIL", "1")
    (order,) = create(system, world.campaign)
    assert [each.site.code for each in queries.deliveries(system, order) if each.site] == ["ARV-1"]


def test_pools_without_supplier_are_refused_by_number_and_name(system: Viewer, world: World) -> None:
    world.usual()
    for name in ("Agrafes", "Bobines", "Cales", "Disques"):
        world.pool(name, [("ARV", "1", None)])
    with pytest.raises(Refusal) as refusal:
        create(system, world.campaign)
    assert refusal.value.code == "unserved"
    assert refusal.value.values["count"] == 4
    assert "Agrafes" in str(refusal.value.values["names"])
    assert "Disques" not in str(refusal.value.values["names"])


def test_a_pool_served_in_part_is_refused_too(system: Viewer, world: World) -> None:
    pool = world.pool("FOR-6", [("ARV", "12", None), ("SOE", "3", None)])
    world.award(pool, "OUTIL", "1", members={"ARV"})
    with pytest.raises(Refusal, match="Foret"):
        create(system, world.campaign)


def test_a_campaign_without_pools_has_nothing_to_order(system: Viewer, world: World) -> None:
    with pytest.raises(Refusal) as refusal:
        create(system, world.campaign)
    assert refusal.value.code == "nothing_to_order"


@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.ORDERED, State.CANCELLED])
def test_orders_are_created_only_after_grouping_and_once(system: Viewer, world: World, state: State) -> None:
    world.usual()
    world.campaign.state = state
    with pytest.raises(Refusal) as refusal:
        create(system, world.campaign)
    assert refusal.value.code == "wrong_state"


def test_a_pool_that_says_more_than_its_shares_stops_everything(system: Viewer, world: World) -> None:
    world.usual()
    system.session.execute(update(Pool).where(Pool.unit == "RM").values(quantity=Decimal("100.000001")))
    with pytest.raises(Refusal) as refusal:
        create(system, world.campaign)
    assert refusal.value.code == "unbalanced"


def test_an_amount_beyond_counting_is_refused_by_name(system: Viewer, world: World) -> None:
    world.award(world.pool("Grues", [("ARV", "900000000", None)]), "OUTIL", "900000000")
    with pytest.raises(Refusal, match="Grues"):
        create(system, world.campaign)


def test_a_conflicted_buyer_creates_whole_orders(viewer: Enter, world: World) -> None:
    world.usual()
    conrad = viewer("conrad")
    assert conrad.barred
    campaign = conrad.session.merge(world.campaign)
    create(conrad, campaign)
    everyone = viewer("system")
    assert everyone.session.scalar(select(func.count(Delivery.id))) == 7


def test_a_conflicted_buyer_sees_no_more_lines_after_creating(viewer: Enter, world: World) -> None:
    world.usual()
    conrad = viewer("conrad")
    create(conrad, conrad.session.merge(world.campaign))
    order = queries.order(conrad, "T1-PAPETO")
    paper = world.categories["Bureau > Papier"].id
    assert {each.member_id for each in queries.deliveries(conrad, order) if each.category_id == paper} == {
        conrad.member_id
    }
    assert queries.withheld(conrad, queries.orders(conrad)) == {order.id}


def test_the_journal_tells_of_each_order_and_each_firm(system: Viewer, ordered: World) -> None:
    made = system.session.scalars(select(Entry).where(Entry.verb == "orders.create")).all()
    assert {entry.subject for entry in made} == {"order:T1-OUTIL", "order:T1-PAPETO", "order:T1-TOUTPRO"}
    firms = system.session.scalars(select(Entry.member_id).where(Entry.verb == "orders.ordered")).all()
    assert set(firms) == {ordered.members[code].id for code in ("ARV", "GIF", "SOE")}
    assert system.session.scalars(select(Entry).where(Entry.verb == "campaigns.ordered")).one()


def test_codes_no_address_can_hold_are_made_to_fit_and_kept_apart(system: Viewer, world: World) -> None:
    world.suppliers["OUTIL"].code = "A/B"
    world.suppliers["PAPETO"].code = "A B"
    world.suppliers["TOUTPRO"].code = "x" * 64
    world.usual()
    numbers = sorted(order.number for order in create(system, world.campaign))
    assert numbers == ["T1-A-B", "T1-A-B-2", f"T1-{'x' * 61}"]


def test_the_outlook_says_what_creating_will_make(system: Viewer, world: World) -> None:
    world.usual()
    world.pool("Agrafes", [("ARV", "1", None)])
    before = outlook(system, world.campaign)
    assert (before.suppliers, before.lines, before.unpriced, list(before.unserved)) == (3, 4, 1, ["Agrafes"])
    assert before.amount == Decimal("380") + 12 * Decimal("21.5") + 67


quantities = st.decimals("0.000001", "99999", places=6)
wishes = st.lists(st.tuples(st.sampled_from(["ARV", "GIF", "SOE"]), quantities), min_size=1, max_size=5)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pools=st.lists(wishes, min_size=1, max_size=4), price=st.decimals("0", "9999", places=6))
def test_nothing_is_lost_between_pools_and_deliveries(
    system: Viewer, world: World, pools: list[list[tuple[str, Decimal]]], price: Decimal
) -> None:
    session = system.session
    with session.begin_nested() as attempt:
        for number, wanted in enumerate(pools):
            pool = world.pool(f"Pool {number}", [(member, str(quantity), None) for member, quantity in wanted])
            world.award(pool, "OUTIL", str(price), members={"ARV", "GIF"} & {member for member, _ in wanted} or None)
            left = {"SOE"} & {member for member, _ in wanted}
            if left and {member for member, _ in wanted} != left:
                world.award(pool, "TOUTPRO", None, members=left)
        world.campaign.state = State.CONSOLIDATED
        create(system, world.campaign)
        asked = sum((quantity for wanted in pools for _, quantity in wanted), Decimal(0))
        for column in (Pool.quantity, Share.allocated, OrderLine.quantity, Delivery.quantity):
            assert session.scalar(select(func.sum(column))) == asked
        attempt.rollback()
    session.expire_all()


def test_placements_without_their_award_cannot_hide_a_share(system: Viewer, world: World) -> None:
    world.usual()
    lost = system.session.scalars(select(Award).where(Award.unit_price.is_(None))).one()
    system.session.execute(delete(Placement).where(Placement.award_id == lost.id))
    with pytest.raises(Refusal, match="Gants"):
        create(system, world.campaign)


def test_what_a_firm_is_given_goes_over_the_docks_its_line_names(system: Viewer, world: World) -> None:
    pool = world.pool("PAP-A4", [("ARV", "15", None), ("GIF", "85", None)])
    share = system.session.scalars(select(Share).where(Share.pool_id == pool.id, Share.allocated == 15)).one()
    need = share.need
    need.is_split, need.wanted, need.base_wanted = True, Decimal(3), Decimal(15)
    for code, packs in (("ARV-1", 2), ("ARV-2", 1)):
        need.parts.append(
            NeedSite(
                member_id=need.member_id,
                category_id=need.category_id,
                site_id=world.sites[code].id,
                quantity=Decimal(packs),
            )
        )
    world.award(pool, "PAPETO", "3.80")
    system.session.flush()
    create(system, world.campaign)
    stops = queries.stops(system, queries.order(system, "T1-PAPETO"))
    assert {stop.site: stop.quantity for stop in stops if stop.member == "Ateliers de l'Arve"} == {
        "Quai Ateliers de l'Arve": Decimal(10),
        "Atelier du bas": Decimal(5),
    }
