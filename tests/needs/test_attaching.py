"""A line's files: who hangs them on, what they follow, and when they are gone for good."""

from __future__ import annotations

import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from pooling.access.scope import ForeignWriteError, NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.db import now
from pooling.documents.shelf import YOUNG_SECONDS, Shelf
from pooling.journal.models import Entry
from pooling.needs import attachment_queries, queries, rules
from pooling.needs.attaching import Bounds, attach, put_back, sweep, take_again, take_off
from pooling.needs.models import Attachment, Need
from pooling.needs.writing import Writing
from tests.documents.papers import pdf
from tests.needs.acts import KEY, OTHER, LookAs, campaign, close, described, member, paper

BOUNDS = Bounds(per_line=3, per_firm=5, bytes_per_firm=5_000)
WEEK = timedelta(days=7)


@pytest.fixture
def place(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "attachments")


@pytest.fixture
def alice(viewer: LookAs) -> Viewer:
    """With a line."""
    person = viewer("alice")
    rules.save(person, campaign(person), described(person), key=KEY)
    return person


def add(viewer: Viewer, place: Shelf, title: str = "", key: str = KEY, bounds: Bounds = BOUNDS) -> Attachment:
    stored = place.store(BytesIO(pdf(title=title)), f"Plan {title}.pdf", 10_000)
    return attach(Writing(viewer, campaign(viewer)), key, stored, bounds)


def names(viewer: Viewer, key: str = KEY, who: str = "ARV") -> list[str]:
    found = viewer.session.scalars(
        select(Need).where(Need.key == key, Need.member_id == member(viewer, who).id)
    ).one_or_none()
    return [each.name for each in attachment_queries.of_line(viewer, found)] if found else []


def test_a_file_hangs_on_its_line_and_the_journal_says_so(alice: Viewer, place: Shelf) -> None:
    attachment = add(alice, place, "A")
    assert names(alice) == ["Plan A.pdf"]
    entry = alice.session.scalars(select(Entry).where(Entry.verb == "needs.attach")).one()
    assert entry.after == {"file": "Plan A.pdf", "line": "Foret étagé Ø8-12", "sha256": attachment.sha256}
    assert (entry.actor, entry.member_id, entry.campaign) == ("Alice", alice.firm, "T1")


def test_a_colleague_sees_it_nobody_elses_firm_does(alice: Viewer, place: Shelf, viewer: LookAs) -> None:
    key = add(alice, place).key
    assert names(viewer("bob")) == ["Plan.pdf"]
    for stranger in ("charlie", "dora", "adele", "conrad"):
        person = viewer(stranger)
        assert not person.session.scalars(select(Attachment)).all()
        with pytest.raises(NotYoursError):
            attachment_queries.attachment(person, campaign(person), key)
    brigitte = viewer("brigitte")
    assert attachment_queries.attachment(brigitte, campaign(brigitte), key).name == "Plan.pdf"


@pytest.mark.parametrize("who", ["charlie", "conrad"])
def test_a_stranger_hangs_nothing_on_it(alice: Viewer, place: Shelf, viewer: LookAs, who: str) -> None:
    key = add(alice, place).key
    stranger = viewer(who)
    with pytest.raises(NotYoursError):
        add(stranger, place, "B")
    with pytest.raises(NotYoursError):
        take_off(Writing(stranger, campaign(stranger)), key)
    with pytest.raises(NotYoursError):
        put_back(Writing(stranger, campaign(stranger)), key, BOUNDS)


def test_a_row_of_another_firm_cannot_be_written(alice: Viewer, place: Shelf, viewer: LookAs) -> None:
    held = add(alice, place)
    charlie = viewer("charlie")
    copy = {name: getattr(held, name) for name in ("need_key", "campaign_id", "member_id", "category_id", "kind")}
    charlie.session.add(Attachment(key=OTHER, name="x", size=1, sha256="0", added_by="x", **copy))
    with pytest.raises(ForeignWriteError):
        charlie.session.flush()
    charlie.session.rollback()


