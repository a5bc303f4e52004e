"""Two buyers press the same button at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import Engine, func, select
from sqlalchemy.orm.exc import StaleDataError

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import Campaign, State
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.orders.models import Delivery, Order, OrderLine
from pooling.orders.rules import create
from tests.conftest import person
from tests.orders.world import World

Verb = Callable[[Viewer, Campaign], object]


@pytest.fixture(autouse=True)
def short_patience() -> None:
    """Not here: each waits for the other."""


def twice(app: Flask, engine: Engine, verb: Verb) -> list[str]:
    start = Barrier(2)

    def press(_number: int) -> str:
        with app.app_context():
            start.wait()
            buyer = person(engine, "brigitte")
            try:
                verb(buyer, buyer.session.scalars(select(Campaign).where(Campaign.code == "T1")).one())
                buyer.session.commit()
            except (Refusal, StaleDataError) as error:
                buyer.session.rollback()
                return type(error).__name__
            finally:
                buyer.session.close()
            return "done"

    with ThreadPoolExecutor(2) as pair:
        return sorted(pair.map(press, range(2)))


def test_orders_are_created_once(app: Flask, engine: Engine, world: World, system: Viewer) -> None:
    world.usual()
    expected = 4  # order lines of the usual campaign
    system.session.commit()
    said = twice(app, engine, create)
    assert said[1] == "done"
    assert said[0] in ("Refusal", "StaleDataError")
    session = system.session
    assert session.scalar(select(func.count(Order.id))) == session.scalar(
        select(func.count(Order.supplier_id.distinct()))
    )
    assert session.scalar(select(func.count(OrderLine.id))) == expected
    assert session.scalar(select(func.count(Delivery.id))) == session.scalar(select(func.count(Share.id)))


def test_pools_are_made_once(app: Flask, engine: Engine, world: World, system: Viewer) -> None:
    """Both may: the second makes them anew, of the same lines."""
    world.usual()
    for pool in system.session.scalars(select(Pool)):
        system.session.delete(pool)
    world.campaign.state = State.CLOSED
    system.session.commit()
    assert twice(app, engine, consolidate) == ["done", "done"]
    session = system.session
    session.expire_all()
    assert session.scalar(select(func.count(Pool.id))) == 3
    assert session.scalar(select(func.sum(Share.allocated))) == session.scalar(select(func.sum(Pool.quantity)))
    assert world.campaign.state == State.CONSOLIDATED
