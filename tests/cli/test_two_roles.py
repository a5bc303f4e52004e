"""PostgreSQL as docs/install.md sets it up: an owner, and a role for the service that opens no door."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from pooling.access.scope import open_session
from pooling.access.sight import SYSTEM
from pooling.access.viewer import Kind
from pooling.db import make_engine, seen_by
from pooling.members.models import Member
from pooling.migrations import downgrade, upgrade
from tests import postgres
from tests.cli.conftest import Command
from tests.cli.test_instance import CHOSEN


@pytest.fixture
def database(server: str | None) -> Iterator[str]:
    """A new one; its address for the superuser."""
    if server is None:
        pytest.skip("only PostgreSQL has roles")
    name = f"roles_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    yield postgres.create_database(server, name)
    postgres.drop_database(server, name)


def do(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def enter_a_firm(url: str) -> None:
    with opened(url) as engine, open_session(engine, Kind.SYSTEM).session as session:
        session.add(Member(code="A", name="A"))
        session.commit()


def firms(url: str, words: str = SYSTEM) -> int:
    with opened(url) as engine, seen_by(engine, lambda: words).connect() as connection:
        return int(connection.scalar(text("SELECT count(*) FROM member")) or 0)


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def test_the_guide_names_the_roles_that_the_tests_run_with() -> None:
    on_server, _in_database, _later = postgres.statements_of_the_guide()
    assert [line.split()[2] for line in on_server] == [postgres.OWNER, postgres.APPLICATION, "pooling"]


def test_a_group_is_set_up_by_the_owner_and_served_by_the_other(
    pooling: Command, instance: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = postgres.as_role(database, postgres.APPLICATION)
    monkeypatch.setenv("DATABASE_URL", postgres.as_role(database, postgres.OWNER))
    assert pooling("init", *CHOSEN, "--database-url", service).status == 0
    assert pooling("upgrade").status == 0
    monkeypatch.delenv("DATABASE_URL")
    assert service in (instance / "pooling.toml").read_text(encoding="utf-8")
    assert pooling("doctor").status == 0
    assert pooling("invite", "nina@example.org", "--name", "Nina", "--role", "buyer").status == 0
    assert pooling("upgrade").status == 0  # nothing to do, so nothing that its role may not


def test_an_upgrade_by_the_other_is_told_whose_it_is(
    pooling: Command, group: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(postgres.as_role(database, postgres.OWNER), "0022")
    downgrade(postgres.as_role(database, postgres.OWNER), "-1")
    monkeypatch.setenv("DATABASE_URL", postgres.as_role(database, postgres.APPLICATION))
    said = pooling("upgrade")
    assert said.status == 1
    assert "DATABASE_URL" in said.err


def test_the_role_of_the_service_is_let_in_to_what_one_role_made(server: str | None, database: str) -> None:
    owner, service = (postgres.as_role(database, role) for role in (postgres.OWNER, postgres.APPLICATION))
    privileges, functions = postgres.statements_of_the_guide()[1][:2], postgres.statements_of_the_guide()[1][2:]
    assert all(each.startswith("ALTER DEFAULT PRIVILEGES") for each in privileges)
    do(database, *(each.replace(" GRANT ", " REVOKE ").replace(" TO ", " FROM ") for each in privileges))
    upgrade(owner)
    enter_a_firm(owner)
    with pytest.raises(ProgrammingError, match="permission denied"):
        firms(service)
    do(database, *privileges, *functions, *postgres.statements_of_the_guide()[2])
    assert firms(service) == 1


def test_an_owner_is_bound_by_the_policies_too(database: str) -> None:
    owner = postgres.as_role(database, postgres.OWNER)
    upgrade(owner)
    enter_a_firm(owner)
    assert (firms(owner), firms(owner, "")) == (1, 0)


def test_doctor_says_how_far_the_door_is_shut(
    pooling: Command, group: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(url: str) -> tuple[bool, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        findings = pooling("doctor", "--json").json
        return next((each["well"], each["told"]) for each in findings if each["what"] == "Cloisonnement des lignes")

    owner, service = (postgres.as_role(database, role) for role in (postgres.OWNER, postgres.APPLICATION))
    upgrade(owner)
    assert (told(service)[0], "ne peut pas ouvrir" in told(service)[1]) == (True, True)
    assert (told(owner)[0], "possède" in told(owner)[1]) == (True, True)
    assert (told(database)[0], "passe outre" in told(database)[1]) == (False, True)
    do(database, f"GRANT EXECUTE ON FUNCTION set_config(text, text, boolean) TO {postgres.APPLICATION}")
    assert (told(service)[0], "set_config()" in told(service)[1]) == (True, True)
    do(owner, "ALTER TABLE need NO FORCE ROW LEVEL SECURITY", "DROP POLICY sealed ON publication_basis")
    assert (told(service)[0], "need, publication_basis" in told(service)[1]) == (False, True)


def test_a_dump_of_the_owners_holds_everything(server: str | None, database: str, tmp_path: Path) -> None:
    owner, file = postgres.as_role(database, postgres.OWNER), str(tmp_path / "dump")
    upgrade(owner)
    enter_a_firm(owner)
    dump = (postgres.program("pg_dump"), "-Fc", "-f", file, owner.replace("+psycopg", ""))
    assert b"row-level security" in subprocess.run(dump, check=False, capture_output=True).stderr
    as_system = {**os.environ, "PGOPTIONS": "-c pooling.sees=system"}
    subprocess.run([*dump, "--enable-row-security"], check=True, env=as_system)
    assert server is not None
    name = f"again_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}"
    again = postgres.as_role(postgres.create_database(server, name), postgres.OWNER)
    subprocess.run([postgres.program("pg_restore"), "-d", again.replace("+psycopg", ""), file], check=True)
    assert (firms(again), firms(again, "")) == (1, 0)
    postgres.drop_database(server, name)
