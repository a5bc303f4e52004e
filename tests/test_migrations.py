"""The history of the schema: up, down, up again, and in the end what the models say."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from pooling import db
from pooling.access.sight import SYSTEM
from pooling.db import make_engine, seen_by
from pooling.migrations import configuration, downgrade, upgrade
from tests import postgres


@pytest.fixture
def empty_url(server: str | None, tmp_path: Path) -> str:
    if server is None:
        return f"sqlite:///{tmp_path / 'empty.db'}"
    # one a worker: two of one name would throw each other out
    url = postgres.create_database(server, f"empty_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}")
    return postgres.as_role(url, postgres.OWNER)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    engine = make_engine(empty_url)
    yield seen_by(engine, lambda: SYSTEM)
    engine.dispose()


def test_each_change_goes_up_down_and_up_again(empty_url: str, empty: Engine) -> None:
    history = [script.revision for script in ScriptDirectory.from_config(configuration(empty_url)).walk_revisions()]
    for revision in reversed(history):
        upgrade(empty_url, revision)
        downgrade(empty_url, "-1")
        upgrade(empty_url, revision)
    downgrade(empty_url, "base")
    assert set(inspect(empty).get_table_names()) == {"alembic_version"}


def test_migrations_see_every_row(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Policies bind the owner of the tables too: one that says nothing would change no row."""
    said: list[str] = []
    monkeypatch.setattr(db, "_say", lambda _connection, words: said.append(words))
    with suppress(DatabaseError):  # nobody begins
        command.current(configuration(empty_url))
    assert empty_url.startswith("sqlite") or said[0] == f"BEGIN; {SYSTEM}"


def test_the_migrated_schema_is_the_models(empty_url: str) -> None:
    upgrade(empty_url)
    command.check(configuration(empty_url))


def test_checks_are_in_the_schema_too(empty_url: str, empty: Engine) -> None:
    """Autogenerate misses CHECKs; the names of the models' must all stand in the database."""
    upgrade(empty_url)
    inspector = inspect(empty)
    names = {
        check["name"] for table in ("need", "campaign", "pack") for check in inspector.get_check_constraints(table)
    }
    assert {"ck_need_wanted_positive", "ck_campaign_opens_before_it_closes", "ck_pack_content_positive"} <= names


@pytest.mark.parametrize("statement", ["UPDATE entry SET note = 'x'", "DELETE FROM entry"])
def test_the_journal_is_append_only(empty_url: str, empty: Engine, statement: str) -> None:
    upgrade(empty_url)
    with empty.begin() as connection:
        connection.execute(
            text("INSERT INTO entry (at, actor, verb, subject, note) VALUES (CURRENT_TIMESTAMP, 'x', 'x', 'x', '')")
        )
    with pytest.raises(DatabaseError, match="append-only"), empty.begin() as connection:
        connection.execute(text(statement))
