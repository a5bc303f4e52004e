"""Numbers for rows whose writer may not read them: PostgreSQL returns none of what its policies hide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Connection, func, select


class Numbered(Protocol):
    __tablename__: str
    id: int


def number(rows: Sequence[Numbered], connect: Callable[[], Connection]) -> None:
    """In their order, by one statement for each of their tables."""
    if not rows:
        return
    connection = connect()
    if connection.dialect.name != "postgresql":
        return
    for kind in dict.fromkeys(map(type, rows)):
        some = [row for row in rows if type(row) is kind]
        sequence = func.pg_get_serial_sequence(some[0].__tablename__, "id")
        numbers = select(func.nextval(sequence)).select_from(func.generate_series(1, len(some)))
        for row, each in zip(some, connection.scalars(numbers), strict=True):
            row.id = each
