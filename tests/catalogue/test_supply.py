"""Suppliers, agreements and their prices."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.catalogue import checks, queries, supply, supply_queries
from pooling.journal.models import Entry

Browse = Callable[[str | None], FlaskClient]
Enter = Callable[[str], Viewer]
SUPPLIER = {"name": "Gaz de l'Arve", "email": "", "language": "fr"}
TIERS = {"thresholds-0": "1", "prices-0": "4,20", "thresholds-1": "100", "prices-1": "3,95"}


def prices(viewer: Viewer, reference: str, code: str) -> list[tuple[Decimal, Decimal]]:
    _, tiers = supply_queries.line_of(viewer, supply_queries.agreement(viewer, reference), queries.item(viewer, code))
    return [(tier.threshold, tier.unit_price) for tier in tiers]


def test_a_supplier_is_entered_changed_and_retired(browse: Browse, viewer: Enter) -> None:
    clerk = browse("adele")
    assert clerk.post("/catalogue/new-supplier", data={**SUPPLIER, "code": "GAZARV"}).status_code == 302
    changed = {**SUPPLIER, "terms": "30 jours\nfranco 150 €", "email": "adv@gaz.example"}
    assert clerk.post("/catalogue/suppliers/GAZARV/edit", data=changed).status_code == 302
    assert clerk.post("/catalogue/suppliers/GAZARV/switch", data={"active": "0"}).status_code == 303
    supplier = supply_queries.supplier(viewer("brigitte"), "GAZARV")
    assert (supplier.active, supplier.email) == (False, "adv@gaz.example")
    statement = select(Entry.verb).where(Entry.subject == "supplier:GAZARV").order_by(Entry.id)
    verbs = viewer("system").session.scalars(statement).all()
    assert verbs == ["catalogue.make_supplier", "catalogue.edit_supplier", "catalogue.deactivate"]


@pytest.mark.parametrize("wrong", [{"code": "papeto"}, {"name": ""}, {"email": "no"}, {"language": "xx"}])
def test_a_wrong_supplier_is_refused(browse: Browse, wrong: dict[str, str]) -> None:
    data = {**SUPPLIER, "code": "GAZARV", **wrong}
    assert browse("brigitte").post("/catalogue/new-supplier", data=data).status_code == 422


def test_an_agreement_gets_items_with_tiers(browse: Browse, viewer: Enter) -> None:
    clerk = browse("brigitte")
    head = {"reference": "AC-27", "supplier": "TOUTPRO", "valid_from": "2027-01-01", "valid_until": "2027-12-31"}
    assert clerk.post("/catalogue/new-agreement", data=head).status_code == 302
    line = {**TIERS, "item": "GAN-9", "minimum": "200", "multiple": "100"}
    assert clerk.post("/catalogue/agreements/AC-27/new-line", data=line).status_code == 303
    assert prices(viewer("adele"), "AC-27", "GAN-9") == [
        (Decimal(1), Decimal("4.20")), (Decimal(100), Decimal("3.95")),
    ]  # fmt: skip
    assert "GAN-9" in clerk.get("/catalogue/agreements/AC-27").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"thresholds-1": "1"},  # not rising
        {"thresholds-1": ""},
        {"prices-0": ""},
        {"prices-0": "-1"},
        {"prices-1": "abc"},
        {"item": "NO"},
        {"item": "PAP-A4"},  # priced already
        {"minimum": "-5"},
    ],
)
def test_a_wrong_price_is_refused_and_stays_on_the_page(browse: Browse, wrong: dict[str, str]) -> None:
    line = {**TIERS, "item": "GAN-9", **wrong}
    answer = browse("brigitte").post("/catalogue/agreements/AC-PAP/new-line", data=line)
    assert answer.status_code == 422
    assert "3,95" in answer.text or "prices-1" in wrong


def test_a_changed_price_replaces_the_tiers_and_an_unchanged_one_leaves_no_trace(browse: Browse, viewer: Enter) -> None:
    clerk = browse("brigitte")
    address = "/catalogue/agreements/AC-PAP/lines/PAP-A4"
    assert 'value="3,8"' in clerk.get(address).text
    data = {"supplier_reference": "PP-80", "thresholds-0": "0", "prices-0": "4,5"}
    assert [clerk.post(address, data=data).status_code for _ in range(2)] == [303, 303]
    assert prices(viewer("adele"), "AC-PAP", "PAP-A4") == [(Decimal(0), Decimal("4.5"))]
    entries = viewer("system").session.scalars(select(Entry).where(Entry.verb == "catalogue.edit_line")).all()
    assert len(entries) == 1
    assert entries[0].before == {
        "supplier_reference": "PP-80", "pack": None, "minimum": "0", "multiple": "0",
        "tiers": [["0", "4.2"], ["100", "3.8"]],
    }  # fmt: skip


def test_an_agreement_is_copied_to_the_next_year(browse: Browse, viewer: Enter, leave: Callable[[], None]) -> None:
    clerk = browse("brigitte")
    assert clerk.post("/catalogue/agreements/AC-PAP/copy", data={"reference": "AC-PAP-2"}).status_code == 303
    adele = viewer("adele")
    old, new = supply_queries.agreement(adele, "AC-PAP"), supply_queries.agreement(adele, "AC-PAP-2")
    assert new.valid_from == old.valid_from.replace(year=old.valid_from.year + 1)
    assert prices(adele, "AC-PAP-2", "PAP-A4") == prices(adele, "AC-PAP", "PAP-A4")
    leave()
    assert clerk.post("/catalogue/agreements/AC-PAP/copy", data={"reference": "ac-pap-2"}).status_code == 422


def test_a_line_is_removed(browse: Browse, viewer: Enter, leave: Callable[[], None]) -> None:
    address = "/catalogue/agreements/AC-PAP/lines/PAP-A4/remove"
    assert browse("brigitte").post(address).status_code == 303
    adele = viewer("adele")
    assert supply_queries.lines_of(adele, supply_queries.agreement(adele, "AC-PAP")) == []
    leave()
    assert browse("brigitte").post(address).status_code == 404


def test_an_agreement_does_not_end_before_it_begins(browse: Browse) -> None:
    dates = {"valid_from": "2027-02-01", "valid_until": "2027-01-31"}
    assert browse("brigitte").post("/catalogue/agreements/AC-PAP/edit", data=dates).status_code == 422


def test_only_prices_valid_on_the_day_are_found(viewer: Enter) -> None:
    buyer = viewer("brigitte")
    item = queries.item(buyer, "PAP-A4")
    today = datetime.now(UTC).date()
    found = supply_queries.agreement_lines(buyer, [item.id], today)
    assert {line.agreement.supplier.code for line, _ in found} == {"PAPETO", "TOUTPRO"}
    assert supply_queries.agreement_lines(buyer, [item.id], today + timedelta(days=2000)) == []
    supply.switch_supplier(buyer, supply_queries.supplier(buyer, "PAPETO"), active=False)
    assert len(supply_queries.agreement_lines(buyer, [item.id], today)) == 1


def test_members_find_no_price_at_all(viewer: Enter) -> None:
    alice = viewer("alice")
    assert supply_queries.agreement_lines(alice, [queries.item(alice, "PAP-A4").id], date(2026, 11, 23)) == []
    assert supply_queries.suppliers(alice) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(min_value=0, max_value=1000, places=2), min_size=1, max_size=6))
def test_tiers_are_taken_exactly_when_their_thresholds_rise(thresholds: list[Decimal]) -> None:
    pairs = [(threshold, Decimal(1)) for threshold in thresholds]
    if thresholds == sorted(set(thresholds)):
        assert checks.tiers(pairs) == pairs
    else:
        with pytest.raises(Refusal):
            checks.tiers(pairs)
