"""What comes after the closing: asked by the member, answered by a buyer, told to the member."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import select

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.campaigns.rules import advance, open_, reopen
from pooling.consolidation.models import Pool
from pooling.consolidation.rules import consolidate
from pooling.db import now
from pooling.journal.models import Entry
from pooling.mail.models import Letter
from pooling.needs import late, late_queries, queries, rules, waiting
from pooling.needs.late_models import Late, LateLine
from pooling.needs.lines import Line
from pooling.needs.models import Answer, Need, Submission
from tests.needs.acts import KEY, OTHER, LookAs, campaign, close, described, item, member, paper

ASKED = "c" * 32
WHY = "Commande client reçue hier"


def entered(viewer: LookAs, *lines: Callable[[Viewer], Line]) -> None:
    """Alice's lines, the first under KEY, in a campaign that is then closed."""
    alice = viewer("alice")
    for key, line in zip((KEY, OTHER), lines or (paper,), strict=False):
        rules.save(alice, campaign(alice), line(alice), key=key)
    close(viewer)


def asked(
    viewer: LookAs, line: Callable[[Viewer], Line] | None = None, key: str = ASKED, who: str = "alice", of: str = ""
) -> LateLine:
    """Seven cartons of paper, or what `line` says."""
    person = viewer(who)
    wanted = line(person) if line else paper(person, "7")
    return late.ask(person, campaign(person), wanted, key=key, reason=WHY, need_key=of)


def found(viewer: Viewer, key: str = ASKED, code: str = "ARV") -> LateLine:
    return late_queries.request(viewer, campaign(viewer), key, member(viewer, code).id)


def decided(viewer: LookAs, verb: Callable[..., None], *answer: str, key: str = ASKED) -> Viewer:
    """What Brigitte makes of it; she stays on stage."""
    brigitte = viewer("brigitte")
    verb(brigitte, found(brigitte, key), *answer)
    return brigitte


def needs(viewer: LookAs, code: str = "T1") -> dict[str, Need]:
    alice = viewer("alice")
    return {need.key: need for need in queries.lines(alice, campaign(alice, code))}


def pooled(system: Viewer) -> Decimal:
    return system.session.scalars(select(Pool).where(Pool.item_id == item(system).id)).one().quantity


def opened_next(viewer: LookAs) -> None:
    brigitte = viewer("brigitte")
    open_(brigitte, campaign(brigitte, "T2"))


def test_a_member_asks_after_the_closing_and_nothing_changes_yet(viewer: LookAs) -> None:
    entered(viewer)
    request = asked(viewer)
    assert (request.state, request.asked_by, request.reason) == (Late.ASKED, "Alice", WHY)
    assert set(needs(viewer)) == {KEY}


def test_not_before_the_closing(viewer: LookAs) -> None:
    with pytest.raises(Refusal, match="takes no late requests"):
        asked(viewer)


def test_once_the_deadline_has_passed_it_is_late_even_before_somebody_closes(viewer: LookAs, system: Viewer) -> None:
    campaign(system).closes_at = now() - timedelta(minutes=1)
    assert asked(viewer).state == Late.ASKED


