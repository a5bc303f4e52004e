"""The fourth door follows from the third's declarations: what they ask for, the history of the schema has."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from unittest.mock import MagicMock

import pytest
from sqlalchemy import Engine, text

from pooling.access import policies
from pooling.db import make_engine
from pooling.migrations import versions
from tests import postgres
from tests.conftest import Copy

FIRST = "0022"
FOUND = text(
    "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, p.polname, p.polcmd, p.polpermissive, p.polroles::text,"
    " pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_policy p ON p.polrelid = c.oid"
    " WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
)


def said_by_the_history() -> list[str]:
    """What migrations tell PostgreSQL in words of their own, without a PostgreSQL."""
    said: list[str] = []
    for each in sorted(module.name for module in iter_modules(versions.__path__)):
        if each >= FIRST:
            migration: Any = import_module(f"{versions.__name__}.{each}")
            before, migration.op = migration.op, MagicMock()
            migration.op.get_bind.return_value.dialect.name = "postgresql"
            migration.upgrade()
            said += [str(call.args[0]) for call in migration.op.execute.call_args_list]
            migration.op = before
    return said


def test_each_table_has_its_policies_in_the_history() -> None:
    """The migration that makes a table, or changes its audience, says these as they stand here."""
    missing = [each for each in policies.statements() if each not in said_by_the_history()]
    assert not missing, "a migration has to say:\n" + "\n".join(missing)


@pytest.fixture
def owners(copied: Copy | None) -> Iterator[Engine]:
    if copied is None:
        pytest.skip("only PostgreSQL has a fourth door")
    engine = make_engine(postgres.as_role(copied.url, postgres.OWNER))
    yield engine
    engine.dispose()


def test_the_database_has_what_the_declarations_ask_for(owners: Engine) -> None:
    """Compared as PostgreSQL understood both: all policies are thrown away and made anew, and nothing changes."""
    with owners.connect() as connection:
        before = set(connection.execute(FOUND))
        for table, name in {(row.relname, row.polname) for row in before if row.polname}:
            connection.execute(text(f'DROP POLICY {name} ON "{table}"'))
        for table in {row.relname for row in before}:
            connection.execute(text(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY'))
        for statement in policies.statements():
            connection.execute(text(statement.replace(":", r"\:")))
        assert set(connection.execute(FOUND)) == before
        connection.rollback()
