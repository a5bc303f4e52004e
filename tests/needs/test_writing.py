"""Many lines by one verb: as one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from pooling.access.scope import ForeignWriteError
from pooling.access.viewer import Viewer
from pooling.journal.models import Entry
from pooling.members.models import Site
from pooling.needs import queries, rules
from pooling.needs.lines import LineRefusal
from pooling.needs.rules import Writing, derived_key
from tests.needs.acts import KEY, OTHER, LookAs, campaign, described, held, member, paper

MANY = 60


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements meanwhile; of a batch, one."""
    said: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        said.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def keys(count: int = MANY) -> list[str]:
    return [derived_key("many", str(number)) for number in range(count)]


def enter(viewer: Viewer, count: int = MANY) -> None:
    writing = Writing(viewer, campaign(viewer))
    writing.expect(keys(count))
    for number, key in enumerate(keys(count), 1):
        writing.save(described(viewer, str(number), f"Foret {number}"), key=key)
    writing.put_down()
    viewer.session.flush()


def entries(viewer: Viewer) -> list[Entry]:
    return list(viewer.session.scalars(select(Entry).where(Entry.subject.like("need:%")).order_by(Entry.id)))


def test_the_number_of_statements_does_not_grow_with_the_lines(viewer: LookAs, engine: Engine) -> None:
    counts = []
    for who, count in (("alice", MANY), ("charlie", 3)):
        person = viewer(who)
        lines = [described(person, "2", f"Foret {number}") for number in range(count)]
        with counted(engine) as said:
            writing = Writing(person, campaign(person))
            writing.expect(keys(count))
            for key, line in zip(keys(count), lines, strict=True):
                writing.save(line, key=key)
            writing.put_down()
            person.session.commit()
        counts.append(len(said))
    assert counts[0] <= counts[1] + 1, counts


def test_changes_and_removals_are_batches_too(viewer: LookAs, engine: Engine) -> None:
    alice = viewer("alice")
    enter(alice)
    lines = [described(alice, "99", f"Foret {number}") for number in range(1, MANY // 2 + 1)]
    with counted(engine) as said:
        writing = Writing(alice, campaign(alice))
        writing.expect(keys())
        for key, line in zip(keys(), lines, strict=False):
            writing.save(line, key=key, version=1)
        for key in keys()[MANY // 2 :]:
            writing.remove(key, 1)
        writing.put_down()
        alice.session.commit()
    assert len([each for each in said if each.startswith("DELETE FROM need")]) == 1
    assert len([each for each in said if each.startswith("INSERT")]) == 1
    assert {(need.wanted, need.version) for need in held(viewer)} == {(Decimal(99), 2)}


def test_the_journal_tells_each_line_in_its_order(viewer: LookAs) -> None:
    enter(viewer("alice"))
    told = entries(viewer("system"))
    assert [(each.verb, each.subject) for each in told] == [("needs.enter", f"need:{key}") for key in keys()]
    assert [each.after["quantity"] for each in told if each.after] == [str(number) for number in range(1, MANY + 1)]
    assert {(each.actor, each.member_id is not None, each.category_id is not None) for each in told} == {
        ("Alice", True, True)
    }


def test_lines_that_are_split_and_lines_that_are_not_are_entered_together(viewer: LookAs) -> None:
    alice = viewer("alice")
    docks = alice.session.scalars(select(Site).where(Site.member_id == alice.firm).order_by(Site.code)).all()
    split = tuple(zip(docks, (Decimal(2), Decimal(1)), strict=False))
    writing = Writing(alice, campaign(alice))
    for number, key in enumerate(keys(4)):
        writing.save(described(alice, "3", f"Foret {number}", split=split if number % 2 else ()), key=key)
    writing.put_down()
    lines = queries.lines(alice, campaign(alice))
    assert [need.key for need in lines] == keys(4)
    assert [[part for _site, part in need.split] for need in lines] == [[], [2, 1], [], [2, 1]]
    assert [bool(each.after and each.after["split"]) for each in entries(viewer("system"))] == [False, True] * 2


def test_lines_stand_in_the_order_told(viewer: LookAs) -> None:
    enter(viewer("alice"))
    assert [need.key for need in held(viewer)] == keys()


def test_each_line_can_be_taken_back_by_itself(viewer: LookAs) -> None:
    alice = viewer("alice")
    enter(alice)
    writing = Writing(alice, campaign(alice))
    for key in keys():
        writing.remove(key, 1)
    writing.put_down()
    rules.restore(alice, campaign(alice), keys()[7])
    assert [(need.key, need.wanted) for need in held(viewer)] == [(keys()[7], Decimal(8))]


def test_what_is_refused_leaves_no_trace_beside_the_others(viewer: LookAs) -> None:
    alice = viewer("alice")
    writing = Writing(alice, campaign(alice))
    writing.save(paper(alice, "2"), key=KEY)
    with pytest.raises(LineRefusal):
        writing.save(paper(alice, "2.5"), key=OTHER)
    writing.put_down()
    assert [need.key for need in held(viewer)] == [KEY]


def test_a_stale_version_is_told_among_many(viewer: LookAs) -> None:
    alice = viewer("alice")
    enter(alice, 3)
    bob = viewer("bob")
    rules.save(bob, campaign(bob), described(bob, "50", "Foret 2"), key=keys()[1], version=1)
    alice = viewer("alice")
    writing = Writing(alice, campaign(alice))
    writing.expect(keys(3))
    writing.save(described(alice, "8", "Foret 1"), key=keys()[0], version=1)
    with pytest.raises(rules.StaleLine) as told:
        writing.save(described(alice, "8", "Foret 2"), key=keys()[1], version=1)
    assert told.value.need is not None
    assert told.value.need.wanted == Decimal(50)
    with pytest.raises(rules.StaleLine):
        writing.remove(keys()[1], 1)


def test_a_line_told_twice_meets_itself(viewer: LookAs) -> None:
    alice = viewer("alice")
    writing = Writing(alice, campaign(alice))
    writing.expect([KEY])
    writing.save(paper(alice, "2"), key=KEY)
    writing.save(paper(alice, "3"), key=KEY)
    writing.remove(KEY)
    writing.restore(KEY)
    writing.save(paper(alice, "4"), key=KEY, version=1)
    writing.put_down()
    need = writing.standing(KEY)
    assert (need.wanted, need.version) == (Decimal(4), 2)
    assert [entry.verb.partition(".")[2] for entry in entries(viewer("system"))] == [
        "enter", "change", "remove", "enter", "change",
    ]  # fmt: skip


def test_the_third_door_judges_every_one_of_many_rows(viewer: LookAs) -> None:
    """Even when the verb itself were deceived about whose lines it writes."""
    arv = member(viewer("system")).id
    charlie = viewer("charlie")
    writing = Writing(charlie, campaign(charlie))
    writing.save(described(charlie, "1", "Foret de Charlie"), key=KEY)
    writing.member_id = arv
    writing.save(described(charlie, "1", "Foret glissé"), key=OTHER)
    with pytest.raises(ForeignWriteError):
        writing.put_down()
    charlie.session.rollback()
    assert not queries.lines(charlie, campaign(charlie))
