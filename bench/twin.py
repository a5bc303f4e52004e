"""A copy of a database on which every statement of a request runs once more, through the bare driver.

Ours and the bare side change their own copies in step, so that both do the same work: the same rows are
read, the same are written, the same transactions are committed."""

from __future__ import annotations

import shutil
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

Step = tuple[str, Any, bool]  # a statement and its parameters (True: a list of them); an ending has none
ENDINGS = {"COMMIT": sqlite3.Connection.commit, "ROLLBACK": sqlite3.Connection.rollback}
PRAGMAS = ("journal_mode = WAL", "foreign_keys = ON", "cache_size = -65536")


class Twin:
    """Takes down what an engine is told, request by request, and does the same."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._requests: deque[list[Step]] = deque()
        self._steps: list[Step] = []

    def listen(self, engine: Engine) -> None:
        event.listen(engine, "before_cursor_execute", self._heard)
        event.listen(engine, "commit", lambda _: self._steps.append(("COMMIT", None, False)))
        event.listen(engine, "rollback", lambda _: self._steps.append(("ROLLBACK", None, False)))

    def _heard(
        self, _connection: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        self._steps.append((statement, parameters, many))

    def end_request(self) -> None:
        self._requests.append(self._steps)
        self._steps = []

    def forget(self) -> None:
        self._requests.clear()

    def replay(self) -> list[list[Any]]:
        """Do what the oldest request not yet replayed did: the rows of each statement."""
        return [self._do(*step) for step in self._requests.popleft()]

    def _do(self, statement: str, parameters: Any, many: bool) -> list[Any]:
        ending = ENDINGS.get(statement)
        if ending is not None:
            ending(self.connection)
            return []
        if many:
            return self.connection.executemany(statement, parameters).fetchall()
        return self.connection.execute(statement, parameters).fetchall()


@contextmanager
def twin_of(path: Path, synchronous: str) -> Iterator[Twin]:
    """`synchronous` is SQLite's: FULL waits for the disk, OFF does not."""
    copy = path.with_name("twin.db")
    shutil.copyfile(path, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for pragma in (*PRAGMAS, f"synchronous = {synchronous}"):
            connection.execute(f"PRAGMA {pragma}")
        yield Twin(connection)
