"""What a firm allows itself to order in a quarter: its own business, and a question of who may go above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from pooling.access.scope import ForeignWriteError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.quarters import days_of, quarter_of
from pooling.journal.models import Entry
from pooling.needs import approval, inside_queries, rules
from pooling.needs.ceiling import Gauge, gauge, set_ceiling
from pooling.needs.models import Answer, Ceiling, InnerNote
from tests.needs.acts import KEY, OTHER, Browse, LookAs, campaign, described, member, paper
from tests.needs.test_approval import choose, code_of


def limit(viewer: LookAs, amount: str | None, who: str = "alice") -> None:
    person = viewer(who)
    set_ceiling(person, None if amount is None else Decimal(amount))
    person.session.commit()


def spend(viewer: LookAs, price: str, who: str = "bob", key: str = KEY) -> Viewer:
    """Two cartons at this price."""
    person = viewer(who)
    rules.save(person, campaign(person), paper(person, present_price=Decimal(price)), key=key)
    person.session.commit()
    return person


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_every_day_lies_in_its_quarter(day: date) -> None:
    first, after = days_of(*quarter_of(Campaign(delivery_from=day)))
    assert first <= day < after
    assert (after - first).days in {90, 91, 92}


def test_only_an_approver_sets_it_and_the_newest_holds(viewer: LookAs) -> None:
    bob = viewer("bob")
    assert code_of(lambda: set_ceiling(bob, Decimal(5))) == "not_approver"
    for amount in ("100", "250.50"):
        limit(viewer, amount)
    bob = viewer("bob")
    assert inside_queries.ceiling(bob) == Decimal("250.50")
    assert [(each.amount, each.set_by) for each in inside_queries.ceilings(bob)] == [
        (Decimal("250.50"), "Alice"),
        (Decimal(100), "Alice"),
    ]
    limit(viewer, None)
    again = viewer("bob")
    assert gauge(again, campaign(again)) is None


@pytest.mark.parametrize("amount", ["0", "-1", "1000000000000"])
def test_a_ceiling_that_nobody_can_mean_is_refused(viewer: LookAs, amount: str) -> None:
    with pytest.raises(Refusal):
        set_ceiling(viewer("alice"), Decimal(amount))


def test_the_gauge_adds_up_the_campaigns_of_a_quarter_and_names_what_has_no_price(viewer: LookAs) -> None:
    limit(viewer, "100")
    system = viewer("system")
    one, other, later = (campaign(system, code) for code in ("T1", "T2", "T0"))
    other.delivery_from = one.delivery_from
    for each in (one, other, later):
        each.state = State.OPEN
    later.delivery_from = date(2019, 1, 1)
    lines = ((one, "10", KEY), (other, "20.25", OTHER), (later, "999", "c" * 32))
    for each, price, key in lines:
        rules.save(system, each, paper(system, present_price=Decimal(price)), key=key, member=member(system))
    rules.save(system, one, described(system), key="d" * 32, member=member(system))
    bob = viewer("bob")
    found = gauge(bob, campaign(bob))
    assert found is not None
    assert (found.used, found.unpriced, found.percent, found.is_over) == (Decimal("60.50"), 1, 60, False)
    assert (found.year, found.quarter) == quarter_of(campaign(bob))


@pytest.mark.parametrize(
    ("used", "percent", "near", "over"),
    [("79.99", 79, False, False), ("80", 80, True, False), ("100", 100, True, False), ("100.01", 100, True, True)],
)
def test_a_hundred_percent_is_not_above(used: str, percent: int, near: bool, over: bool) -> None:
    found = Gauge(2027, 1, Decimal(100), Decimal(used), 0)
    assert (found.percent, found.is_near, found.is_over) == (percent, near, over)


def test_above_it_only_an_approver_submits_and_says_why(viewer: LookAs) -> None:
    limit(viewer, "50")
    bob = spend(viewer, "30")
    assert code_of(lambda: rules.submit(bob, campaign(bob))) == "above_ceiling"
    alice = viewer("alice")
    assert code_of(lambda: rules.submit(alice, campaign(alice))) == "no_reason"
    assert rules.submit(alice, campaign(alice), reason=" panne de la rectifieuse ").answer == Answer.SUBMITTED
    notes = inside_queries.notes(alice, campaign(alice), alice.firm)
    assert [note.text for note in notes] == ["panne de la rectifieuse"]


def test_within_it_anybody_submits(viewer: LookAs) -> None:
    limit(viewer, "60")
    bob = spend(viewer, "30")
    assert rules.submit(bob, campaign(bob)).answer == Answer.SUBMITTED


def test_with_approval_the_reason_is_the_approvers(viewer: LookAs) -> None:
    choose(viewer)
    limit(viewer, "50")
    bob = spend(viewer, "30")
    assert rules.submit(bob, campaign(bob)).answer == Answer.AWAITING
    alice = viewer("alice")
    assert code_of(lambda: approval.approve(alice, campaign(alice))) == "no_reason"
    assert approval.approve(alice, campaign(alice), "accord du gérant").answer == Answer.SUBMITTED


@pytest.mark.parametrize("who", ["brigitte", "adele", "conrad", "charlie", "dora"])
def test_nobody_else_reads_it_or_why_it_was_passed(viewer: LookAs, who: str) -> None:
    limit(viewer, "50")
    spend(viewer, "30")
    alice = viewer("alice")
    rules.submit(alice, campaign(alice), reason="panne de la rectifieuse")
    alice.session.commit()
    other = viewer(who)
    assert not other.session.scalars(select(Ceiling)).all()
    assert not other.session.scalars(select(InnerNote)).all()
    said = [str(vars(entry)) for entry in other.session.scalars(select(Entry))]
    assert not [text for text in said if "rectifieuse" in text or "ceiling" in text]


def test_nobody_else_writes_it_either(viewer: LookAs) -> None:
    buyer = viewer("brigitte")
    buyer.session.add(Ceiling(member_id=member(buyer).id, amount=Decimal(1), set_by="Brigitte"))
    with pytest.raises(ForeignWriteError):
        buyer.session.flush()


# --- on screen ---


def test_the_page_takes_an_amount_as_people_type_it(browse: Browse, viewer: LookAs) -> None:
    answer = browse("alice").post("/needs/ceiling", data={"amount": "12 000,50 €"})
    assert answer.status_code == 303
    assert inside_queries.ceiling(viewer("bob")) == Decimal("12000.50")
    for who in ("alice", "bob"):
        page = browse(who).get("/needs/ceiling").text
        assert "12\u202f000,50" in page
        assert ('name="amount"' in page) == (who == "alice")


def test_what_cannot_be_read_stays_in_the_field(browse: Browse) -> None:
    answer = browse("alice").post("/needs/ceiling", data={"amount": "beaucoup"})
    assert answer.status_code == 422
    assert "beaucoup" in answer.text


def test_an_enterer_may_look_and_not_set(browse: Browse, viewer: LookAs) -> None:
    assert browse("bob").post("/needs/ceiling", data={"amount": "5"}).status_code == 422
    assert inside_queries.ceiling(viewer("bob")) is None


def test_each_save_tells_the_gauge(browse: Browse, viewer: LookAs) -> None:
    limit(viewer, "50")
    told = []
    for version, price in (("", "20"), ("1", "22"), ("2", "26")):
        line = {"what": "PAP-A4", "quantity": "2", "unit": "carton de 5", "site": "ARV-1", "price": price}
        answer = browse("bob").post(f"/needs/T1/lines/{KEY}", data={**line, "version": version})
        gauge = answer.get_json()["total"]["gauge"]
        told.append((gauge["tone"], gauge["percent"], gauge["width"]))
    assert told == [("warn", 80, 80), ("warn", 88, 88), ("bad", 104, 100)]
    assert "data-gauge" in browse("bob").get("/needs/T1").text


def test_without_a_ceiling_there_is_no_gauge(browse: Browse) -> None:
    assert "data-gauge" not in browse("bob").get("/needs/T1").text


def test_above_it_the_recap_says_who_can_submit(browse: Browse, viewer: LookAs) -> None:
    limit(viewer, "50")
    spend(viewer, "30")
    bob, alice = browse("bob"), browse("alice")
    page = bob.get("/needs/T1/recap").text
    assert "Alice" in page
    assert "/needs/T1/submit" not in page
    assert bob.post("/needs/T1/submit", data={"aware": "1"}).location.endswith("/recap")
    assert 'name="reason"' in alice.get("/needs/T1/recap").text
    alice.post("/needs/T1/submit", data={"aware": "1", "reason": "accord du gérant"})
    assert "accord du gérant" in bob.get("/needs/T1/recap").text
    assert "accord du gérant" not in browse("brigitte").get("/needs/T1/answers/ARV").text
