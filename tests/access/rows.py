"""A few rows in every table of every room, made from what the tables say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import Column, Connection, NullPool, Table, create_engine, text
from sqlalchemy.types import TypeDecorator

from pooling.access.scope import Audience, Shared
from pooling.db import Base

FAMILIES = ("barred", "free", None)
FIRMS = ("ARV", "GIF", "SOE")
EMPLOYED = {"alice": "ARV", "charlie": "GIF", "brigitte": None}
# what a CHECK wants, beyond what must be filled
ALSO: dict[str, dict[str, Any]] = {"delivery": {"share_id": 1}}
number = count(900_000)


@dataclass(frozen=True)
class Row:
    """One that was put in; `firm`, `family` and `person` are whose it is, as far as its table tells."""

    table: str
    audience: str
    where: str
    firm: str | None = None
    family: str | None = None
    person: str | None = None

    @property
    def made_in(self) -> Table:
        return Base.metadata.tables[self.table]

    @property
    def find(self) -> str:
        return f'SELECT 1 FROM "{self.table}" WHERE {self.where}'

    @property
    def touch(self) -> str:
        column = next(iter(self.made_in.primary_key)).name
        return f'UPDATE "{self.table}" SET {column} = {column} WHERE {self.where}'

    @property
    def delete(self) -> str:
        return f'DELETE FROM "{self.table}" WHERE {self.where}'

    @property
    def has_firm(self) -> bool:
        return "member_id" in self.made_in.columns

    def give_to(self, firm: int) -> str:
        return f'UPDATE "{self.table}" SET member_id = {firm} WHERE {self.where}'


@dataclass(frozen=True)
class Made:
    rows: list[Row]
    firms: dict[str, int]
    people: dict[str, int]
    barred: int
    free: int


def make(url: str) -> Made:
    """As a superuser, with foreign keys and triggers standing aside."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        firms = {code: id_ for id_, code in connection.execute(text("SELECT id, code FROM member"))}
        people = {
            email.partition("@")[0]: id_ for email, id_ in connection.execute(text('SELECT email, id FROM "user"'))
        }
        barred, free = connection.scalars(text("SELECT id FROM category ORDER BY id LIMIT 2"))
        made = Made([], firms, people, barred, free)
        for table in Base.metadata.sorted_tables:
            audience = audience_of(table)
            if audience != "Shared":
                made.rows.extend(_rows(connection, table, audience, made))
    return made


def audience_of(table: Table) -> str:
    """The innermost class between the mapped one and Audience."""
    mapped = [mapper.class_ for mapper in Base.registry.mappers if mapper.local_table is table]
    if not mapped:
        joined = {audience_of(key.column.table) for key in table.foreign_keys}
        return Shared.__name__ if joined == {Shared.__name__} else "of both"
    known = [each for each in mapped[0].__mro__ if issubclass(each, Audience) and not issubclass(each, Base)]
    return known[0].__name__


def _rows(connection: Connection, table: Table, audience: str, made: Made) -> list[Row]:
    if audience == "Firm":
        return [Row(table.name, audience, f"id = {made.firms[firm]}", firm) for firm in FIRMS]
    if audience == "of both":
        return [Row(table.name, audience, f"user_id = {made.people[name]}", firm) for name, firm in EMPLOYED.items()]
    key = table.primary_key.columns.keys()[0]
    rows = [
        Row(table.name, audience, f"{key} = {next(number)}", firm, family, who)
        for firm in (FIRMS if "member_id" in table.columns else (None,))
        for family in (FAMILIES if "category_id" in table.columns else (None,))
        for who in (made.people if audience == "Personal" else (None,))
        if family is not None or "category_id" not in table.columns or table.columns["category_id"].nullable
    ]
    for row in rows:
        connection.execute(table.insert().values(values(row, made) | {key: int(row.where.rpartition(" ")[2])}))
    return rows


def values(row: Row, made: Made) -> dict[str, Any]:
    """One like it, with a number of its own."""
    filled = {column.name: _value(column) for column in row.made_in.columns if _must_be_filled(column)}
    filled |= ALSO.get(row.table, {})
    known = {
        "id": next(number),
        "member_id": made.firms.get(row.firm or ""),
        "category_id": {"barred": made.barred, "free": made.free}.get(row.family or ""),
        "user_id": made.people.get(row.person or ""),
    }
    return filled | {name: value for name, value in known.items() if name in row.made_in.columns and value is not None}


def _must_be_filled(column: Column[Any]) -> bool:
    return not (column.nullable or column.default is not None or column.server_default is not None)


def _value(column: Column[Any]) -> Any:
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    unique = next(number)
    known: dict[type, Any] = {
        str: f"{unique}"[-(getattr(stored, "length", None) or 9):], int: unique, Decimal: Decimal(1), bool: False,
        datetime: datetime(2026, 1, 1, tzinfo=UTC), date: date(2026, 1, 1), bytes: b"",
    }  # fmt: skip
    return known.get(stored.python_type, {})
