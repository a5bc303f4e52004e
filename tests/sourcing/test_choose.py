from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.journal.models import Entry
from pooling.sourcing import queries
from pooling.sourcing.models import Award, Placement
from pooling.sourcing.rules import Outcome, choose, propose, withdraw
from tests.consolidation.entering import Wish
from tests.sourcing.stage import consolidated, pools, supplier

WISHES = (Wish("ARV", "PAP-A4", "5"), Wish("GIF", "PAP-A4", "5"), Wish("ARV", "savon", "1"))


def test_many_pools_go_to_one_supplier_at_its_agreements_price(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES)
    assert choose(system, pools(system), supplier(system, "PAPETO")) == Outcome(served=2, left=0)
    awards = queries.awards(system, campaign)
    prices = {pool.unit: [row.unit_price for row in awards[pool.id]] for pool in pools(system)}
    assert prices == {"RM": [Decimal("4.20")], "C62": [None]}
    assert system.session.scalar(select(func.count()).select_from(Placement)) == 3


def test_choosing_replaces_what_was_proposed(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES)
    propose(system, campaign)
    choose(system, pools(system), supplier(system, "OUTIL"))
    rows = [row for rows in queries.awards(system, campaign).values() for row in rows]
    assert {(row.supplier_code, row.reason) for row in rows} == {("OUTIL", "chosen")}
    entry = system.session.scalars(select(Entry).where(Entry.verb == "sourcing.choose")).one()
    assert entry.before is not None
    assert list(entry.before) == ["TOUTPRO"]


def test_withdrawing_leaves_the_pools_without_a_supplier(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES)
    choose(system, pools(system), supplier(system, "OUTIL"))
    withdraw(system, pools(system)[:1])
    assert len(queries.open_pools(system, campaign)) == 1
    assert system.session.scalar(select(func.count()).select_from(Award)) == 1


def test_nothing_ticked_is_said(system: Viewer) -> None:
    consolidated(system, *WISHES)
    with pytest.raises(Refusal) as refusal:
        withdraw(system, [])
    assert refusal.value.code == "no_pool"


def test_a_retired_supplier_is_refused(system: Viewer) -> None:
    consolidated(system, *WISHES)
    retired = supplier(system, "OUTIL")
    retired.active = False
    with pytest.raises(Refusal) as refusal:
        choose(system, pools(system), retired)
    assert refusal.value.code == "retired"
