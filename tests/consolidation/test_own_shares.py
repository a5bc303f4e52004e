"""What a firm gets, and why: its own figures in plain sentences, and nothing from which the rest could be told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Policy, Way
from pooling.campaigns.models import State
from pooling.consolidation import buying, packing
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.needs.models import Need
from tests.consolidation.entering import Wish, campaign_coded, close, enter
from tests.consolidation.test_packing import flexible, sold_in

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
WISHES = (
    Wish("ARV", "PAP-A4", "7713"),
    Wish("GIF", "PAP-A4", "6829"),
    Wish("SOE", "PAP-A4", "4637"),
    Wish("ARV", "Éponge rare", "2.5", unit="KGM", family="EPI > Gants"),
)
PAGE = "/consolidation/shares/T1"
# what the three of them come to, and the packs and the surplus of it
TOTALS = ("19179", "19 179", "19 180", "19180", "3836", "3 836")


@pytest.fixture
def undecided(viewer: LookAs) -> None:
    """Paper is sold in fives, and nobody accepts more or less."""
    system = viewer("system")
    sold_in(system)
    enter(system, *WISHES)
    consolidate(system, close(system))
    system.session.commit()


def decide(viewer: LookAs, way: Way, policy: Policy = Policy.PRO_RATA) -> None:
    system = viewer("system")
    campaign = campaign_coded(system, "T1")
    pool = system.session.scalars(select(Pool).where(Pool.item_id.is_not(None))).one()
    buying.buy(system, campaign, pool, packing.bought_now(pool), policy, way, agreed=True)
    system.session.commit()


def read(browse: Browse, who: str) -> str:
    """Spaces of every kind as one."""
    return browse(who).get(PAGE).text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.usefixtures("undecided")
def test_what_the_buyers_have_not_settled_is_said_to_be_open(browse: Browse) -> None:
    page = read(browse, "alice")
    assert "pas encore réglé" in page
    assert "7 713 ramettes" in page  # what it asked for
    assert "2,5 kilogrammes" in page
    assert "comme demandé" in page


@pytest.mark.usefixtures("undecided")
@pytest.mark.parametrize("who", ["alice", "charlie", "dora", "conrad"])
@pytest.mark.parametrize("way", [Way.BUY_UP, Way.CARRY_OVER, Way.BUY_DOWN, Way.FLEX_UP])
def test_a_firm_reads_its_own_figures_alone(browse: Browse, viewer: LookAs, who: str, way: Way) -> None:
    """A sister firm and a buyer who works for a firm too."""
    decide(viewer, way)
    own = {"alice": "7 713", "charlie": "6 829", "conrad": "6 829", "dora": "4 637"}
    page = read(browse, who)
    assert own[who] in page
    assert not [figure for figure in {*own.values()} - {own[who]} if figure in page]
    assert not [total for total in TOTALS if total in page]
    assert "Éponge" not in page or who == "alice"


@pytest.mark.usefixtures("undecided")
def test_less_than_asked_is_told_with_its_reason_and_its_rule(browse: Browse, viewer: LookAs) -> None:
    decide(viewer, Way.BUY_DOWN, Policy.LEXIMIN)
    shares = viewer("system").session.scalars(select(Share).where(Share.allocated != Share.asked)).all()
    assert {(share.policy, share.way) for share in shares} == {("leximin", "buy_down")}
    pages = [read(browse, who) for who in ("alice", "charlie", "dora")]
    assert sum("conditionnements entiers" in page for page in pages) == len({share.member_id for share in shares})
    assert sum("en pourcentage" in page or "pour cent" in page or " %" in page for page in pages) >= 1


@pytest.mark.usefixtures("undecided")
def test_what_waits_for_the_next_quarter_is_told(browse: Browse, viewer: LookAs) -> None:
    decide(viewer, Way.CARRY_OVER)
    pages = "".join(read(browse, who) for who in ("alice", "charlie", "dora"))
    assert "trimestre suivant" in pages or "prochain trimestre" in pages


def test_a_line_that_gets_more_within_what_it_accepts_says_so(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    sold_in(system)
    enter(system, Wish("ARV", "PAP-A4", "7"), Wish("GIF", "PAP-A4", "6"))
    flexible(system, plus="2")
    consolidate(system, close(system))
    system.session.commit()
    page = read(browse, "alice")
    assert "7 ramettes" in page
    assert "9 ramettes" in page or "8 ramettes" in page


@pytest.mark.usefixtures("undecided")
def test_a_line_that_changed_since_is_not_explained_by_what_it_was(browse: Browse, viewer: LookAs) -> None:
    decide(viewer, Way.BUY_UP)
    system = viewer("system")
    need = system.session.scalars(select(Need).where(Need.adjusted == Decimal(7713))).one()
    need.adjusted = need.wanted = need.base_wanted = Decimal(9000)
    system.session.commit()
    assert "pas encore réglé" in read(browse, "alice")


@pytest.mark.usefixtures("undecided")
@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.CANCELLED])
def test_there_is_no_such_page_before_the_lines_are_grouped(browse: Browse, viewer: LookAs, state: State) -> None:
    never = browse("alice").get("/nowhere").data
    system = viewer("system")
    campaign_coded(system, "T1").state = state
    system.session.commit()
    answer = browse("alice").get(PAGE)
    assert (answer.status_code, answer.data) == (404, never)
    assert "shares/T1" not in browse("alice").get("/needs/").text


@pytest.mark.usefixtures("undecided")
def test_the_way_to_it_is_on_the_first_page_and_on_the_recap(browse: Browse) -> None:
    for address in ("/needs/", "/needs/T1/recap"):
        assert f'href="{PAGE}"' in browse("alice").get(address).text
    assert browse("brigitte").get(PAGE).status_code == 404


def test_a_firm_without_lines_is_told_so(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, Wish("GIF", "PAP-A4", "6"))
    consolidate(system, close(system))
    system.session.commit()
    assert 'class="empty"' in read(browse, "alice")
    assert "shares/T1" not in browse("alice").get("/needs/").text
