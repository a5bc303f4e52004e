from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.journal.models import Entry
from pooling.orders import queries
from pooling.orders.models import Order
from pooling.orders.views import one as order_page
from tests.orders.world import World

Enter = Callable[[str], Viewer]
Browse = Callable[[str | None], FlaskClient]
PAGES = ["/orders/", "/orders/T1-PAPETO", "/orders/T1-PAPETO/workbook", "/orders/archive/T1", "/orders/create/T1"]


def fetch(client: FlaskClient, address: str) -> bytes:
    """To the end: looks are written after the answer."""
    with client.get(address) as answer:
        data: bytes = answer.data
    return data


def entries(viewer: Enter, verb: str) -> list[Entry]:
    return list(viewer("system").session.scalars(select(Entry).where(Entry.verb == verb).order_by(Entry.id)))


@pytest.mark.usefixtures("ordered")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["alice", "charlie", "adele"])
def test_orders_are_for_buyers_alone(browse: Browse, who: str, page: str) -> None:
    assert browse(who).get(page).status_code == 404


@pytest.mark.usefixtures("ordered")
@pytest.mark.parametrize("page", PAGES)
def test_nobody_is_sent_to_sign_in(browse: Browse, page: str) -> None:
    assert browse(None).get(page).status_code == 302


@pytest.mark.parametrize(
    "page", ["/orders/T1-X", "/orders/T1-X/workbook", "/orders/archive/X", "/orders/archive/T1", "/orders/create/X"]
)
def test_what_does_not_exist_is_not_found(browse: Browse, page: str) -> None:
    assert browse("brigitte").get(page).status_code == 404


def test_without_orders_the_listing_says_where_they_come_from(browse: Browse) -> None:
    answer = browse("brigitte").get("/orders/")
    assert answer.status_code == 200
    assert "empty" in answer.text


@pytest.mark.usefixtures("ordered")
def test_the_listing_holds_each_order_and_filters_by_campaign(browse: Browse) -> None:
    brigitte = browse("brigitte")
    assert brigitte.get("/orders/").text.count("data-order=") == 3
    assert brigitte.get("/orders/?campaign=T1").text.count("data-order=") == 3
    assert brigitte.get("/orders/?campaign=T0").text.count("data-order=") == 0
    assert brigitte.get("/orders/?campaign=nowhere").status_code == 404


def test_the_listing_offers_to_prepare_what_is_ready(browse: Browse, system: Viewer, world: World) -> None:
    world.usual()
    system.session.commit()
    assert 'data-ready="T1"' in browse("brigitte").get("/orders/").text


@pytest.mark.usefixtures("ordered")
def test_an_order_shows_lines_split_and_what_is_to_be_confirmed(browse: Browse) -> None:
    page = browse("brigitte").get("/orders/T1-PAPETO").text
    assert page.count("data-line=") == 2
    for told in ("PP-80", "GAN-9", "Atelier du bas", "Quai Mécanique du Giffre", "Papéto SARL"):
        assert told in page


