"""The third door: a session that lets through only what its viewer may see, and nothing without a viewer.

Every mapped class inherits exactly one of the audiences below; what is not the viewer's is filtered in
the database, for every statement, sub-select and relationship, whatever the query forgot to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Engine, Insert, Select, event, false, insert, or_
from sqlalchemy.orm import (
    LoaderCriteriaOption,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)

from pooling.access.numbering import number
from pooling.access.sight import told
from pooling.access.statements import goes_around
from pooling.access.viewer import Kind, Viewer
from pooling.db import SIGHT, Base, seen_by

Row = TypeVar("Row")
VIEWER = "viewer"
CRITERIA = "criteria"


class Audience:
    """What each mapped class declares about who reads it. The columns named here are what the criteria
    are made of; each class declares them again, with its foreign key."""


class Shared(Audience):
    """Everyone who signed in reads it: items, categories, campaigns."""


class Firm(Audience):
    """The members themselves: a member sees itself, the group all of them."""

    id: Mapped[int] = mapped_column(primary_key=True)


class FirmRecord(Audience):
    """What the group keeps of a firm (sites, people): the firm itself, and the group."""

    member_id: Mapped[int | None] = mapped_column()


class FirmSecret(Audience):
    """What a firm confides to the clean team: the firm itself and buyers, not administrators."""

    member_id: Mapped[int | None] = mapped_column()


class FirmPrivate(FirmSecret):
    """What a firm keeps from the group itself (how much it allows itself to spend): its own people alone."""


class Line(Audience):
    """A firm's secret by category: a buyer who works for a firm does not see others' lines of the
    categories in which that firm takes part."""

    member_id: Mapped[int | None] = mapped_column()
    category_id: Mapped[int | None] = mapped_column()


class Record(Line):
    """Journal entries: read like lines, written by whoever acts."""


class GroupOnly(Audience):
    """Suppliers, prices, pools, orders: the group alone."""


class Sealed(Audience):
    """What verbs compute with and no person reads, whatever its role: each firm's part of what is published."""


class GateOnly(Audience):
    """Invitations and the outbox: programs, administrators and buyers."""


class UnscopedReadError(RuntimeError):
    """A statement ran with no viewer, or around the ORM: nothing was read."""


class ForeignWriteError(RuntimeError):
    """A row of another firm was about to be written: nothing was."""


class Personal(Audience):
    """What the program keeps of one person (where it is signed in): the person alone, whatever its roles,
    and programs."""

    user_id: Mapped[int] = mapped_column()


class GuardedSession(Session):
    """The only session of this program."""

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        viewer: Viewer | None = self.info.get(VIEWER)
        if viewer is None or not viewer.is_system:
            raise UnscopedReadError("a connection carries no scope")
        return super().connection(*args, **kwargs)


def open_session(engine: Engine, kind: Kind) -> Viewer:
    """A new session seen through a program's eyes: the gatekeeper's or the system's."""
    session = GuardedSession(expire_on_commit=False)
    session.bind = seen_by(engine, lambda: str(session.info[SIGHT]))
    return see_as(Viewer(kind=kind, session=session, name=kind.value))


def see_as(viewer: Viewer) -> Viewer:
    """From now on the viewer's session shows what this viewer may see, and forgets what it may not."""
    session = viewer.session
    session.info[VIEWER] = viewer
    session.info[CRITERIA] = tuple(_criteria(viewer))
    session.info[SIGHT] = told(viewer)
    if session.info[CRITERIA]:
        for row in list(session.identity_map.values()):
            if not (_may_keep(viewer, row) or session.is_modified(row)):
                session.expunge(row)
    return viewer


def _may_keep(viewer: Viewer, row: object) -> bool:
    """Whether a row that wider eyes have loaded may stay at hand; the criteria, said of one secret row."""
    held = vars(row)  # asking the row itself might ask the database
    if isinstance(row, Sealed):
        return False
    if isinstance(row, GroupOnly):
        return viewer.is_of_group
    if isinstance(row, Personal):
        return not viewer.is_person or held.get("user_id") == viewer.user_id
    if isinstance(row, FirmPrivate):
        return viewer.kind is Kind.PERSON and _is_own(viewer, held.get("member_id"))
    if not isinstance(row, FirmSecret | Line):
        return True
    if viewer.kind is Kind.PERSON and _is_own(viewer, held.get("member_id")):
        return True
    if not viewer.is_buyer:
        return False
    # what was expired says no family any more, and would be read again unfiltered
    free = not viewer.barred or ("category_id" in held and held["category_id"] not in viewer.barred)
    return free or not isinstance(row, Line)


