"""All pools of a filter given to one supplier: what it comes to is said first, and one undo brings back what stood."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.journal.models import Entry
from pooling.sourcing import rules, step_queries, steps
from pooling.sourcing.models import Award, Placement
from pooling.sourcing.rules import as_named, choose, propose, undo, withdraw
from tests.consolidation.entering import Wish, campaign_coded
from tests.sourcing.stage import consolidated, pools, supplier

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
WISHES = (
    Wish("ARV", "PAP-A4", "60"),
    Wish("GIF", "PAP-A4", "60"),
    Wish("SOE", "Éponge rare", "2.5", unit="KGM", family="EPI > Gants", supplier="Spongex", price="3"),
    Wish("ARV", "Éponge rare", "4", unit="KGM", family="EPI > Gants", supplier="Autre & Fils"),
    *(Wish("ARV", f"savon {number}", "1", family="EPI > Gants") for number in range(120)),
)


def stood(viewer: Viewer) -> list[tuple[Any, ...]]:
    """All awards with what each serves, whatever their numbers."""
    placed = select(
        Award.pool_id, Award.supplier_id, Award.reason, Award.unit_price, Award.quantity, Placement.share_id
    )
    rows = viewer.session.execute(placed.join(Placement, Placement.award_id == Award.id))
    return sorted(tuple(row) for row in rows)


@pytest.fixture
def made(viewer: LookAs, leave: Callable[[], None]) -> None:
    system = viewer("system")
    consolidated(system, *WISHES)
    propose(system, campaign_coded(system, "T1"))
    leave()


def numbers(page: str) -> list[str]:
    return re.findall(r'name="pool" value="(\d+)"', page)


@pytest.mark.usefixtures("made")
def test_all_pages_of_a_filter_are_given_after_one_question(browse: Browse, viewer: LookAs) -> None:
    buyer = browse("brigitte")
    asked = buyer.post("/sourcing/T1/choose?family=epi", data={"all": "1", "supplier": "OUTIL"})
    assert asked.status_code == 200
    assert len(numbers(asked.text)) == 121
    assert "Donner 121 lignes groupées à Outil &amp; Coupe" in asked.text
    assert not viewer("system").session.scalars(select(Award).where(Award.reason == "chosen")).all()
    viewer("system").session.rollback()
    data = {"supplier": "OUTIL", "pool": numbers(asked.text)}
    given = buyer.post("/sourcing/T1/choose?family=epi", data=data)
    assert (given.status_code, given.location) == (303, "/sourcing/T1?family=epi")
    awards = viewer("system").session.scalars(select(Award).where(Award.reason == "chosen")).all()
    assert len(awards) == 121


@pytest.mark.usefixtures("made")
def test_the_question_says_what_it_comes_to(browse: Browse) -> None:
    page = browse("brigitte").post("/sourcing/T1/choose?q=ramette", data={"all": "1", "supplier": "TOUTPRO"}).text
    assert "468,00" in page  # 120 reams at 3.90
    assert "un autre fournisseur aujourd’hui" in page


def test_what_it_comes_to_counts_prices_that_are_known_and_suppliers_that_lose(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES[:4])
    propose(system, campaign)
    found = rules.would_come_to(system, pools(system), supplier(system, "TOUTPRO"))
    assert (found.pools, found.amount, found.unpriced, found.replaced) == (2, Decimal("468.00"), 1, 1)


@pytest.mark.usefixtures("made")
def test_withdrawing_all_of_a_filter_asks_too(browse: Browse) -> None:
    page = browse("brigitte").post("/sourcing/T1/withdraw?q=ramette", data={"all": "1"})
    assert len(numbers(page.text)) == 1
    none = browse("brigitte").post("/sourcing/T1/withdraw?family=epi", data={"all": "1"})
    assert none.status_code == 422


@pytest.mark.usefixtures("made")
def test_without_a_supplier_nothing_is_asked(browse: Browse) -> None:
    assert browse("brigitte").post("/sourcing/T1/choose", data={"all": "1", "supplier": ""}).status_code == 422


def test_one_undo_brings_back_what_stood_split_pools_too(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES[:4])
    propose(system, campaign)
    as_named(system, campaign)
    before = stood(system)
    assert len({row[1] for row in before}) == 3
    choose(system, pools(system), supplier(system, "OUTIL"))
    assert stood(system) != before
    undo(system, campaign)
    assert stood(system) == before
    assert step_queries.last_step(system, campaign) is None


def test_withdrawing_is_undone_too_and_steps_go_back_one_by_one(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES[:4])
    choose(system, pools(system), supplier(system, "OUTIL"))
    given = stood(system)
    withdraw(system, pools(system))
    undo(system, campaign)
    assert stood(system) == given
    undo(system, campaign)
    assert stood(system) == []
    with pytest.raises(Refusal, match="nothing of yours"):
        undo(system, campaign)


def test_what_has_changed_since_is_not_undone(system: Viewer) -> None:
    campaign = consolidated(system, *WISHES[:4])
    withdraw(system, pools(system))
    propose(system, campaign)
    step = step_queries.last_step(system, campaign)
    assert step is not None
    assert not steps.still_stands(system, campaign, step)
    with pytest.raises(Refusal, match="have changed since"):
        undo(system, campaign)


@pytest.mark.usefixtures("made")
def test_another_buyers_act_is_not_undone(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    choose(system, pools(system)[:2], supplier(system, "OUTIL"))
    system.session.commit()
    assert "data-undoable" not in browse("brigitte").get("/sourcing/T1").text
    assert browse("brigitte").post("/sourcing/T1/undo").status_code == 422


@pytest.mark.usefixtures("made")
def test_the_page_offers_the_undo_and_the_record_tells_both(browse: Browse, viewer: LookAs) -> None:
    buyer = browse("brigitte")
    page = buyer.post("/sourcing/T1/choose?q=ramette", data={"all": "1", "supplier": "TOUTPRO"}).text
    buyer.post("/sourcing/T1/choose?q=ramette", data={"supplier": "TOUTPRO", "pool": numbers(page)})
    assert "data-undoable" in buyer.get("/sourcing/T1?q=ramette").text
    assert buyer.post("/sourcing/T1/undo?q=ramette").location == "/sourcing/T1?q=ramette"
    assert "data-undoable" not in buyer.get("/sourcing/T1").text
    verbs = viewer("system").session.scalars(select(Entry.verb).where(Entry.verb.like("sourcing.%"))).all()
    assert verbs[-2:] == ["sourcing.choose", "sourcing.undo"]


@pytest.mark.usefixtures("made")
def test_nothing_is_undone_once_orders_exist(browse: Browse, viewer: LookAs) -> None:
    buyer = browse("brigitte")
    system = viewer("system")
    campaign_coded(system, "T1").state = State.ORDERED
    system.session.commit()
    assert buyer.post("/sourcing/T1/undo").status_code == 422