@pytest.mark.usefixtures("ordered")
def test_long_orders_come_in_pages(browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(order_page, "PAGE", 1)
    brigitte = browse("brigitte")
    for page, position in (("1", "1"), ("2", "2"), ("99", "2"), ("x", "1"), ("-4", "1")):
        text = brigitte.get(f"/orders/T1-PAPETO?page={page}").text
        assert text.count("data-line=") == 1
        assert f'data-line="{position}"' in text


@pytest.mark.usefixtures("ordered")
def test_looking_at_an_order_is_remembered_for_each_firm_in_it(browse: Browse, viewer: Enter, ordered: World) -> None:
    fetch(browse("brigitte"), "/orders/T1-OUTIL")
    (look,) = entries(viewer, "needs.look")
    assert (look.actor, look.subject, look.campaign) == ("Brigitte", "order:T1-OUTIL", "T1")
    assert look.member_id == ordered.members["ARV"].id


@pytest.mark.usefixtures("ordered")
def test_the_workbook_is_downloaded_under_its_name_and_its_hash_kept(browse: Browse, viewer: Enter) -> None:
    answer = browse("brigitte").get("/orders/T1-PAPETO/workbook")
    assert "T1_PAPETO.xlsx" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    assert openpyxl.load_workbook(BytesIO(answer.data)).sheetnames[0] == "Commande"
    answer.close()
    (taken,) = entries(viewer, "orders.download")
    assert taken.after == {"sha256": hashlib.sha256(answer.data).hexdigest()}
    assert len(entries(viewer, "needs.look")) == 3


@pytest.mark.usefixtures("ordered")
def test_the_zip_holds_every_order_and_is_the_same_each_time(browse: Browse, viewer: Enter) -> None:
    brigitte = browse("brigitte")
    first, second = (fetch(brigitte, "/orders/archive/T1") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert archive.namelist() == ["T1_OUTIL.xlsx", "T1_PAPETO.xlsx", "T1_TOUTPRO.xlsx"]
    assert len(entries(viewer, "orders.download")) == 6


@pytest.mark.usefixtures("ordered")
def test_a_conflicted_buyer_sees_totals_and_takes_no_workbook_of_barred_families(browse: Browse, viewer: Enter) -> None:
    conrad = browse("conrad")
    page = conrad.get("/orders/T1-PAPETO")
    assert page.status_code == 200
    assert 'id="withheld"' in page.text
    assert 'id="download"' not in page.text
    assert "PP-80" in page.text
    assert "Atelier du bas" not in page.text
    assert "data-partial" in page.text
    assert "data-partial" not in browse("brigitte").get("/orders/T1-PAPETO").text
    assert conrad.get("/orders/T1-PAPETO/workbook").status_code == 404
    assert entries(viewer, "orders.download") == []


@pytest.mark.usefixtures("ordered")
def test_a_conflicted_buyers_zip_leaves_those_orders_out(browse: Browse) -> None:
    with zipfile.ZipFile(BytesIO(browse("conrad").get("/orders/archive/T1").data)) as archive:
        assert archive.namelist() == ["T1_OUTIL.xlsx", "T1_TOUTPRO.xlsx"]


def test_creating_is_asked_with_figures_and_changes_nothing(
    browse: Browse, viewer: Enter, system: Viewer, world: World
) -> None:
    world.usual()
    system.session.commit()
    page = browse("brigitte").get("/orders/create/T1")
    assert page.status_code == 200
    assert 'id="create-orders"' in page.text
    assert queries.orders(viewer("brigitte")) == []


def test_creating_makes_the_orders(browse: Browse, viewer: Enter, system: Viewer, world: World) -> None:
    world.usual()
    system.session.commit()
    answer = browse("brigitte").post("/orders/create/T1")
    assert answer.status_code == 303
    assert answer.location == "/orders/?campaign=T1"
    session = viewer("brigitte").session
    assert len(session.scalars(select(Order)).all()) == 3
    assert {order.currency for order in session.scalars(select(Order))} == {"EUR"}
    assert [entry.actor for entry in entries(viewer, "orders.create")] == ["Brigitte"] * 3


def test_creating_without_all_suppliers_changes_nothing(
    browse: Browse, viewer: Enter, system: Viewer, world: World
) -> None:
    world.usual()
    world.pool("Agrafes à cheval", [("ARV", "1", None)])
    system.session.commit()
    brigitte = browse("brigitte")
    page = brigitte.get("/orders/create/T1").text
    assert "Agrafes à cheval" in page
    assert 'id="create-orders"' not in page
    refused = brigitte.post("/orders/create/T1")
    assert refused.status_code == 422
    assert "Agrafes à cheval" in refused.text
    session = viewer("system").session
    assert session.scalars(select(Campaign.state).where(Campaign.code == "T1")).one() == State.CONSOLIDATED
    assert session.scalars(select(Order)).all() == []


def test_an_open_campaign_has_no_orders_yet(browse: Browse) -> None:
    page = browse("brigitte").get("/orders/create/T1")
    assert page.status_code == 200
    assert 'id="create-orders"' not in page.text
    assert browse("brigitte").post("/orders/create/T1").status_code == 422


@pytest.mark.usefixtures("ordered")
def test_orders_that_exist_are_not_created_again(browse: Browse) -> None:
    brigitte = browse("brigitte")
    assert brigitte.get("/orders/create/T1").location == "/orders/?campaign=T1"
    assert brigitte.post("/orders/create/T1").status_code == 422