def test_a_conflicted_buyer_sees_a_rivals_drawing_as_little_as_its_line(
    alice: Viewer, place: Shelf, viewer: LookAs
) -> None:
    """Conrad's firm buys in the family: neither before closing nor after."""
    key = add(alice, place).key
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), described(charlie), key=OTHER)
    close(viewer)
    conrad = viewer("conrad")
    with pytest.raises(NotYoursError):
        attachment_queries.attachment(conrad, campaign(conrad), key)
    assert not attachment_queries.of_lines(conrad, queries.lines(conrad, campaign(conrad), member(conrad).id))


def test_files_follow_a_line_into_another_family(alice: Viewer, place: Shelf, viewer: LookAs) -> None:
    attachment = add(alice, place)
    rules.save(alice, campaign(alice), paper(alice), key=KEY, version=1)
    need = queries.need(alice, KEY)
    assert attachment.category_id == need.category_id
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), paper(charlie), key=OTHER)
    close(viewer)
    assert not viewer("conrad").session.scalars(select(Attachment)).all()


def test_a_line_takes_its_files_along_and_brings_them_back(alice: Viewer, place: Shelf, viewer: LookAs) -> None:
    key = add(alice, place, "A").key
    rules.remove(alice, campaign(alice), KEY)
    for name in ("alice", "brigitte"):
        person = viewer(name)
        with pytest.raises(NotYoursError):
            attachment_queries.attachment(person, campaign(person), key)
    person = viewer("alice")
    rules.restore(person, campaign(person), KEY)
    assert names(person) == ["Plan A.pdf"]


def test_a_file_taken_off_is_seen_by_nobody_and_comes_back_by_undo(alice: Viewer, place: Shelf, viewer: LookAs) -> None:
    key = add(alice, place, "A").key
    take_off(Writing(alice, campaign(alice)), key)
    brigitte = viewer("brigitte")
    with pytest.raises(NotYoursError):
        attachment_queries.attachment(brigitte, campaign(brigitte), key)
    person = viewer("alice")
    put_back(Writing(person, campaign(person)), key, BOUNDS)
    assert names(person) == ["Plan A.pdf"]
    verbs = [each.verb for each in person.session.scalars(select(Entry).where(Entry.subject == f"attachment:{key}"))]
    assert verbs == ["needs.attach", "needs.detach", "needs.attach"]


def test_attaching_does_not_hide_that_a_line_was_removed(alice: Viewer, place: Shelf) -> None:
    """`restore` reads the journal's newest word on the line."""
    key = add(alice, place).key
    take_off(Writing(alice, campaign(alice)), key)
    rules.remove(alice, campaign(alice), KEY)
    assert rules.restore(alice, campaign(alice), KEY).key == KEY


def test_a_line_holds_so_many_and_a_firm_so_many(alice: Viewer, place: Shelf) -> None:
    rules.save(alice, campaign(alice), described(alice, designation="Autre"), key=OTHER)
    for title in "abc":
        add(alice, place, title)
    for code, key, title in (
        ("line_full", KEY, "d"),
        (None, OTHER, "d"),
        (None, OTHER, "e"),
        ("too_many_files", OTHER, "f"),
    ):
        if code is None:
            add(alice, place, title, key)
            continue
        with pytest.raises(Refusal) as refused:
            add(alice, place, title, key)
        assert refused.value.code == code


def test_deleting_and_attaching_again_does_not_fill_the_disk(alice: Viewer, place: Shelf) -> None:
    bounds = Bounds(per_line=3, per_firm=100, bytes_per_firm=3 * len(pdf(title="1")))
    for number in range(3):
        take_off(Writing(alice, campaign(alice)), add(alice, place, str(number), bounds=bounds).key)
    with pytest.raises(Refusal) as refused:
        add(alice, place, "4", bounds=bounds)
    assert refused.value.code == "too_heavy"


def test_the_same_file_hangs_once(alice: Viewer, place: Shelf) -> None:
    add(alice, place, "a")
    with pytest.raises(Refusal) as refused:
        add(alice, place, "a")
    assert refused.value.code == "same_file"