def _criteria(viewer: Viewer) -> list[LoaderCriteriaOption]:
    if viewer.is_system:
        return []
    if viewer.kind is Kind.GATEKEEPER:
        return [_nothing_of(each) for each in (FirmSecret, Line, GroupOnly, Sealed)]
    criteria = [] if viewer.is_of_group else _own_records(viewer)
    return [*criteria, *_secrets(viewer), _own_person(viewer), _nothing_of(Sealed)]


def _nothing_of(audience: type[Audience]) -> LoaderCriteriaOption:
    return with_loader_criteria(audience, false(), include_aliases=True)


def _own_person(viewer: Viewer) -> LoaderCriteriaOption:
    me = viewer.user_id if viewer.user_id is not None else -1
    return with_loader_criteria(Personal, lambda cls: cls.user_id == me, include_aliases=True)


def _own_records(viewer: Viewer) -> list[LoaderCriteriaOption]:
    # -1 is no firm's number: somebody without a firm and without a role in the group sees nothing
    mine = viewer.member_id if viewer.member_id is not None else -1
    return [
        with_loader_criteria(Firm, lambda cls: cls.id == mine, include_aliases=True),
        with_loader_criteria(FirmRecord, lambda cls: cls.member_id == mine, include_aliases=True),
        _nothing_of(GroupOnly),
        _nothing_of(GateOnly),
    ]


def _secrets(viewer: Viewer) -> list[LoaderCriteriaOption]:
    mine = viewer.member_id if viewer.member_id is not None else -1
    if not viewer.is_buyer:
        return [
            with_loader_criteria(FirmSecret, lambda cls: cls.member_id == mine, include_aliases=True),
            with_loader_criteria(Line, lambda cls: cls.member_id == mine, include_aliases=True),
        ]
    private = with_loader_criteria(FirmPrivate, lambda cls: cls.member_id == mine, include_aliases=True)
    if not viewer.barred:
        return [private]
    barred = list(viewer.barred)
    return [
        private,
        with_loader_criteria(
            Line,
            lambda cls: or_(cls.member_id == mine, cls.category_id.is_(None), cls.category_id.not_in(barred)),
            include_aliases=True,
        ),
    ]


@event.listens_for(GuardedSession, "do_orm_execute")
def _scope(state: ORMExecuteState) -> None:
    viewer: Viewer | None = state.session.info.get(VIEWER)
    if viewer is None:
        raise UnscopedReadError("no viewer, no read")
    if viewer.is_system:
        return
    if not state.is_orm_statement:
        raise UnscopedReadError("statements around the ORM carry no scope")
    written_by_the_orm = state.is_column_load or state.is_relationship_load
    if not written_by_the_orm and goes_around(state.statement, _guarded_tables()):
        raise UnscopedReadError("a part of this statement names no mapped class, so it carries no scope")
    if not (state.is_select or _may_write_many(viewer, state)):
        raise ForeignWriteError(f"{viewer.name} may not write many rows at once: no row would be judged")
    if not state.is_column_load:
        state.statement = state.statement.options(*state.session.info[CRITERIA])


@lru_cache(maxsize=1)
def _guarded_tables() -> frozenset[Any]:
    mapped = [mapper for mapper in Base.registry.mappers if not issubclass(mapper.class_, Shared)]
    return frozenset(mapper.local_table for mapper in mapped)


def _may_write_many(viewer: Viewer, state: ORMExecuteState) -> bool:
    """Bulk statements pass by `_refuse_foreign_rows`: the rows of an INSERT that holds them all are judged here, as it
    judges them; whatever else is written at once, by who writes."""
    written = state.bind_mapper.class_ if state.bind_mapper else object
    rows = _rows_to_enter(state, written)
    if rows and all(_may_write(viewer, written, row.get) for row in rows):
        return True
    if viewer.kind is Kind.GATEKEEPER:
        return issubclass(written, GateOnly)
    if issubclass(written, Personal | FirmPrivate | Sealed):
        return False
    return viewer.is_buyer or (viewer.is_administrator and not issubclass(written, FirmSecret | Line))


