"""What an order tells a buyer who works for a rival: totals, and no price that came from a firm's own line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.orders import queries
from pooling.orders.rules import create, outlook
from pooling.sourcing.models import Reason
from tests.orders.world import World

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]
PRICE, AMOUNT = "77,77", "933,24"


@pytest.fixture
def named(world: World) -> World:
    """Alice's drills go to the supplier she names at the price she pays; Charlie's firm buys drills too."""
    hers = world.pool("Foret étagé", [("ARV", "12", "ARV-1")], path="Outillage > Forets")
    world.award(hers, "PAPETO", "77.77").reason = Reason.NAMED
    his = world.pool("Foret long", [("GIF", "1", None)], path="Outillage > Forets")
    world.award(his, "PAPETO", "2").reason = Reason.NAMED
    world.session.commit()
    return world


def test_a_rivals_price_is_in_no_outlook(named: World, viewer: Enter) -> None:
    assert str(outlook(viewer("brigitte"), named.campaign).amount) == "935.24"
    seen = outlook(viewer("conrad"), named.campaign)
    assert (str(seen.amount), seen.untold, seen.unpriced, seen.lines) == ("2.00", 1, 0, 2)


def test_a_rivals_price_is_on_no_page_of_its_order(named: World, browse: Browse, system: Viewer) -> None:
    create(system, named.campaign)
    system.session.commit()
    for page in ("/orders/T1-PAPETO", "/orders/?campaign=T1", "/orders/", "/journal/"):
        told = browse("conrad").get(page).text
        assert PRICE not in told
        assert AMOUNT not in told
        assert not re.search(r"935[,.]24", told)
    assert PRICE in browse("brigitte").get("/orders/T1-PAPETO").text
    assert browse("conrad").get("/orders/T1-PAPETO").text.count("data-secret") == 1


def test_its_own_price_it_knows(named: World, viewer: Enter, system: Viewer) -> None:
    create(system, named.campaign)
    conrad = viewer("conrad")
    order = queries.order(conrad, "T1-PAPETO")
    (made,) = queries.figures(conrad, order=order).values()
    assert (str(made.amount), made.untold) == ("2.00", 1)


def test_the_journal_tells_the_group_no_amount_made_of_a_firms_price(named: World, system: Viewer) -> None:
    """Administrators read these entries, and no line."""
    create(system, named.campaign)
    (told,) = system.session.scalars(select(Entry.after).where(Entry.verb == "orders.create"))
    assert told is not None
    assert "amount" not in told
