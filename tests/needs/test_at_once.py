"""Two requests of one firm at the same moment: the second waits, then is told what stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Event

import pytest
from flask import Flask
from sqlalchemy import Engine

from pooling.needs import queries, rules
from tests.conftest import person
from tests.needs.acts import KEY, OTHER, LookAs, campaign, paper


@pytest.fixture(autouse=True)
def short_patience() -> None:
    """Not here: Bob waits for Alice."""


def test_the_second_of_two_saves_is_told_of_the_first(viewer: LookAs, app: Flask, engine: Engine) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice, "2"), key=KEY)
    alice.session.commit()
    rules.save(alice, campaign(alice), paper(alice, "7"), key=KEY, version=1)
    under_way = Event()

    def bobs_save() -> Decimal | None:
        with app.app_context():
            under_way.set()
            bob = person(engine, "bob")
            try:
                rules.save(bob, campaign(bob), paper(bob, "4"), key=KEY, version=1)
            except rules.StaleLine as stale:
                return stale.need.wanted if stale.need else None
            finally:
                bob.session.close()
        return None

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(bobs_save)
        under_way.wait(5)
        alice.session.commit()
        assert told.result(10) == Decimal(7)


def test_two_first_lines_start_one_declaration(viewer: LookAs, app: Flask, engine: Engine) -> None:
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice), key=KEY)

    def bobs_save() -> None:
        with app.app_context():
            bob = person(engine, "bob")
            rules.save(bob, campaign(bob), paper(bob), key=OTHER)
            bob.session.commit()
            bob.session.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(bobs_save)
        alice.session.commit()
        done.result(10)
    assert {need.key for need in queries.lines(alice, campaign(alice))} == {KEY, OTHER}
