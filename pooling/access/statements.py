"""Whether a statement says all that it reads in terms the session can scope.

Criteria reach mapped classes alone. A table, an alias of one, or a piece of SQL written out, set beside a
mapped class, would pass unfiltered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Alias, CompoundSelect, FromClause, Select, Table, TextClause
from sqlalchemy.orm import FromStatement
from sqlalchemy.sql.elements import ColumnClause

OWNER = "parententity"  # on what is written with a mapped class
BY_RELATIONSHIP = "parentmapper"  # on the conditions of its relationships
SELECTS = (Select, CompoundSelect)
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
    if isinstance(statement, TextClause):
        return True
    waiting: list[tuple[Any, frozenset[FromClause]]] = [(statement, frozenset())]
    while waiting:
        scoped, bare = set[FromClause](), Counter[FromClause]()
        root, outer = waiting.pop()
        inner = []
        for element, child in _within(root):
            if isinstance(child, SELECTS):
                inner.append((element, child))
            elif isinstance(child, TextClause) or _is_written_out(child):
                return True
            elif isinstance(child, ColumnClause | FromClause):
                _sort(child, scoped, bare)
        known = outer | scoped
        if any(count > 0 and each not in known and _table(each) in guarded for each, count in bare.items()):
            return True
        waiting += [(child, _borrowed(element, child, known)) for element, child in inner]
    return False


def _within(root: Any) -> Iterator[tuple[Any, Any]]:
    """What a SELECT says itself, each with what it stands in; of a SELECT within it, only that it is there."""
    open_ = [root]
    while open_:
        element = open_.pop()
        for child in element.get_children():
            yield element, child
            if not isinstance(child, SELECTS):
                open_.append(child)


def _borrowed(element: Any, select: Any, known: frozenset[FromClause]) -> frozenset[FromClause]:
    """Which rows of the SELECT around it a condition or a value takes part in; a table of its own, a CTE, a part of a
    union none: there a class named outside filters nothing."""
    if isinstance(element, FromClause | CompoundSelect) or not isinstance(select, Select):
        return frozenset()
    if select._correlate_except is not None:
        return known - frozenset(select._correlate_except)
    return known if select._auto_correlate else known & frozenset(select._correlate or ())


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
