"""The third door alone: whatever a query forgets, the session filters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, insert, select, text

from pooling.access.scope import ForeignWriteError, UnscopedReadError, in_full, see_as
from pooling.access.viewer import Viewer
from pooling.catalogue.models import Supplier
from pooling.journal.rules import record
from pooling.members.models import Member, Site

LookAs = Callable[[str], Viewer]


def test_a_member_sees_only_its_own_firm(viewer: LookAs) -> None:
    assert viewer("alice").session.scalars(select(Member.code)).all() == ["ARV"]
    assert set(viewer("charlie").session.scalars(select(Site.code))) == {"GIF-1"}


def test_a_buyer_sees_every_firm(viewer: LookAs) -> None:
    assert len(viewer("brigitte").session.scalars(select(Member)).all()) == 4


def test_suppliers_are_the_groups_own_business(viewer: LookAs) -> None:
    assert viewer("alice").session.scalars(select(Supplier)).all() == []
    assert len(viewer("brigitte").session.scalars(select(Supplier)).all()) == 3


def test_a_statement_around_the_orm_is_refused(viewer: LookAs) -> None:
    with pytest.raises(UnscopedReadError):
        viewer("alice").session.execute(text("SELECT * FROM member"))


def test_what_concerns_no_firm_is_no_administrators_own(viewer: LookAs) -> None:
    """Not by having been read before as a program, either."""
    adele, system = viewer("adele"), viewer("system")
    entry = record(system, "x.x", "x")
    system.session.flush()
    see_as(replace(adele, session=system.session))
    assert entry not in system.session


def test_what_reads_in_full_within_what_reads_in_full_leaves_it_so(viewer: LookAs) -> None:
    def firms() -> int:
        return len(charlie.session.scalars(select(Member)).all())

    charlie = viewer("charlie")
    with in_full(charlie):
        with in_full(charlie):
            assert firms() == 4
        assert firms() == 4
    assert firms() == 1


def docks(viewer: LookAs, *firms: str) -> list[dict[str, object]]:
    """A new dock of each of these firms."""
    system = viewer("system")
    numbers = {member.code: member.id for member in system.session.scalars(select(Member))}
    system.session.rollback()
    return [{"member_id": numbers[firm], "code": f"N{place}", "name": "Neuf"} for place, firm in enumerate(firms)]


def test_of_many_rows_entered_at_once_each_is_judged(viewer: LookAs) -> None:
    own, mixed, alice = docks(viewer, "ARV", "ARV"), docks(viewer, "ARV", "GIF"), viewer("alice")
    alice.session.execute(insert(Site), own)
    with pytest.raises(ForeignWriteError):
        alice.session.execute(insert(Site), mixed)


def test_a_row_that_does_not_say_whose_it_is_is_nobodys(viewer: LookAs) -> None:
    rows = [{"code": "N1", "name": "Neuf"}]
    with pytest.raises(ForeignWriteError):
        viewer("alice").session.execute(insert(Site), rows)


def test_rows_that_the_database_would_have_to_work_out_are_not_entered_at_once(viewer: LookAs) -> None:
    own, alice = docks(viewer, "ARV"), viewer("alice")
    foreign = select(func.max(Member.id)).scalar_subquery()
    with pytest.raises(ForeignWriteError):
        alice.session.execute(insert(Site).values(member_id=foreign), own)
    with pytest.raises(ForeignWriteError):
        alice.session.execute(insert(Site), [{**own[0], "member_id": foreign}])
    with pytest.raises(ForeignWriteError):
        alice.session.execute(insert(Site).from_select(["member_id"], select(Member.id)))
