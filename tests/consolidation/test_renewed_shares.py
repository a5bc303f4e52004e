"""Who renews last quarter before anything was ordered reads what its own lines were allocated, as on the page of its
shares, or that nothing is known."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Way
from pooling.campaigns.models import State
from pooling.consolidation.rules import consolidate
from pooling.db import now
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_own_shares import WISHES, decide
from tests.consolidation.test_packing import sold_in

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
UNKNOWN = "On ne sait pas encore ce que votre entreprise obtient"


def next_quarter(system: Viewer) -> None:
    following = campaign_coded(system, "T2")
    following.state, following.opens_at = State.OPEN, now() - timedelta(days=1)
    following.closes_at = now() + timedelta(days=9)
    system.session.commit()


@pytest.fixture
def shared(viewer: LookAs) -> None:
    """Paper in fives that nobody has settled, and a description that comes as asked."""
    system = viewer("system")
    sold_in(system)
    enter(system, *WISHES)
    consolidate(system, close(system))
    next_quarter(system)


def got(browse: Browse, who: str = "alice", address: str = "/needs/T2/renew") -> list[str]:
    """What stands in the column of what was got, spaces of every kind as one."""
    page = re.sub(r"[\s\u202f\xa0]+", " ", browse(who).get(address).text)
    cells = re.findall(r'data-label="Obtenu".*?</td>', page)
    return [re.sub(r"<[^>]+>", " ", each.partition(">")[2]).strip() for each in cells]


def moved(viewer: LookAs, state: State) -> None:
    system = viewer("system")
    close(system, state=state)
    system.session.commit()


@pytest.mark.usefixtures("shared")
def test_what_is_allocated_stands_beside_what_was_asked_and_may_still_change(browse: Browse, viewer: LookAs) -> None:
    assert got(browse)[0] == "pas encore connu"
    assert got(browse)[1].split("  ")[0].startswith("2,5 kilogrammes")
    decide(viewer, Way.BUY_DOWN)
    paper, sponge = got(browse)
    assert re.fullmatch(r"7 71[0-3] ramettes +attribué, peut encore changer", paper)
    assert "attribué" in sponge
    page = browse("alice").get("/needs/T2/renew").text
    assert UNKNOWN not in page


@pytest.mark.usefixtures("shared")
def test_the_figure_is_that_of_the_page_of_ones_shares(browse: Browse, viewer: LookAs) -> None:
    decide(viewer, Way.CARRY_OVER)
    for who in ("alice", "charlie", "dora"):
        shares = re.sub(r"[\s\u202f\xa0]+", " ", browse(who).get("/consolidation/shares/T1").text)
        figure = re.match(r"[\d ]+ ramettes", got(browse, who)[0])
        assert figure is not None
        assert figure[0] in shares


@pytest.mark.usefixtures("shared")
def test_a_firm_reads_its_own_alone_and_a_buyer_at_its_desk_reads_it_too(browse: Browse, viewer: LookAs) -> None:
    decide(viewer, Way.BUY_DOWN)
    (hers, _sponge), (his,) = got(browse), got(browse, "charlie")
    assert hers != his
    assert got(browse, "brigitte", "/needs/T2/answers/GIF/entry/renew") == [his]
    assert browse("charlie").get("/needs/T2/answers/ARV/entry/renew").status_code in {403, 404}


def test_before_the_lines_are_grouped_it_says_plainly_that_nothing_is_known(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, Wish("ARV", "PAP-A4", "10"))
    close(system)
    next_quarter(system)
    assert got(browse) == ["–"]
    assert UNKNOWN in browse("alice").get("/needs/T2/renew").text


@pytest.mark.usefixtures("shared")
def test_once_the_campaign_is_over_it_no_longer_changes(browse: Browse, viewer: LookAs) -> None:
    decide(viewer, Way.BUY_DOWN)
    moved(viewer, State.ORDERED)
    assert got(browse)[0].endswith("attribué")


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("state", [State.CANCELLED, State.CLOSED])
def test_of_a_campaign_that_was_cancelled_or_taken_back_nothing_is_known(
    browse: Browse, viewer: LookAs, state: State
) -> None:
    decide(viewer, Way.BUY_DOWN)
    moved(viewer, state)
    assert got(browse) == ["–", "–"]