@pytest.mark.parametrize("state", [State.IN_CONSULTATION, State.CANCELLED])
def test_not_when_suppliers_were_asked_or_nothing_will_come_of_it(state: State, viewer: LookAs) -> None:
    entered(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    advance(system, campaign(system), state)
    with pytest.raises(Refusal, match="takes no late requests"):
        asked(viewer)


def test_a_reason_is_needed(viewer: LookAs) -> None:
    entered(viewer)
    alice = viewer("alice")
    with pytest.raises(Refusal, match="why it comes late"):
        late.ask(alice, campaign(alice), paper(alice), key=ASKED, reason="  ")


def test_the_same_request_sent_twice_is_one(viewer: LookAs) -> None:
    entered(viewer)
    assert asked(viewer).id == asked(viewer).id


def test_a_line_that_cannot_be_is_refused_as_ever(viewer: LookAs) -> None:
    entered(viewer)
    alice = viewer("alice")
    with pytest.raises(rules.LineRefusal):
        late.ask(alice, campaign(alice), paper(alice, "0"), key=ASKED, reason=WHY)


def test_accepted_while_closed_it_is_an_amendment_at_once(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    decided(viewer, late.accept, "d’accord")
    new = needs(viewer)[ASKED]
    assert (new.base_wanted, new.amendment, new.entered_for_by) == (Decimal(35), 1, "")
    assert campaign(viewer("system")).state == State.CLOSED


def test_a_correction_shows_before_and_after_and_keeps_the_lines_key(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer, of=KEY)
    decided(viewer, late.accept)
    held = needs(viewer)
    assert (set(held), held[KEY].wanted, held[KEY].amendment) == ({KEY}, Decimal(7), 1)
    change = viewer("system").session.scalars(select(Entry).where(Entry.verb == "needs.change")).one()
    assert change.before is not None
    assert change.after is not None
    assert (change.actor, change.before["quantity"], change.after["quantity"]) == ("Brigitte", "2", "7")


def test_each_amendment_of_a_line_is_counted(viewer: LookAs) -> None:
    entered(viewer)
    for key, quantity in ((ASKED, "7"), ("d" * 32, "9")):
        asked(viewer, partial(paper, quantity=quantity), key=key, of=KEY)
        decided(viewer, late.accept, key=key)
    assert needs(viewer)[KEY].amendment == 2


def test_a_line_that_is_no_longer_needed_goes(viewer: LookAs) -> None:
    entered(viewer)
    alice = viewer("alice")
    late.ask(alice, campaign(alice), None, key=ASKED, reason=WHY, need_key=KEY)
    decided(viewer, late.accept)
    assert not needs(viewer)


def test_a_correction_must_differ_and_stay_in_its_family(viewer: LookAs) -> None:
    entered(viewer)
    with pytest.raises(Refusal, match="as it stands"):
        asked(viewer, paper, of=KEY)
    with pytest.raises(Refusal, match="stays in its family"):
        asked(viewer, described, of=KEY)


def test_one_request_for_a_line_at_a_time(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer, of=KEY)
    with pytest.raises(Refusal, match="already waits"):
        asked(viewer, key="d" * 32, of=KEY)
    alice = viewer("alice")
    late.withdraw(alice, found(alice))
    assert asked(viewer, key="d" * 32, of=KEY).state == Late.ASKED


def test_pools_that_were_made_change_only_when_they_are_made_again(viewer: LookAs) -> None:
    entered(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    asked(viewer, of=KEY)
    decided(viewer, late.accept)
    assert needs(viewer)[KEY].wanted == 2
    assert pooled(viewer("system")) == 10
    brigitte = viewer("brigitte")
    consolidate(brigitte, campaign(brigitte))
    assert needs(viewer)[KEY].wanted == 7
    assert pooled(viewer("system")) == 35
    consolidated = select(Entry).where(Entry.verb == "consolidation.consolidate").order_by(Entry.id)
    told = viewer("system").session.scalars(consolidated).all()[-1]
    assert told.after is not None
    assert told.after["amendments"] == 1


def test_a_removal_waits_for_the_pools_too(viewer: LookAs) -> None:
    entered(viewer, paper, described)
    system = viewer("system")
    consolidate(system, campaign(system))
    alice = viewer("alice")
    late.ask(alice, campaign(alice), None, key=ASKED, reason=WHY, need_key=OTHER)
    decided(viewer, late.accept)
    assert set(needs(viewer)) == {KEY, OTHER}
    brigitte = viewer("brigitte")
    consolidate(brigitte, campaign(brigitte))
    assert set(needs(viewer)) == {KEY}


def test_suppliers_are_not_asked_while_an_accepted_line_waits(viewer: LookAs) -> None:
    entered(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    asked(viewer)
    brigitte = decided(viewer, late.accept)
    with pytest.raises(Refusal, match="not grouped yet"):
        advance(brigitte, campaign(brigitte), State.AWARDED)


def test_a_conflicted_buyer_groups_them_without_seeing_them(viewer: LookAs) -> None:
    entered(viewer)
    charlie_paper = viewer("system")
    reopen(charlie_paper, campaign(charlie_paper), now() + timedelta(days=1), "oubli")
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), paper(charlie), key=OTHER)
    close(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    asked(viewer)
    decided(viewer, late.accept)
    conrad = viewer("conrad")
    assert not late_queries.requests(conrad, campaign(conrad))
    consolidate(conrad, campaign(conrad))
    assert not [row for row in conrad.session.identity_map.values() if isinstance(row, LateLine | Need)]
    assert needs(viewer)[ASKED].amendment == 1


def test_reopening_puts_what_was_accepted_among_the_lines(viewer: LookAs) -> None:
    entered(viewer)
    system = viewer("system")
    consolidate(system, campaign(system))
    asked(viewer)
    brigitte = decided(viewer, late.accept)
    reopen(brigitte, campaign(brigitte), now() + timedelta(days=1), "oubli")
    assert ASKED in needs(viewer)


def test_a_line_that_moved_on_meanwhile_is_not_overwritten(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer, of=KEY)
    brigitte = viewer("brigitte")
    reopen(brigitte, campaign(brigitte), now() + timedelta(days=1), "oubli")
    alice = viewer("alice")
    rules.save(alice, campaign(alice), paper(alice, "3"), key=KEY, version=1)
    brigitte = viewer("brigitte")
    with pytest.raises(Refusal, match="changed since this was asked"):
        late.accept(brigitte, found(brigitte))
    brigitte.session.rollback()
    assert needs(viewer)[KEY].wanted == 3


def test_carried_over_it_is_offered_by_the_next_campaign_of_its_family(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    brigitte = decided(viewer, late.carry)
    assert found(brigitte).taken_at is None
    opened_next(viewer)
    assert not needs(viewer, "T2")
    alice = viewer("alice")
    (offer,) = waiting.offers(alice, campaign(alice, "T2"), member(alice).id)
    assert (offer.key, offer.line.quantity, offer.origin.code) == (ASKED, Decimal(7), "T1")


def test_what_was_answered_there_stays_answered(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    opened_next(viewer)
    later = campaign(viewer("system"), "T2")
    later.opens_at = now() - timedelta(hours=1)
    alice = viewer("alice")
    rules.say_nothing(alice, campaign(alice, "T2"))
    brigitte = decided(viewer, late.carry)
    answers = select(Submission.answer).where(Submission.campaign_id == campaign(brigitte, "T2").id)
    assert brigitte.session.scalars(answers).all() == [Answer.NOTHING]


def test_a_conflicted_buyer_who_opens_the_next_campaign_sees_nothing_of_it(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    decided(viewer, late.carry)
    conrad = viewer("conrad")
    open_(conrad, campaign(conrad, "T2"))
    assert not [row for row in conrad.session.identity_map.values() if isinstance(row, LateLine | Need)]


def test_the_change_of_a_line_is_not_carried_over(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer, of=KEY)
    brigitte = viewer("brigitte")
    with pytest.raises(Refusal, match="Only a new line"):
        late.carry(brigitte, found(brigitte))


def test_a_refusal_says_why(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    brigitte = viewer("brigitte")
    with pytest.raises(Refusal, match="why it is refused"):
        late.refuse(brigitte, found(brigitte), " ")
    late.refuse(brigitte, found(brigitte), "La commande est partie")
    request = found(viewer("alice"))
    assert (request.state, request.answer, request.decided_by) == (Late.REFUSED, "La commande est partie", "Brigitte")


def test_what_was_decided_or_taken_back_is_not_decided_again(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    alice = viewer("alice")
    late.withdraw(alice, found(alice))
    brigitte = viewer("brigitte")
    with pytest.raises(Refusal, match="meanwhile"):
        late.accept(brigitte, found(brigitte))


def test_two_buyers_at_once_take_turns(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    brigitte = viewer("brigitte")
    seen_before = found(brigitte)
    system = viewer("system")
    late.refuse(system, found(system), "déjà servi")
    brigitte = viewer("brigitte")
    with pytest.raises(Refusal, match="meanwhile"):
        late.accept(brigitte, found(brigitte))
    assert seen_before.key == ASKED


@pytest.mark.parametrize("name", ["charlie", "conrad", "adele", "dora"])
def test_nobody_else_reads_or_decides_it(name: str, viewer: LookAs) -> None:
    entered(viewer)
    charlie = viewer("charlie")
    assert charlie.session.scalars(select(LateLine)).all() == []
    asked(viewer)
    firm = member(viewer("system")).id
    person = viewer(name)
    with pytest.raises(NotYoursError):
        late.accept(person, late_queries.request(person, campaign(person), ASKED, firm))
    assert found(viewer("alice")).state == Late.ASKED


def test_a_firms_own_buyer_does_not_find_its_requests_among_those_to_answer(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer, who="charlie")
    conrad = viewer("conrad")
    assert not late_queries.requests(conrad, campaign(conrad))
    assert late_queries.undecided_count(conrad, campaign(conrad)) == 0
    brigitte = viewer("brigitte")
    assert late_queries.undecided_count(brigitte, campaign(brigitte)) == 1


def test_the_firm_is_told_by_one_letter_while_it_waits_to_leave(viewer: LookAs) -> None:
    entered(viewer)
    for key in (ASKED, "d" * 32):
        asked(viewer, key=key)
        decided(viewer, late.accept, key=key)
    system = viewer("system")
    letters = system.session.scalars(select(Letter).where(Letter.kind == "needs.late")).all()
    assert sorted(letter.recipient for letter in letters) == ["alice@example.org", "bob@example.org"]
    assert "/needs/T1/recap" in letters[0].body
    assert "Papier" not in letters[0].body
    for letter in letters:
        letter.sent_at = now()
    asked(viewer, key="e" * 32)
    decided(viewer, late.refuse, "non", key="e" * 32)
    count = select(Letter.id).where(Letter.kind == "needs.late")
    assert len(viewer("system").session.scalars(count).all()) == 4


def test_the_journal_of_the_firm_tells_each_step(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer)
    decided(viewer, late.accept, "oui")
    alice = viewer("alice")
    told = alice.session.execute(select(Entry.verb, Entry.actor, Entry.note).where(Entry.subject == f"late:{ASKED}"))
    assert [tuple(row) for row in told] == [
        ("needs.ask_late", "Alice", WHY),
        ("needs.accept_late", "Brigitte", "oui"),
    ]
    charlie = viewer("charlie")
    assert not charlie.session.scalars(select(Entry.id).where(Entry.subject == f"late:{ASKED}")).all()


def test_a_buyer_asks_for_a_firm_that_telephones(viewer: LookAs) -> None:
    entered(viewer)
    brigitte = viewer("brigitte")
    firm = member(brigitte)
    late.ask(brigitte, campaign(brigitte), paper(brigitte, "7"), key=ASKED, reason=WHY, member=firm)
    assert found(viewer("alice")).asked_by == "Brigitte"


def test_what_can_no_longer_be_entered_stops_no_opening(viewer: LookAs) -> None:
    entered(viewer)
    asked(viewer, partial(described, unit="KGM"))
    decided(viewer, late.carry)
    system = viewer("system")
    found(system).asked = {**(found(system).asked or {}), "unit": "no such unit"}
    opened_next(viewer)
    assert campaign(viewer("system"), "T2").state == State.OPEN
    assert found(viewer("system")).taken_at is None
