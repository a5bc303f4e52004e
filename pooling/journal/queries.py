"""Reading the record. Entries are read as plain rows: they never change, so nobody needs them as objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.journal.looks import VERB as LOOK
from pooling.journal.models import Entry

MOST_LOOKS = 5_000  # read at once to be told by day and person


@dataclass(frozen=True)
class Filters:
    """What a reader asks for; moments in UTC, `until` excluded."""

    verb: str = ""
    campaign: str = ""
    since: datetime | None = None
    until: datetime | None = None


class Row(NamedTuple):
    id: int
    at: datetime
    user_id: int | None
    actor: str
    verb: str
    subject: str
    campaign: str | None
    member_id: int | None
    category_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    note: str


class Looked(NamedTuple):
    at: datetime
    actor: str
    subject: str
    campaign: str | None
    member_id: int | None


EVERYTHING = Filters()


def entries(viewer: Viewer, filters: Filters = EVERYTHING, *, offset: int = 0, limit: int = 50) -> list[Row]:
    """What was done, newest first; looks are told apart."""
    columns = [getattr(Entry, name) for name in Row._fields]
    statement = _asked(select(*columns), filters).where(Entry.verb != LOOK)
    newest = statement.order_by(Entry.at.desc(), Entry.id.desc()).offset(offset).limit(limit)
    return [_as_told_to(viewer, Row(*row)) for row in _read(viewer, newest)]


def _as_told_to(viewer: Viewer, row: Row) -> Row:
    """Of what another firm did with all of its lines at once, a buyer barred from some of them reads that it did: how
    many lines there were, and in which words, is of the barred ones too."""
    closed = viewer.barred and row.category_id is None and row.member_id not in {None, viewer.member_id}
    return row._replace(before=None, after=None, note="") if closed else row


def count(viewer: Viewer, filters: Filters = EVERYTHING) -> int:
    (row,) = _read(viewer, _asked(select(func.count(Entry.id)), filters).where(Entry.verb != LOOK))
    return int(row[0])


def looks(viewer: Viewer, filters: Filters = EVERYTHING) -> list[Looked]:
    """Who read whose lines, newest first, at most MOST_LOOKS."""
    columns = [getattr(Entry, name) for name in Looked._fields]
    statement = _asked(select(*columns), filters).where(Entry.verb == LOOK)
    return [
        Looked(*row) for row in _read(viewer, statement.order_by(Entry.at.desc(), Entry.id.desc()).limit(MOST_LOOKS))
    ]


def verbs(viewer: Viewer) -> list[str]:
    return [
        row[0] for row in _read(viewer, select(Entry.verb).where(Entry.verb != LOOK).distinct().order_by(Entry.verb))
    ]


def campaigns(viewer: Viewer) -> list[str]:
    """Codes of the campaigns of which this viewer's entries tell."""
    known = select(Entry.campaign).where(Entry.campaign.is_not(None)).distinct().order_by(Entry.campaign.desc())
    return [row[0] for row in _read(viewer, known)]


def _asked(statement: Select[Any], filters: Filters) -> Select[Any]:
    if filters.verb:
        statement = statement.where(Entry.verb == filters.verb)
    if filters.campaign:
        statement = statement.where(Entry.campaign == filters.campaign)
    if filters.since is not None:
        statement = statement.where(Entry.at >= filters.since)
    if filters.until is not None:
        statement = statement.where(Entry.at < filters.until)
    return statement


def _read(viewer: Viewer, statement: Select[Any]) -> Sequence[Any]:
    """A member reads what is about its firm, a buyer what the scope leaves it. An administrator reads what is
    about no firm (the scope, made for lines, would hide that too), and what is about its own firm if any."""
    if viewer.is_administrator and not viewer.is_buyer:
        with in_full(viewer) as everything:
            return everything.session.execute(statement.where(_not_of_others(viewer))).all()
    return viewer.session.execute(statement).all()


def _not_of_others(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.member_id is None:
        return Entry.member_id.is_(None)
    return or_(Entry.member_id.is_(None), Entry.member_id == viewer.member_id)
