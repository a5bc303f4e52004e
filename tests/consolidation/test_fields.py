"""Values of fields on the way from lines to pools to a supplier's order."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.catalogue import queries as catalogue
from pooling.consolidation.judging import settle
from pooling.consolidation.models import Pool
from pooling.consolidation.queries import preview
from pooling.consolidation.rules import consolidate
from pooling.members.models import Member
from pooling.needs.rules import Line, derived_key, save
from pooling.orders.models import OrderLine
from pooling.orders.rules import create
from pooling.sourcing.rules import as_named
from tests.catalogue.declaring import family, tooling
from tests.catalogue.test_fields import specify
from tests.consolidation.desk import on_the_desk, ones

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]


def campaign(viewer: Viewer) -> Campaign:
    return viewer.session.scalars(select(Campaign).where(Campaign.code == "T1")).one()


def want(viewer: Viewer, firm: str, what: str, **fields: str) -> None:
    """Two of a described drill, or of the item that has this code."""
    member = viewer.session.scalars(select(Member).where(Member.code == firm)).one()
    told: dict[str, Any] = {"quantity": Decimal(2), "present_supplier": "Outil & Coupe", "fields": fields}
    if what.startswith("FOR-"):
        line = Line(item=catalogue.item(viewer, what), **told)
    else:
        line = Line(designation=what, category=family(viewer, "Outillage > Forets"), unit="C62", **told)
    save(viewer, campaign(viewer), line, key=derived_key(firm, what, *fields.values()), member=member)


@pytest.fixture
def tools(system: Viewer) -> Viewer:
    tooling(system)
    specify(system, "FOR-6", diametre="6")
    return system


def pools(viewer: Viewer) -> dict[tuple[str, tuple[tuple[str, str], ...]], int]:
    return {
        (row.designation, tuple(sorted(row.fields.items()))): row.line_count
        for row in preview(viewer, campaign(viewer))
    }


def test_the_same_words_with_other_values_are_two_things(tools: Viewer) -> None:
    for firm, diameter in (("ARV", "6"), ("GIF", "6"), ("SOE", "8")):
        want(tools, firm, "Foret carbure", diametre=diameter)
    want(tools, "MOL", "Foret carbure")
    assert pools(tools) == {
        ("Foret carbure", (("diametre", "6"),)): 2,
        ("Foret carbure", (("diametre", "8"),)): 1,
        ("Foret carbure", ()): 1,
    }


def test_what_tells_nothing_apart_pools_all_the_same_and_is_not_said_of_the_pool(tools: Viewer) -> None:
    want(tools, "ARV", "Foret carbure", diametre="6", **{"fiche-technique": "yes"})
    want(tools, "GIF", "Foret carbure", diametre="6")
    assert pools(tools) == {("Foret carbure", (("diametre", "6"),)): 2}


def test_an_item_pools_by_what_it_leaves_open(tools: Viewer) -> None:
    want(tools, "ARV", "FOR-6", nuance="4325")
    want(tools, "GIF", "FOR-6", nuance="4325")
    want(tools, "SOE", "FOR-6", nuance="4315")
    want(tools, "MOL", "FOR-6", diametre="8")  # the catalogue says 6: what it says is not the firm's to say
    assert sorted(pools(tools).values()) == [1, 1, 2]
    assert {fields for _name, fields in pools(tools)} == {(("nuance", "4325"),), (("nuance", "4315"),), ()}


def test_values_go_into_the_designation_of_the_order_once(tools: Viewer) -> None:
    want(tools, "ARV", "Foret carbure Ø6", diametre="6", nuance="4325")
    want(tools, "GIF", "FOR-6", nuance="GC 1125", revetu="yes")
    chosen = campaign(tools)
    advance(tools, chosen, State.CLOSED)
    consolidate(tools, chosen)
    assert {tuple(pool.fields) for pool in tools.session.scalars(select(Pool))} == {
        ("diametre", "nuance"), ("nuance", "revetu"),
    }  # fmt: skip
    as_named(tools, chosen)
    create(tools, chosen)
    told = set(tools.session.scalars(select(OrderLine.designation)))
    assert told == {
        "Foret carbure Ø6 – Nuance 4325",
        "Foret carbure Ø6 – Nuance GC 1125, revêtu\u00a0: oui",
    }


def test_pools_and_the_lines_behind_them_show_their_values(tools: Viewer, browse: Browse) -> None:
    want(tools, "ARV", "Foret carbure", diametre="6", nuance="4325")
    chosen = campaign(tools)
    advance(tools, chosen, State.CLOSED)
    consolidate(tools, chosen)
    pool = tools.session.scalars(select(Pool)).one().id
    tools.session.commit()
    buyer = browse("brigitte")
    for page in ("/consolidation/T1", f"/consolidation/T1/{pool}", "/sourcing/T1", "/consolidation/T1?q=4325"):
        assert "Diamètre 6 mm, nuance 4325" in buyer.get(page).text, page


def test_a_buyer_reads_the_values_of_a_firms_lines(tools: Viewer, browse: Browse) -> None:
    want(tools, "ARV", "Foret carbure", diametre="6")
    tools.session.commit()
    assert "Diamètre 6 mm" in browse("brigitte").get("/needs/T1/answers/ARV").text


def test_a_line_that_the_desk_takes_for_an_item_pools_by_what_the_item_leaves_open(tools: Viewer) -> None:
    want(tools, "ARV", "foret dia 6", diametre="6", nuance="4325")
    want(tools, "GIF", "foret dia 6", diametre="6", nuance="4315")
    want(tools, "SOE", "FOR-6", nuance="4325")
    judgements = on_the_desk(tools, campaign(tools))
    settle(tools, campaign(tools), judgements, catalogue.item(tools, "FOR-6"), ones(judgements))
    assert sorted(pools(tools).values()) == [1, 2]
