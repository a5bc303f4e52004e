from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError

from pooling.access.sight import SYSTEM
from pooling.access.viewer import Viewer
from pooling.db import seen_by
from pooling.journal.rules import record


@pytest.mark.parametrize("statement", ["UPDATE entry SET actor = 'nobody'", "DELETE FROM entry"])
def test_the_database_itself_refuses_to_change_the_record(system: Viewer, engine: Engine, statement: str) -> None:
    record(system, "needs.enter", "need:1")
    system.session.commit()
    with seen_by(engine, lambda: SYSTEM).connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(statement))


def test_an_entry_is_part_of_the_transaction_of_its_verb(system: Viewer, engine: Engine) -> None:
    record(system, "needs.enter", "need:1")
    system.session.flush()
    system.session.rollback()
    with seen_by(engine, lambda: SYSTEM).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM entry")).scalar() == 0


def test_a_program_signs_with_its_kind(system: Viewer) -> None:
    entry = record(system, "needs.enter", "need:1")
    system.session.flush()
    assert entry.actor == "system"
    assert entry.at.tzinfo is not None
