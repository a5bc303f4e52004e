from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.catalogue.models import Supplier
from pooling.consolidation.models import Share
from pooling.sourcing import queries
from pooling.sourcing.models import Award, Placement
from pooling.sourcing.naming import NOBODY
from pooling.sourcing.rules import Outcome, as_named, choose
from tests.consolidation.entering import Wish, campaign_coded
from tests.sourcing.stage import consolidated, pools, supplier

LookAs = Callable[[str], Viewer]


def awarded(viewer: Viewer) -> dict[str, tuple[Decimal, Decimal | None]]:
    found = queries.awards(viewer, campaign_coded(viewer, "T1"))
    return {row.supplier: (row.quantity, row.unit_price) for rows in found.values() for row in rows}


def test_a_pool_bought_from_several_suppliers_gives_several_awards_that_add_up(system: Viewer) -> None:
    campaign = consolidated(
        system,
        Wish("ARV", "PAP-A4", "3", pack="carton de 5", supplier="Papéto SARL"),
        Wish("GIF", "PAP-A4", "7", supplier="Buroclair"),
        Wish("SOE", "PAP-A4", "2", supplier="BUROCLAIR"),
    )
    assert as_named(system, campaign) == Outcome(served=1, left=0)
    assert {name: quantity for name, (quantity, _) in awarded(system).items()} == {
        "Papéto SARL": Decimal(15),
        "BUROCLAIR": Decimal(9),
    }
    (pool,) = pools(system)
    assert pool.quantity == 24
    placed = (
        select(Award.quantity, func.sum(Share.allocated))
        .join(Placement, Placement.award_id == Award.id)
        .join(Share, Share.id == Placement.share_id)
        .group_by(Award.id, Award.quantity)
    )
    assert all(quantity == shares for quantity, shares in system.session.execute(placed))


def test_spellings_meet_and_known_suppliers_are_found_again(system: Viewer) -> None:
    campaign = consolidated(
        system,
        Wish("ARV", "colle", "1", supplier="  PAPETO sarl "),
        Wish("GIF", "colle", "1", supplier="Papéto, SARL"),
        Wish("GIF", "vis", "1", supplier="Décolletage Outillage & Cie"),
    )
    as_named(system, campaign)
    assert awarded(system).keys() == {"Papéto SARL", "Décolletage Outillage & Cie"}
    made = system.session.scalars(select(Supplier).where(Supplier.name.like("%Cie"))).one()
    assert made.code == "DECOLLETAGE-OUTILLAG"


def test_a_blank_goes_to_nobody(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "colle", "1"), Wish("GIF", "colle", "2", supplier=" "))
    as_named(system, campaign)
    assert awarded(system) == {NOBODY: (Decimal(3), None)}


def test_two_names_never_share_a_code(system: Viewer) -> None:
    names = ["Établissements Dupont et Fils", "Établissements Dupont et Frères", "???", "№"]
    campaign = consolidated(system, *(Wish("ARV", "colle", "1", supplier=name) for name in names))
    as_named(system, campaign)
    assert awarded(system).keys() == set(names)


@pytest.mark.parametrize(
    ("wishes", "price"),
    [
        ((Wish("ARV", "PAP-A4", "1", price="4.1"), Wish("GIF", "PAP-A4", "9", price="4.10")), "4.1"),
        (
            (Wish("ARV", "PAP-A4", "1", price="20.5", pack="carton de 5"), Wish("GIF", "PAP-A4", "9", price="4.1")),
            "4.1",
        ),
        ((Wish("ARV", "PAP-A4", "1", price="4.1"), Wish("GIF", "PAP-A4", "9", price="4.2")), None),
        ((Wish("ARV", "PAP-A4", "1", price="4.1"), Wish("GIF", "PAP-A4", "9")), None),
        ((Wish("ARV", "PAP-A4", "1", price="0.000001", pack="carton de 5"),), None),
    ],
    ids=["the same", "the same per base unit", "two prices", "one silent", "not exact"],
)
def test_the_price_is_known_when_all_lines_agree_exactly(
    system: Viewer, wishes: tuple[Wish, ...], price: str | None
) -> None:
    campaign = consolidated(system, *wishes)
    as_named(system, campaign)
    assert [known for _, known in awarded(system).values()] == [Decimal(price) if price else None]


def test_pools_that_have_a_supplier_keep_it(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "colle", "1", supplier="Colle & Co"))
    choose(system, pools(system), supplier(system, "OUTIL"))
    assert as_named(system, campaign) == Outcome(served=0, left=0)
    assert awarded(system).keys() == {"Outil & Coupe"}


def test_a_conflicted_buyer_leaves_the_lines_he_may_not_see_to_another(viewer: LookAs) -> None:
    consolidated(
        viewer("system"),
        Wish("ARV", "FOR-6", "1", supplier="Secret", price="19"),
        Wish("GIF", "FOR-6", "2", supplier="Le nôtre"),
        Wish("ARV", "GAN-9", "3", supplier="Gantier"),
    )
    conrad = viewer("conrad")
    assert as_named(conrad, campaign_coded(conrad, "T1")) == Outcome(served=1, left=1)
    assert awarded(conrad).keys() == {"Gantier"}
    brigitte = viewer("brigitte")
    as_named(brigitte, campaign_coded(brigitte, "T1"))
    assert awarded(brigitte)["Secret"] == (Decimal(1), Decimal(19))
    assert awarded(viewer("conrad"))["Secret"] == (Decimal(1), None)


named = st.builds(
    Wish,
    member=st.sampled_from(["ARV", "GIF", "SOE"]),
    what=st.sampled_from(["PAP-A4", "colle", "vis"]),
    quantity=st.integers(1, 10**9).map(lambda scaled: str(Decimal(scaled).scaleb(-6))),
    supplier=st.sampled_from(["", "Papéto SARL", "papeto sarl", "Neuf", "NEUF.", "Autre"]),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(named, min_size=1, max_size=8))
def test_awards_of_a_pool_add_up_to_the_pool(system: Viewer, wishes: list[Wish]) -> None:
    with system.session.begin_nested() as trial:
        campaign = consolidated(system, *wishes)
        as_named(system, campaign)
        awards = queries.awards(system, campaign)
        for pool in pools(system):
            assert sum(row.quantity for row in awards[pool.id]) == pool.quantity
        trial.rollback()
    assert campaign_coded(system, "T1").state == State.OPEN