def _rows_to_enter(state: ORMExecuteState, written: type[object]) -> Sequence[Mapping[str, Any]]:
    """Those of an INSERT that says nothing else; none when one holds what the database would have to read first."""
    if not (isinstance(state.statement, Insert) and state.statement.compare(insert(written))):
        return ()
    rows = state.parameters if isinstance(state.parameters, Sequence) else [state.parameters or {}]
    kinds = {type(value) for row in rows for value in row.values()}
    return () if any(issubclass(kind, ClauseElement) or hasattr(kind, "__clause_element__") for kind in kinds) else rows


@event.listens_for(GuardedSession, "before_flush")
def _refuse_foreign_rows(session: Session, _context: object, _instances: object) -> None:
    viewer: Viewer | None = session.info.get(VIEWER)
    if viewer is None:
        raise ForeignWriteError("no viewer, no write")
    if viewer.is_system:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if not _may_write(viewer, type(row), partial(getattr, row)):
            raise ForeignWriteError(f"{viewer.name} may not write this {type(row).__name__}")


@event.listens_for(GuardedSession, "before_flush")
def _number_unread_rows(session: Session, _context: object, _instances: object) -> None:
    viewer: Viewer = session.info[VIEWER]
    if not viewer.is_system:
        number([row for row in session.new if not _reads(viewer, row)], partial(Session.connection, session))


def _reads(viewer: Viewer, row: object) -> bool:
    """Of what is written by whoever acts."""
    if isinstance(row, GateOnly):
        return viewer.is_of_group or viewer.kind is Kind.GATEKEEPER
    return not isinstance(row, Record) or _may_keep(viewer, row)


def _may_write(viewer: Viewer, written: type[object], said: Callable[[str], Any]) -> bool:
    """Of one row of a class, whose columns `said` tells."""
    if issubclass(written, (Record, GateOnly)):
        return True
    if issubclass(written, Personal):
        return viewer.kind is Kind.GATEKEEPER or said("user_id") == viewer.user_id
    if issubclass(written, (Shared, GroupOnly)):
        return viewer.is_of_group
    if issubclass(written, FirmPrivate):
        return _is_own(viewer, said("member_id"))
    if issubclass(written, (FirmSecret, Line)):
        return viewer.is_buyer or _is_own(viewer, said("member_id"))
    if issubclass(written, (Firm, FirmRecord)):
        own = "id" if issubclass(written, Firm) else "member_id"
        return viewer.kind is Kind.GATEKEEPER or viewer.is_of_group or _is_own(viewer, said(own))
    return False


def _is_own(viewer: Viewer, member_id: int | None) -> bool:
    return viewer.member_id is not None and member_id == viewer.member_id


@event.listens_for(GuardedSession, "detached_to_persistent")
def _refuse_made_up_rows(session: Session, row: object) -> None:
    """Columns of a row at hand are loaded unfiltered: it must have come by a statement."""
    viewer: Viewer | None = session.info.get(VIEWER)
    if viewer is None or not (viewer.is_system or isinstance(row, Shared)):
        raise UnscopedReadError(f"this {type(row).__name__} was not read through this session")


class NotYoursError(LookupError):
    """There is no such thing, for this viewer; answered as if it never existed."""


def one(viewer: Viewer, statement: Select[Row], values: Mapping[str, object] | None = None) -> Row:
    """The one row of a scoped statement, or NotYoursError."""
    row = viewer.session.scalars(statement, values).one_or_none()
    if row is None:
        raise NotYoursError
    return row


@contextmanager
def in_full(viewer: Viewer) -> Iterator[Viewer]:
    """For the verbs whose result is totals alone (a conflicted buyer consolidates all lines or none):
    the same person with the system's eyes. Run bulk statements only: a secret row loaded in here is taken
    out of the session afterwards (`see_as`), but whoever holds it can still read it."""
    widened = replace(viewer, kind=Kind.SYSTEM, barred=())
    before: Viewer = viewer.session.info[VIEWER]  # a verb that reads in full may use another that does
    try:
        yield see_as(widened)
    finally:
        see_as(before)
