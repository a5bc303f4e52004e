from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import State
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.queries import pools
from pooling.consolidation.rules import consolidate
from pooling.journal.looks import VERB
from pooling.journal.models import Entry
from tests.consolidation.entering import Wish, campaign_coded, close, enter

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
WISHES = (
    Wish("ARV", "PAP-A4", "3", pack="carton de 5", price="20.5", site="ARV-2"),
    Wish("GIF", "PAP-A4", "7", price="4.2"),
    Wish("SOE", "Éponge rare", "2.5", unit="KGM", family="EPI > Gants"),
)


@pytest.fixture
def made(viewer: LookAs) -> dict[str | None, int]:
    """Numbers of the pools of a consolidated campaign, by item code."""
    system = viewer("system")
    enter(system, *WISHES)
    campaign = close(system)
    consolidate(system, campaign)
    numbers = {row.item_code: row.id or 0 for row in pools(system, campaign)}
    system.session.commit()
    return numbers


def test_an_open_campaign_shows_a_preview_and_nothing_to_press(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES)
    system.session.commit()
    page = browse("brigitte").get("/consolidation/T1").text
    assert "PAP-A4" in page
    assert "Éponge rare" in page
    assert "/consolidation/T1/consolidate" not in page


def test_a_buyer_closes_then_groups_then_sees_the_pools(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    enter(system, *WISHES)
    close(system)
    system.session.commit()
    buyer = browse("brigitte")
    assert "/consolidation/T1/consolidate" in buyer.get("/consolidation/T1").text
    answer = buyer.post("/consolidation/T1/consolidate")
    assert (answer.status_code, answer.location) == (303, "/consolidation/T1")
    page = buyer.get("/consolidation/T1").text
    assert "/sourcing/T1" in page
    number = viewer("system").session.scalars(select(Pool.id).where(Pool.quantity == Decimal(22))).one()
    assert f"/consolidation/T1/{number}" in page


def test_grouping_an_open_campaign_is_refused_in_a_sentence(browse: Browse) -> None:
    assert browse("brigitte").post("/consolidation/T1/consolidate").status_code == 422


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"PAP-A4", "Éponge"}),
        ("?q=eponge", {"Éponge"}),
        ("?q=a4+ramette", {"PAP-A4"}),
        ("?q=pap-a4", {"PAP-A4"}),
        ("?shared=1", {"PAP-A4"}),
        ("?family=epi", {"Éponge"}),
        ("?sort=-value&page=999", {"PAP-A4", "Éponge"}),
        ("?sort=nonsense&page=-1&family=", {"PAP-A4", "Éponge"}),
        ("?q=nothing+like+it", set()),
    ],
)
def test_the_list_is_filtered(browse: Browse, asked: str, shown: set[str]) -> None:
    answer = browse("brigitte").get(f"/consolidation/T1{asked}")
    assert answer.status_code == 200
    _, _, table = answer.text.partition('id="pools"')
    assert {word for word in ("PAP-A4", "Éponge") if word in table} == shown


def test_the_lines_behind_a_pool_and_the_look_at_them(
    browse: Browse, viewer: LookAs, made: dict[str | None, int]
) -> None:
    answer = browse("brigitte").get(f"/consolidation/T1/{made['PAP-A4']}")
    page = answer.text
    answer.close()  # the look is written once the answer is out
    for shown in ("Ateliers de l&#39;Arve", "Atelier du bas", "carton de 5", "20,50", "Mécanique du Giffre"):
        assert shown in page
    looked = viewer("system").session.scalars(select(Entry).where(Entry.verb == VERB)).all()
    assert {entry.subject for entry in looked} == {f"pool:T1/{made['PAP-A4']}"}
    assert len(looked) == 2


def test_a_conflicted_buyer_sees_the_total_but_not_the_lines_of_rivals(
    browse: Browse, made: dict[str | None, int]
) -> None:
    page = browse("conrad").get(f"/consolidation/T1/{made['PAP-A4']}").text
    assert "22" in page
    assert "Giffre" in page
    assert "Arve" not in page
    assert "20,50" not in page
    listing = browse("conrad").get("/consolidation/T1").text
    assert "20,50" not in listing
    assert "90,90" not in listing  # 3 × 20.50 + 7 × 4.20, of which he would know his own part


def test_a_refused_move_keeps_what_was_ticked(
    browse: Browse, viewer: LookAs, leave: Callable[[], None], made: dict[str | None, int]
) -> None:
    number = made["PAP-A4"]
    share = viewer("system").session.scalars(select(Share.id).where(Share.pool_id == number)).first()
    leave()
    answer = browse("brigitte").post(f"/consolidation/T1/{number}/move", data={"share": share, "target": ""})
    assert answer.status_code == 422
    assert "Choisissez la ligne groupée" in answer.text
    box = answer.text.partition(f'value="{share}"')[2].partition(">")[0]
    assert "checked" in box


def test_a_pool_of_another_campaign_is_not_there(browse: Browse, made: dict[str | None, int]) -> None:
    assert browse("brigitte").get(f"/consolidation/T0/{made['PAP-A4']}").status_code == 404
    assert browse("brigitte").get("/consolidation/T1/999999").status_code == 404
    assert browse("brigitte").get("/consolidation/NONE").status_code == 404


@pytest.mark.parametrize("person", ["alice", "adele"])
def test_who_does_not_buy_for_the_group_sees_nothing(browse: Browse, made: dict[str | None, int], person: str) -> None:
    somebody = browse(person)
    for address in ("/consolidation/", "/consolidation/T1", f"/consolidation/T1/{made['PAP-A4']}"):
        assert somebody.get(address).status_code == 404
    assert somebody.post("/consolidation/T1/consolidate").status_code == 404


def test_a_reopened_campaign_says_that_its_pools_are_of_an_earlier_revision(
    browse: Browse, viewer: LookAs, made: dict[str | None, int]
) -> None:
    before = browse("brigitte").get(f"/consolidation/T1/{made['PAP-A4']}").text.count("tone-warn")
    system = viewer("system")
    campaign_coded(system, "T1").state = State.OPEN
    system.session.commit()
    assert browse("brigitte").get(f"/consolidation/T1/{made['PAP-A4']}").text.count("tone-warn") == before + 1
    assert "tone-warn" in browse("brigitte").get("/consolidation/T1").text


def test_the_room_lists_campaigns_and_an_empty_one_says_so(browse: Browse) -> None:
    buyer = browse("brigitte")
    page = buyer.get("/consolidation/").text
    assert 'href="/consolidation/T1"' in page
    assert 'href="/consolidation/T2"' not in page
    assert 'class="empty"' in buyer.get("/consolidation/T1").text
