"""Who renews last quarter sees beside each line what was ordered for it, and nothing of another firm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.db import now
from pooling.needs.models import Need
from pooling.needs.outcomes import in_words
from pooling.orders.queries import ordered_of
from tests.consolidation.entering import Wish, enter
from tests.orders.world import World

Browse = Callable[[str], FlaskClient]


@pytest.fixture
def next_quarter(system: Viewer, ordered: World) -> Campaign:
    following = system.session.scalars(select(Campaign).where(Campaign.code == "T2")).one()
    following.state, following.opens_at = State.OPEN, now() - timedelta(days=1)
    system.session.commit()
    return following


@pytest.mark.usefixtures("next_quarter")
def test_what_was_ordered_stands_beside_what_was_asked(browse: Browse) -> None:
    page = " ".join(browse("alice").get("/needs/T2/renew").text.split())
    assert page.count("10 ramettes") == 2
    assert page.count(">commandé<") == 4


@pytest.mark.usefixtures("next_quarter")
def test_a_line_for_which_nothing_was_ordered_says_so(browse: Browse, system: Viewer) -> None:
    enter(system, Wish("ARV", "Ruban isolant", "4"))
    system.session.commit()
    page = browse("alice").get("/needs/T2/renew").text
    assert page.count(">rien de commandé<") == 1


def test_each_firm_reads_its_own_alone(viewer: Callable[[str], Viewer], ordered: World) -> None:
    alice = viewer("alice")
    campaign = alice.session.scalars(select(Campaign).where(Campaign.code == "T1")).one()
    mine = ordered_of(alice, campaign, alice.firm)
    assert sorted(mine.values()) == [Decimal(5), Decimal(10), Decimal(12), Decimal(200)]
    charlie = viewer("charlie")
    assert ordered_of(charlie, campaign, alice.firm) == {}


@pytest.mark.parametrize(
    ("wanted", "adjusted", "ordered", "told"),
    [
        ("3", "3", "3", "3 ramettes"),
        ("3", "3", "2.5", "2,5 ramettes"),
        ("3", "7", "7", "3 ramettes"),
        ("3", "7", "5", "5 ramettes"),
    ],
)
def test_it_is_told_as_it_was_entered_when_it_comes_out_even(
    app: Flask, wanted: str, adjusted: str, ordered: str, told: str
) -> None:
    need = Need(wanted=Decimal(wanted), adjusted=Decimal(adjusted), unit="RM")
    with app.test_request_context():
        assert in_words(need, Decimal(ordered)) == told
