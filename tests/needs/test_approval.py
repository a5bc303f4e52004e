"""Bob enters, Alice says yes; without her yes nothing of their firm is ordered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from pooling.access.viewer import Role as RoleName
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.campaigns.rules import advance
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.rules import consolidate
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.members.people import edit_person, set_active
from pooling.members.queries import own_firm
from pooling.needs import approval, carried, inside_queries, late, queries, rules, waiting
from pooling.needs.late_models import LateLine
from pooling.needs.models import Answer, Need, Submission
from pooling.needs.writing import Writing
from tests.needs.acts import KEY, OTHER, LookAs, campaign, close, described, member, paper
from tests.needs.test_reminders import leave, person


def choose(viewer: LookAs, *, on: bool = True, who: str = "alice") -> None:
    chooser = viewer(who)
    approval.require(chooser, own_firm(chooser), on=on)
    chooser.session.commit()


def enter(viewer: LookAs, who: str = "bob", *, key: str = KEY, send: bool = False) -> None:
    clerk = viewer(who)
    rules.save(clerk, campaign(clerk), paper(clerk), key=key)
    if send:
        rules.submit(clerk, campaign(clerk))
    clerk.session.commit()


def held(system: Viewer) -> list[bool]:
    found = list(system.session.scalars(select(Need.held).order_by(Need.id)))
    system.session.commit()
    return found


def answer(system: Viewer) -> Submission:
    found = system.session.scalars(select(Submission).execution_options(populate_existing=True)).one()
    system.session.commit()
    return found


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_what_an_enterer_submits_awaits_an_approver(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    system = viewer("system")
    said = answer(system)
    assert (said.answer, said.asked_by, said.answered_at) == (Answer.AWAITING, "Bob", None)
    assert held(system) == [True]


def test_only_an_approver_approves_and_then_the_lines_count(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    bob = viewer("bob")
    assert code_of(lambda: approval.approve(bob, campaign(bob))) == "not_approver"
    alice = viewer("alice")
    versions = [need.version for need in queries.lines(alice, campaign(alice))]
    said = approval.approve(alice, campaign(alice))
    assert (said.answer, said.answered_by, said.asked_by) == (Answer.SUBMITTED, "Alice", "Bob")
    alice.session.commit()
    system = viewer("system")
    assert held(system) == [False]
    assert [need.version for need in system.session.scalars(select(Need))] == versions
    entry = system.session.scalars(select(Entry).where(Entry.verb == "needs.approve")).one()
    assert entry.after == {"answer": "submitted", "own_entry": False}


def test_an_approver_corrects_what_awaits_and_an_enterer_takes_it_back(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    bob = viewer("bob")
    assert code_of(lambda: rules.save(bob, campaign(bob), paper(bob, "3"), key=KEY, version=1)) == "answered"
    alice = viewer("alice")
    assert rules.save(alice, campaign(alice), paper(alice, "3"), key=KEY, version=1).held
    rules.save(alice, campaign(alice), described(alice), key=OTHER)
    alice.session.commit()
    assert held(viewer("system")) == [True, True]
    bob = viewer("bob")
    assert rules.reopen(bob, campaign(bob)).answer == Answer.DRAFT


def test_an_approver_sends_back_with_a_reason_that_stays_within_the_firm(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    alice = viewer("alice")
    assert code_of(lambda: approval.send_back(alice, campaign(alice), "  ")) == "no_reason"
    approval.send_back(alice, campaign(alice), "trop de ramettes")
    alice.session.commit()
    bob = viewer("bob")
    notes = inside_queries.notes(bob, campaign(bob), bob.firm)
    assert [(note.text, note.said_by) for note in notes] == [("trop de ramettes", "Alice")]
    buyer = viewer("brigitte")
    arv = member(buyer).id
    assert not inside_queries.notes(buyer, campaign(buyer), arv)
    assert "ramettes" not in str([vars(entry) for entry in buyer.session.scalars(select(Entry))])
    again = viewer("alice")
    assert code_of(lambda: approval.send_back(again, campaign(again), "encore")) == "not_sent"


def test_who_approves_their_own_entry_is_on_record_with_it(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, "alice", send=True)
    system = viewer("system")
    assert answer(system).answer == Answer.SUBMITTED
    entry = system.session.scalars(select(Entry).where(Entry.verb == "needs.approve")).one()
    assert entry.after == {"answer": "submitted", "own_entry": True}


def test_a_draft_of_such_a_firm_is_never_ordered(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer)
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), paper(charlie, "4"), key=OTHER)
    close(viewer)
    system = viewer("system")
    one = campaign(system)
    assert inside_queries.left_out(system, one) == inside_queries.LeftOut(lines=1, firms=1)
    consolidate(system, one)
    pool = system.session.scalars(select(Pool)).one()
    assert (pool.line_count, pool.member_count, str(pool.quantity.normalize())) == (1, 1, "2E+1")
    shares = system.session.scalars(select(Share.member_id)).all()
    assert shares == [member(system, "GIF").id]
    entry = system.session.scalars(select(Entry).where(Entry.verb == "consolidation.consolidate")).one()
    assert entry.after is not None
    assert entry.after["left_out"] == 1


def test_a_draft_of_any_other_firm_counts_as_before(viewer: LookAs) -> None:
    enter(viewer)
    close(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    assert system.session.scalars(select(Pool.line_count)).all() == [1]


@pytest.mark.parametrize("send", [True, False])
def test_after_the_closing_a_yes_still_counts_until_the_lines_are_grouped(viewer: LookAs, send: bool) -> None:
    choose(viewer)
    enter(viewer, send=send)
    close(viewer)
    alice = viewer("alice")
    if send:
        assert code_of(lambda: approval.send_back(alice, campaign(alice), "trop tard")) == "not_sent"
    assert code_of(lambda: rules.save(alice, campaign(alice), paper(alice), key=OTHER)) == "not_answerable"
    approval.approve(alice, campaign(alice))
    system = viewer("system")
    consolidate(system, campaign(system))
    assert system.session.scalars(select(Pool.line_count)).all() == [1]


def test_what_was_grouped_without_it_is_not_approved_afterwards(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    dora = viewer("dora")
    rules.save(dora, campaign(dora), paper(dora), key=OTHER)
    close(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    alice = viewer("alice")
    assert code_of(lambda: approval.approve(alice, campaign(alice))) == "too_late"


def test_a_firm_without_an_approver_cannot_ask_for_approval(viewer: LookAs) -> None:
    conrad = viewer("conrad")
    assert code_of(lambda: approval.require(conrad, own_firm(conrad), on=True)) == "not_approver"
    adele = viewer("adele")
    mol = member(adele, "MOL")
    assert code_of(lambda: approval.require(adele, mol, on=True)) == "no_approver"
    bob = viewer("bob")
    assert code_of(lambda: approval.require(bob, own_firm(bob), on=True)) == "not_approver"
    charlie = viewer("charlie")
    other = own_firm(charlie)
    assert code_of(lambda: approval.require(viewer("alice"), other, on=True)) == "not_approver"


def test_an_administrator_may_choose_for_a_firm_and_sees_nothing_of_it(viewer: LookAs) -> None:
    enter(viewer)
    adele = viewer("adele")
    approval.require(adele, member(adele), on=True)
    adele.session.commit()
    assert not adele.session.scalars(select(Need)).all()
    assert held(viewer("system")) == [True]
    alice = viewer("alice")
    entry = alice.session.scalars(select(Entry).where(Entry.verb == "needs.approval")).one()
    assert (entry.actor, entry.before, entry.after) == ("Adele", {"approval": False}, {"approval": True})


def test_the_last_approver_stays_while_approval_is_wanted(viewer: LookAs) -> None:
    choose(viewer)
    adele = viewer("adele")
    alice, bob = person(adele, "alice"), person(adele, "bob")
    roles = {role.name for role in alice.roles}
    assert roles == {"entry", "approver"}
    assert code_of(lambda: set_active(adele, alice, active=False)) == "last_approver"
    assert code_of(lambda: edit_person(adele, alice, "Alice", [RoleName.ENTRY])) == "last_approver"
    edit_person(adele, bob, "Bob", [RoleName.APPROVER])
    set_active(adele, alice, active=False)


def test_what_was_submitted_before_the_choice_stays_submitted(viewer: LookAs) -> None:
    enter(viewer, send=True)
    choose(viewer)
    system = viewer("system")
    assert held(system) == [False]
    assert answer(system).answer == Answer.SUBMITTED
    bob = viewer("bob")
    rules.reopen(bob, campaign(bob))
    bob.session.commit()
    assert held(viewer("system")) == [True]


def test_without_approval_again_what_was_sent_for_it_is_submitted(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    choose(viewer, on=False)
    system = viewer("system")
    said = answer(system)
    assert (said.answer, said.answered_by, said.approval) == (Answer.SUBMITTED, "Bob", False)
    assert said.answered_at is not None
    assert held(system) == [False]


def test_a_closed_campaign_keeps_what_held_at_its_closing(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer)
    close(viewer)
    choose(viewer, on=False)
    assert held(viewer("system")) == [True]


def test_lines_that_a_program_adds_to_what_was_approved_wait_with_the_rest(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, "alice", send=True)
    system = viewer("system")
    rules.enter_many(system, campaign(system), member(system), [paper(system)], keys=[OTHER])
    assert answer(system).answer == Answer.AWAITING
    assert held(system) == [True, True]


def test_a_reopened_campaign_goes_on_where_it_stood(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, "alice", send=True)
    close(viewer)
    system = viewer("system")
    advance(system, campaign(system), State.OPEN)
    assert held(system) == [False]


# --- who is written to ---


def recipients(system: Viewer, kind: str) -> list[str]:
    found = system.session.scalars(select(Letter.recipient).where(Letter.kind == f"needs.{kind}")).all()
    system.session.commit()
    return sorted(address.partition("@")[0] for address in found)


def test_approvers_get_one_mail_however_often_it_is_taken_back_and_sent(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    bob = viewer("bob")
    rules.reopen(bob, campaign(bob))
    rules.submit(bob, campaign(bob))
    bob.session.commit()
    assert recipients(viewer("system"), "approve") == ["alice"]
    alice = viewer("alice")
    approval.send_back(alice, campaign(alice), "sans les gants")
    bob = viewer("bob")
    rules.submit(bob, campaign(bob))
    system = viewer("system")
    assert recipients(system, "approve") == ["alice", "alice"]
    assert recipients(system, "returned") == ["bob"]


def test_the_mail_of_a_declaration_taken_back_does_not_leave(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    bob = viewer("bob")
    rules.reopen(bob, campaign(bob))
    counts, carried = leave(viewer("system"), datetime.now(UTC) + timedelta(minutes=1))
    assert (counts.unneeded, carried) == (1, {})


# --- a buyer on the telephone, and too late ---


def test_what_a_buyer_submits_for_such_a_firm_awaits_its_approver(viewer: LookAs) -> None:
    choose(viewer)
    buyer = viewer("brigitte")
    firm = member(buyer)
    rules.save(buyer, campaign(buyer), paper(buyer), key=KEY, member=firm)
    assert rules.submit(buyer, campaign(buyer), firm).answer == Answer.AWAITING
    buyer.session.commit()
    system = viewer("system")
    assert held(system) == [True]
    assert recipients(system, "approve") == ["alice"]


def test_a_late_line_of_such_a_firm_is_asked_by_an_approver_and_then_counts(viewer: LookAs) -> None:
    choose(viewer)
    enter(viewer, send=True)
    close(viewer)
    for who, firm in (("bob", None), ("brigitte", "ARV")):
        asker = viewer(who)
        member_ = member(asker, firm) if firm else None
        wish = paper(asker, "9")
        refused = code_of(lambda: late.ask(asker, campaign(asker), wish, key=OTHER, reason="oubli", member=member_))  # noqa: B023
        assert refused == "not_approver"
    alice = viewer("alice")
    late.ask(alice, campaign(alice), paper(alice, "9"), key=OTHER, reason="oubli")
    buyer = viewer("brigitte")
    late.accept(buyer, buyer.session.scalars(select(LateLine)).one())
    buyer.session.commit()
    system = viewer("system")
    assert held(system) == [True, False]
    consolidate(system, campaign(system))
    assert [str(each.normalize()) for each in system.session.scalars(select(Pool.quantity))] == ["45"]


def test_a_line_carried_over_is_approved_with_the_others_once_it_is_taken(viewer: LookAs) -> None:
    system = viewer("system")
    spring = campaign(system, "T2")
    spring.state, spring.opens_at, spring.closes_at = State.OPEN, *_now_open()
    choose(viewer)
    alice = viewer("alice")
    rules.save(alice, campaign(alice, "T2"), paper(alice), key=KEY)
    rules.submit(alice, campaign(alice, "T2"))
    close(viewer)
    alice = viewer("alice")
    late.ask(alice, campaign(alice), paper(alice, "9"), key=OTHER, reason="oubli")
    buyer = viewer("brigitte")
    late.carry(buyer, buyer.session.scalars(select(LateLine)).one())
    buyer.session.commit()
    alice = viewer("alice")
    (offer,) = waiting.offers(alice, campaign(alice, "T2"), alice.firm)
    rules.reopen(alice, campaign(alice, "T2"))
    carried.take(Writing(alice, campaign(alice, "T2")), [offer.source])
    alice.session.commit()
    assert held(viewer("system")) == [True, True]


def _now_open() -> tuple[datetime, datetime]:
    return datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=9)
