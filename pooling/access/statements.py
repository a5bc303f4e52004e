"""Whether a statement says all that it reads in terms the session can scope.

Criteria reach mapped classes alone. A table, an alias of one, or a piece of SQL written out, set beside a
mapped class, would pass unfiltered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Alias, FromClause, Table, TextClause
from sqlalchemy.orm import FromStatement
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnClause

OWNER = "parententity"  # on what is written with a mapped class
BY_RELATIONSHIP = "parentmapper"  # on the conditions of its relationships
# what SQLAlchemy itself writes out: count(*), SELECT 1
HARMLESS = frozenset({"*", "1"})


# by statement: they never change, and those that every request asks are the same objects
_known: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()


def goes_around(statement: Any, guarded: Container[FromClause | None]) -> bool:
    """Whether it reads one of the guarded tables by another way than its mapped class."""
    if statement not in _known:
        _known[statement] = _goes_around(statement, guarded)
    return _known[statement]


def _goes_around(statement: Any, guarded: Container[FromClause | None]) -> bool:
    if isinstance(statement, FromStatement):
        return not statement.element.is_dml
    scoped: set[FromClause] = set()
    bare: Counter[FromClause] = Counter()
    for element in visitors.iterate(statement):
        if isinstance(element, TextClause) or _is_written_out(element):
            return True
        if isinstance(element, ColumnClause | FromClause):
            _sort(element, scoped, bare)
    return any(count > 0 and each not in scoped and _table(each) in guarded for each, count in bare.items())


def _is_written_out(element: Any) -> bool:
    return isinstance(element, ColumnClause) and element.is_literal and element.name not in HARMLESS


def _sort(element: Any, scoped: set[FromClause], bare: Counter[FromClause]) -> None:
    if isinstance(element, Alias):
        bare[element.element] -= 1  # the table inside is visited next
    owner = element._annotations.get(OWNER)
    source: Any = element.table if isinstance(element, ColumnClause) else element
    if owner is not None:
        scoped.add(owner.selectable)
    elif BY_RELATIONSHIP in element._annotations:
        scoped.add(source)
    elif source is not None and _table(source) is not None:
        bare[source] += 1


def _table(source: FromClause) -> Table | None:
    inner = source.element if isinstance(source, Alias) else source
    return inner if isinstance(inner, Table) else None
