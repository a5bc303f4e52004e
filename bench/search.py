"""A person who types what it looks for among fifty thousand items, letter by letter.

Bare is our own index asked the same statements through `sqlite3` alone; and, as another yardstick, SQLite's full-text
index (FTS5, with prefixes) made of the same words, which sorts by name and ranks nothing."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from bench.clock import Figure, alternate
from bench.group import Scale, build
from bench.twin import Twin, twin_of
from pooling.access.scope import open_session
from pooling.access.viewer import Kind
from pooling.catalogue.queries import search_items
from pooling.db import make_engine

TARGET = 2.0
FOUND = 20
# as people look for things: by words, by a code, by a reference, by words in another order
SOUGHT = ("article mecanique no 4321", "a12345", "r-777", "qualite 5 no 99", "no 31 article")
TYPED = tuple(text[:length] for text in SOUGHT for length in range(2, len(text) + 1) if text[length - 1] != " ")
FULL_TEXT = (
    "CREATE VIRTUAL TABLE found USING fts5(words, content='', prefix='2 3 4', tokenize=\"unicode61 tokenchars '.-/+'\")"
)
ASKED = (
    "SELECT item.id, item.code, item.name FROM found JOIN item ON item.id = found.rowid"
    f" WHERE found MATCH ? AND item.active ORDER BY item.name, item.code LIMIT {FOUND}"
)


def measure(items: int, rounds: int, *, judged: bool) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory(prefix="pooling-bench-") as folder:
        path = build(Path(folder) / "group.db", Scale(1_000, items=items, chosen=()))
        engine = make_engine(f"sqlite:///{path}")
        with twin_of(path, "OFF") as twin:
            twin.listen(engine)
            yield from _measured(engine, twin, items, rounds, TARGET if judged else None)
        engine.dispose()


def _measured(engine: Engine, twin: Twin, items: int, rounds: int, target: float | None) -> Iterator[Figure]:
    connection = twin.connection
    connection.execute(FULL_TEXT)
    connection.execute("INSERT INTO found (rowid, words) SELECT id, search FROM item")
    title = f"{len(TYPED)} searches as one types, {items:,} items"

    def ours() -> None:
        for text in TYPED:
            _search(engine, text)
            twin.end_request()

    full_text = alternate(ours, lambda: [_full_text(connection, text) for text in TYPED], rounds)
    yield Figure(f"{title}, FTS5", full_text)
    twin.forget()
    same = alternate(ours, lambda: [twin.replay() for _ in TYPED], rounds)
    yield Figure(f"{title}, our index asked bare", same, target, "search", items, len(TYPED))


def _search(engine: Engine, text: str) -> list[str]:
    viewer = open_session(engine, Kind.SYSTEM)
    with viewer.session:
        return [item.code for item in search_items(viewer, text, limit=FOUND)]


def _full_text(connection: sqlite3.Connection, text: str) -> list[str]:
    words = " ".join(f'"{word}"*' for word in text.split())
    return [code for _number, code, _name in connection.execute(ASKED, (words,))]
