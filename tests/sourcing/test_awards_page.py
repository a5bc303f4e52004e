from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.sourcing.models import Award
from tests.consolidation.entering import Wish
from tests.sourcing.stage import consolidated, pools

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
WISHES = (
    Wish("ARV", "PAP-A4", "60"),
    Wish("GIF", "PAP-A4", "60"),
    Wish("SOE", "Éponge rare", "2.5", unit="KGM", family="EPI > Gants", supplier="Spongex", price="3"),
    Wish("ARV", "Éponge rare", "4", unit="KGM", family="EPI > Gants", supplier="Autre & Fils"),
)


@pytest.fixture
def made(viewer: LookAs) -> dict[str, int]:
    """Numbers of the pools of a consolidated campaign, by unit."""
    system = viewer("system")
    consolidated(system, *WISHES)
    numbers = {pool.unit: pool.id for pool in pools(system)}
    system.session.commit()
    return numbers


def test_from_proposal_to_orders(browse: Browse, made: dict[str, int]) -> None:
    buyer = browse("brigitte")
    page = buyer.get("/sourcing/T1").text
    assert "/sourcing/T1/propose" in page
    assert "/orders/create/T1" not in page
    assert buyer.post("/sourcing/T1/propose").status_code == 303
    page = buyer.get("/sourcing/T1").text
    assert "PAPETO" in page
    assert "456,00" in page  # 120 reams at 3.80
    assert "TOUTPRO" in page  # the other agreement
    answer = buyer.post("/sourcing/T1/choose", data={"pool": [made["KGM"]], "supplier": "OUTIL"})
    assert answer.status_code == 303
    page = buyer.get("/sourcing/T1").text
    assert "/orders/create/T1" in page


def test_as_the_firms_named_them(browse: Browse, viewer: LookAs, made: dict[str, int]) -> None:
    buyer = browse("brigitte")
    assert buyer.post("/sourcing/T1/as-named").status_code == 303
    page = buyer.get("/sourcing/T1?q=eponge").text
    assert "Spongex" in page
    assert "Autre &amp; Fils" in page
    assert "7,50" in page
    assert viewer("system").session.scalar(select(func.count()).select_from(Award)) == 3
    assert len(made) == 2


def test_withdrawing_the_ticked_pools_keeps_the_filter(browse: Browse, viewer: LookAs, made: dict[str, int]) -> None:
    buyer = browse("brigitte")
    buyer.post("/sourcing/T1/propose")
    answer = buyer.post("/sourcing/T1/withdraw?q=papier&page=3&code=x", data={"pool": [made["RM"]]})
    assert (answer.status_code, answer.location) == (303, "/sourcing/T1?q=papier")
    assert viewer("system").session.scalar(select(func.count()).select_from(Award)) == 0


@pytest.mark.parametrize("supplier", ["", "NOBODY"])
def test_without_a_supplier_nothing_happens_and_the_ticks_stay(
    browse: Browse, viewer: LookAs, made: dict[str, int], supplier: str
) -> None:
    answer = browse("brigitte").post("/sourcing/T1/choose", data={"pool": [made["RM"]], "supplier": supplier})
    assert answer.status_code == 422
    assert answer.text.count("checked") == 1
    assert viewer("system").session.scalar(select(func.count()).select_from(Award)) == 0


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("ticked", [[], ["x"], ["999999999"], ["9" * 40]])
def test_nothing_ticked_is_said_and_the_supplier_stays_chosen(browse: Browse, ticked: list[str]) -> None:
    answer = browse("brigitte").post("/sourcing/T1/choose", data={"pool": ticked, "supplier": "OUTIL"})
    assert answer.status_code == 422
    assert 'value="OUTIL" selected' in answer.text


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", {"PAP-A4", "Éponge"}),
        ("?supplier=-", {"Éponge"}),
        ("?supplier=PAPETO", {"PAP-A4"}),
        ("?family=epi", {"Éponge"}),
        ("?q=ramette&sort=-amount", {"PAP-A4"}),
        ("?supplier=NOBODY", set()),
    ],
)
def test_the_list_is_filtered(browse: Browse, asked: str, shown: set[str]) -> None:
    buyer = browse("brigitte")
    buyer.post("/sourcing/T1/propose")
    answer = buyer.get(f"/sourcing/T1{asked}")
    _, _, table = answer.text.partition('id="awards"')
    assert {word for word in ("PAP-A4", "Éponge") if word in table} == shown


def test_a_conflicted_buyer_never_reads_a_rivals_price(browse: Browse, viewer: LookAs) -> None:
    system = viewer("system")
    consolidated(system, Wish("GIF", "vis", "1"), Wish("ARV", "colle", "1", price="77.77", supplier="Colle"))
    system.session.commit()
    assert browse("brigitte").post("/sourcing/T1/as-named").status_code == 303
    assert "77,77" in browse("brigitte").get("/sourcing/T1").text
    assert "77,77" not in browse("conrad").get("/sourcing/T1").text


def test_pools_of_another_campaign_are_not_touched(browse: Browse, made: dict[str, int]) -> None:
    answer = browse("brigitte").post("/sourcing/T0/choose", data={"pool": [made["RM"]], "supplier": "OUTIL"})
    assert answer.status_code == 422


def test_a_campaign_that_is_not_grouped_says_what_to_do(browse: Browse) -> None:
    buyer = browse("brigitte")
    page = buyer.get("/sourcing/T1").text
    assert 'class="empty"' in page
    assert "/consolidation/T1" in page
    assert buyer.post("/sourcing/T1/propose").status_code == 422


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("person", ["alice", "adele"])
def test_who_does_not_buy_for_the_group_sees_nothing(browse: Browse, person: str) -> None:
    somebody = browse(person)
    assert somebody.get("/sourcing/").status_code == 404
    assert somebody.get("/sourcing/T1").status_code == 404
    for verb in ("propose", "as-named", "choose", "withdraw"):
        assert somebody.post(f"/sourcing/T1/{verb}").status_code == 404


def test_the_room_lists_what_waits_for_suppliers(browse: Browse, made: dict[str, int]) -> None:
    page = browse("brigitte").get("/sourcing/").text
    assert 'href="/sourcing/T1"' in page
    assert 'href="/sourcing/T2"' not in page
    assert len(made) == 2