@pytest.mark.parametrize("answer", ["submit", "close"])
def test_nothing_hangs_on_an_answer_that_is_given(alice: Viewer, place: Shelf, viewer: LookAs, answer: str) -> None:
    key = add(alice, place).key
    if answer == "submit":
        rules.submit(alice, campaign(alice))
    else:
        close(viewer)
    person = viewer("alice")
    with pytest.raises(Refusal):
        add(person, place, "B")
    with pytest.raises(Refusal):
        take_off(Writing(person, campaign(person)), key)
    assert names(person) == ["Plan.pdf"]


# --- again ---


def test_a_line_for_the_same_thing_is_offered_the_drawing(alice: Viewer, place: Shelf) -> None:
    first = add(alice, place, "A")
    rules.save(alice, campaign(alice), described(alice), key=OTHER)
    copy = queries.need(alice, OTHER)
    assert not attachment_queries.of_line(alice, copy)  # nothing is copied in silence
    assert [each.key for each in attachment_queries.earlier(alice, copy)] == [first.key]
    (taken,) = take_again(Writing(alice, campaign(alice)), OTHER, [first.key], place, BOUNDS)
    assert (taken.name, taken.sha256) == (first.name, first.sha256)
    assert place.path(taken.key).read_bytes() == place.path(first.key).read_bytes()
    assert not attachment_queries.earlier(alice, copy)


def test_only_ones_own_is_offered(alice: Viewer, place: Shelf, viewer: LookAs) -> None:
    key = add(alice, place, "A").key
    charlie = viewer("charlie")
    rules.save(charlie, campaign(charlie), described(charlie), key=OTHER)
    assert not attachment_queries.earlier(charlie, queries.need(charlie, OTHER))
    assert not take_again(Writing(charlie, campaign(charlie)), OTHER, [key], place, BOUNDS)


# --- the sweep ---


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    moment = now() + timedelta(days=days)
    monkeypatch.setattr("pooling.needs.attaching.now", lambda: moment)
    monkeypatch.setattr(time, "time", moment.timestamp)


def test_a_removed_file_goes_after_its_grace_row_first(
    alice: Viewer, place: Shelf, viewer: LookAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, kept = add(alice, place, "A").key, add(alice, place, "B").key
    take_off(Writing(alice, campaign(alice)), gone)
    system = viewer("system")
    later(monkeypatch, 6)
    assert sweep(system, place, WEEK) == 0
    later(monkeypatch, 8)
    assert sweep(system, place, WEEK) == 1
    assert place.path(gone).is_file()  # until the row is certainly gone
    system.session.commit()
    sweep(system, place, WEEK)
    assert not place.path(gone).exists()
    assert place.path(kept).is_file()


def test_files_of_a_line_that_is_gone_for_good_go_too(
    alice: Viewer, place: Shelf, viewer: LookAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(alice, place)
    rules.remove(alice, campaign(alice), KEY)
    system = viewer("system")
    assert sweep(system, place, WEEK) == 0
    later(monkeypatch, 6)
    assert sweep(system, place, WEEK) == 0
    later(monkeypatch, 8)
    assert sweep(system, place, WEEK) == 1


def test_a_line_that_came_back_in_time_keeps_its_files(
    alice: Viewer, place: Shelf, viewer: LookAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(alice, place)
    rules.remove(alice, campaign(alice), KEY)
    sweep(viewer("system"), place, WEEK)
    person = viewer("alice")
    rules.restore(person, campaign(person), KEY)
    later(monkeypatch, 30)
    assert sweep(viewer("system"), place, WEEK) == 0
    assert names(viewer("alice")) == ["Plan.pdf"]


def test_a_transaction_that_fails_leaves_a_file_without_a_row_and_never_the_reverse(
    alice: Viewer, place: Shelf, viewer: LookAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice.session.commit()
    orphan = add(alice, place).key
    alice.session.rollback()
    assert place.path(orphan).is_file()
    system = viewer("system")
    sweep(system, place, WEEK)
    assert place.path(orphan).is_file()  # somebody may be about to commit it
    later(monkeypatch, (YOUNG_SECONDS + 60) / 86_400)
    sweep(system, place, WEEK)
    assert not place.path(orphan).exists()
    assert all(place.holds(*each) for each in attachment_queries.fingerprints(system))
