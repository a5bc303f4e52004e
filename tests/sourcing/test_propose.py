from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.catalogue.models import AgreementLine
from pooling.consolidation.models import Share
from pooling.journal.models import Entry
from pooling.sourcing import queries
from pooling.sourcing.models import Placement
from pooling.sourcing.rules import Outcome, choose, propose
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.sourcing.stage import consolidated, pools, supplier

LookAs = Callable[[str], Viewer]


def served(viewer: Viewer) -> set[tuple[str, Decimal | None, str]]:
    found = queries.awards(viewer, campaign_coded(viewer, "T1"))
    return {(row.supplier_code, row.unit_price, row.reason) for rows in found.values() for row in rows}


def test_the_pools_quantity_decides_not_one_firms(system: Viewer) -> None:
    """60 and 45 reams are 105: PAPETO's price from 100 on beats TOUTPRO, alone neither firm would reach it."""
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "60"), Wish("GIF", "PAP-A4", "9", pack="carton de 5"))
    assert propose(system, campaign) == Outcome(served=1, left=0)
    assert served(system) == {("PAPETO", Decimal("3.80"), "agreement")}


def test_below_the_threshold_the_other_supplier_is_cheaper(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "99"))
    propose(system, campaign)
    assert served(system) == {("TOUTPRO", Decimal("3.90"), "agreement")}


def test_a_pool_below_the_minimum_gets_the_next_best(system: Viewer) -> None:
    system.session.scalars(
        select(AgreementLine).where(AgreementLine.supplier_reference == "TP-1")
    ).one().minimum = Decimal(50)
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "49"))
    propose(system, campaign)
    assert served(system) == {("PAPETO", Decimal("4.20"), "agreement")}


def test_the_minimum_counts_once_for_all_firms(system: Viewer) -> None:
    line = system.session.scalars(select(AgreementLine).where(AgreementLine.supplier_reference == "TP-1")).one()
    line.minimum = Decimal(50)
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "25"), Wish("GIF", "PAP-A4", "25"))
    propose(system, campaign)
    assert served(system) == {("TOUTPRO", Decimal("3.90"), "agreement")}


def test_an_agreement_counts_on_the_day_of_the_decision(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "5"))
    assert propose(system, campaign, on=date(2001, 1, 1)) == Outcome(served=0, left=1)
    assert propose(system, campaign) == Outcome(served=1, left=0)


def test_what_a_buyer_chose_stays(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "5"), Wish("ARV", "FOR-6", "1"), Wish("ARV", "savon", "1"))
    paper = next(pool for pool in pools(system) if pool.unit == "RM")
    choose(system, [paper], supplier(system, "OUTIL"))
    assert propose(system, campaign) == Outcome(served=1, left=1)
    assert served(system) == {("OUTIL", None, "chosen"), ("OUTIL", Decimal("21.5"), "agreement")}
    assert propose(system, campaign) == Outcome(served=1, left=1)


def test_every_share_of_a_proposed_pool_is_placed_even_those_a_conflicted_buyer_does_not_see(viewer: LookAs) -> None:
    consolidated(viewer("system"), Wish("ARV", "FOR-6", "5"), Wish("GIF", "FOR-6", "1"))
    conrad = viewer("conrad")
    propose(conrad, campaign_coded(conrad, "T1"))
    system = viewer("system")
    assert system.session.scalar(select(func.count()).select_from(Placement)) == 2
    assert system.session.scalar(select(func.count()).select_from(Share)) == 2


def test_nothing_is_proposed_before_the_lines_are_grouped(system: Viewer) -> None:
    enter(system, Wish("ARV", "PAP-A4", "5"))
    with pytest.raises(Refusal) as refusal:
        propose(system, close(system))
    assert refusal.value.code == "not_awardable"


def test_nothing_is_proposed_once_orders_exist(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "5"))
    campaign.state = State.ORDERED
    with pytest.raises(Refusal):
        propose(system, campaign)


def test_one_entry_says_which_pools_went_to_whom(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "5"), Wish("ARV", "FOR-6", "1"))
    propose(system, campaign)
    entry = system.session.scalars(select(Entry).where(Entry.verb == "sourcing.propose")).one()
    keys = {pool.unit: pool.key for pool in pools(system)}
    assert (entry.before, entry.after) == ({}, {"TOUTPRO": [keys["RM"]], "OUTIL": [keys["C62"]]})


def test_the_number_of_statements_does_not_grow_with_the_pools(system: Viewer) -> None:
    campaign = consolidated(system, Wish("ARV", "PAP-A4", "5"))
    few = _statements(system, lambda: propose(system, campaign))
    enter(system, Wish("ARV", "FOR-6", "1"), *(Wish("GIF", f"colle {number}", "1") for number in range(30)))
    campaign = consolidated(system)
    assert _statements(system, lambda: propose(system, campaign)) == few


def _statements(viewer: Viewer, act: Callable[[], object]) -> int:
    ran: list[str] = []
    bind = viewer.session.get_bind()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        ran.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    act()
    event.remove(bind, "before_cursor_execute", note)
    return len(ran)
