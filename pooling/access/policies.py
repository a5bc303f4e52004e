"""The fourth door, on PostgreSQL: row level security that asks of each table what its class declares (scope.py).

The statements here are what the declarations ask for. The history of the schema bears them as frozen text; tests
compare both, and the live database, with these (tests/access/test_policies.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import ForeignKey, FromClause, Table
from sqlalchemy.dialects import postgresql

from pooling.access.scope import (
    Audience,
    Firm,
    FirmPrivate,
    FirmRecord,
    FirmSecret,
    GateOnly,
    GroupOnly,
    Line,
    Personal,
    Record,
    Sealed,
    Shared,
)
from pooling.access.sight import Sees, Setting
from pooling.db import Base


def _said(setting: Setting, kind: str = "") -> str:
    """What the transaction was told; NULL when nothing, so that no comparison holds. A SELECT of its own is asked once
    a statement, not once a row."""
    return f"(SELECT nullif(current_setting('{setting}', true), ''){kind})"


def _eyes(*sees: Sees) -> str:
    words = ", ".join(f"'{each}'" for each in sees)
    return f"{_said(Setting.SEES)} IN ({words})"


GROUP = (Sees.SYSTEM, Sees.BUYER, Sees.ADMINISTRATOR)
OWN_FIRM = f"member_id = {_said(Setting.MEMBER, '::integer')}"
NOT_BARRED = f"(category_id IS NULL OR category_id <> ALL ({_said(Setting.BARRED)}::integer[]))"
ANYONE = f"{_said(Setting.SEES)} IS NOT NULL"


@dataclass(frozen=True)
class Policy:
    """Which rows are seen, and so changed and deleted; which may be written (those seen, unless it says), as
    `scope._may_write` has it."""

    name: str
    seen: str
    written: str = ""

    def on(self, table: str) -> Iterator[str]:
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
        check = f" WITH CHECK ({self.written})" if self.written else ""
        yield f"CREATE POLICY {self.name} ON {table} USING ({self.seen}){check}"
        if self.seen == "true":  # so that members may lock what all share; a lock asks what a change would
            yield f"CREATE POLICY {self.name}_kept ON {table} AS RESTRICTIVE FOR DELETE USING ({self.written})"


_LINE = f"{OWN_FIRM} OR {_eyes(Sees.SYSTEM, Sees.BUYER)} AND {NOT_BARRED}"
_EVERY_FIRM = _eyes(Sees.GATEKEEPER, *GROUP)
POLICIES: dict[type[Audience], Policy] = {
    Shared: Policy("shared", "true", _eyes(*GROUP)),
    Firm: Policy("firm", f"id = {_said(Setting.MEMBER, '::integer')} OR {_EVERY_FIRM}"),
    FirmRecord: Policy("firm_record", f"{OWN_FIRM} OR {_EVERY_FIRM}"),
    FirmSecret: Policy("firm_secret", f"{OWN_FIRM} OR {_eyes(Sees.SYSTEM, Sees.BUYER)}"),
    FirmPrivate: Policy("firm_private", f"{OWN_FIRM} OR {_eyes(Sees.SYSTEM)}"),
    Line: Policy("line", _LINE, f"{OWN_FIRM} OR {_eyes(Sees.SYSTEM, Sees.BUYER)}"),
    Record: Policy("record", _LINE, ANYONE),
    GroupOnly: Policy("group_only", _eyes(*GROUP)),
    Sealed: Policy("sealed", _eyes(Sees.SYSTEM)),
    GateOnly: Policy("gate_only", _EVERY_FIRM, ANYONE),
    Personal: Policy(
        "personal", f"user_id = {_said(Setting.PERSON, '::integer')} OR {_eyes(Sees.SYSTEM, Sees.GATEKEEPER)}"
    ),
}
_quoted = postgresql.dialect().identifier_preparer  # type: ignore[no-untyped-call]


def policies() -> dict[str, Policy]:
    """By the name of the table, as SQL writes it: every table of every room that is loaded."""
    mapped = {mapper.local_table: _declared(mapper.class_) for mapper in Base.registry.mappers}
    return {
        _quoted.format_table(table): mapped[table] if table in mapped else _of_both(table, mapped)
        for table in Base.metadata.sorted_tables
    }


def statements() -> Iterator[str]:
    for table, policy in policies().items():
        yield from policy.on(table)


def _declared(mapped: type) -> Policy:
    return next(POLICIES[each] for each in mapped.__mro__ if each in POLICIES)


def _of_both(table: Table, mapped: Mapping[FromClause, Policy]) -> Policy:
    """A table that only joins others declares nothing: a row is seen by who sees all that it joins."""
    secret = [key for key in table.foreign_keys if mapped[key.column.table] is not POLICIES[Shared]]
    if not secret:
        return POLICIES[Shared]
    return Policy("of_both", " AND ".join(sorted(map(_seen_end, secret))))


def _seen_end(key: ForeignKey) -> str:
    here, there = _quoted.format_column(key.parent, use_table=True), _quoted.format_column(key.column, use_table=True)
    return f"EXISTS (SELECT FROM {_quoted.format_table(key.column.table)} WHERE {there} = {here})"
