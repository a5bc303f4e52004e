"""A PostgreSQL for the tests that nobody installed by hand."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import NullPool, create_engine, make_url, text

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")

# a connection of this name may stay: a new one has to learn about every table first, which took longer than most tests
WARM = "warm"

# what a test may have changed: nothing but rows. Triggers and foreign keys stand aside, so the order is free
KEEP = """
DO $$ DECLARE name text; BEGIN
  CREATE SCHEMA kept;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
  END LOOP;
  CREATE SCHEMA counted;
  CREATE TABLE counted.sequences AS SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public';
END $$
"""
RESTORE = f"""
DO $$ DECLARE name text; BEGIN
  PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND NOT (application_name = '{WARM}' AND state = 'idle');
  SET LOCAL session_replication_role = replica;
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP
    EXECUTE format('DELETE FROM public.%1$I AS r WHERE r::text NOT IN (SELECT k::text FROM kept.%1$I AS k)', name);
    EXECUTE format('INSERT INTO public.%1$I OVERRIDING SYSTEM VALUE '
      'SELECT * FROM kept.%1$I AS k WHERE k::text NOT IN (SELECT r::text FROM public.%1$I AS r)', name);
  END LOOP;
  PERFORM setval(format('public.%I', s.sequencename)::regclass, coalesce(s.last_value, 1), s.last_value IS NOT NULL)
  FROM counted.sequences AS s JOIN pg_sequences AS p USING (sequencename)
  WHERE p.schemaname = 'public' AND p.last_value IS DISTINCT FROM s.last_value;
END $$
"""


GUIDE = Path(__file__).parent.parent / "docs" / "install.md"
OWNER, APPLICATION = "pooling_owner", "pooling_app"  # as docs/install.md names them


class NoPostgresError(RuntimeError):
    """There is no PostgreSQL to test on; the sentence says what would help."""


@contextmanager
def server() -> Iterator[str]:
    """The address of a server, as its superuser: TEST_DATABASE_URL, else one started here."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        _make_roles(named)
        yield named
        return
    binaries = _binaries()
    folder = Path(tempfile.mkdtemp(prefix="pooling-pg-"))
    try:
        for url in _run(binaries, folder):
            _make_roles(url)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create_database(server: str, name: str, template: str | None = None) -> str:
    """One whose owner is no superuser, and in which the application may do what docs/install.md says; its address for
    the superuser."""
    drop_database(server, name)
    _do(server, f"CREATE DATABASE {name} OWNER {OWNER}" + (f" TEMPLATE {template}" if template else ""))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    if template is None:
        _do(url, *statements_of_the_guide()[1])
    return url


def drop_database(server: str, name: str) -> None:
    _do(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def program(name: str) -> str:
    """One that comes with the server."""
    return str(_binaries() / name)


def as_role(url: str, role: str) -> str:
    """The same database for another role; on SQLite there are none."""
    if url.startswith("sqlite"):
        return url
    return make_url(url).set(username=role, password=role).render_as_string(hide_password=False)


def statements_of_the_guide() -> list[list[str]]:
    """What docs/install.md has a superuser say: on the server, in the database, in one that is there already."""
    blocks = re.findall(r"```sql\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return [[line.rstrip(";") for line in block.splitlines()] for block in blocks]


def _make_roles(server: str) -> None:
    for role in (OWNER, APPLICATION):
        create = f"CREATE ROLE {role} LOGIN PASSWORD '{role}'"
        _do(server, f"DO $$ BEGIN {create}; EXCEPTION WHEN duplicate_object THEN END $$")


@contextmanager
def kept_rows(url: str) -> Iterator[Callable[[], object]]:
    """What brings all rows back as they are now. It throws out who is still at work. Asks for a superuser."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(KEEP))
        yield lambda: connection.execute(text(RESTORE))


def _do(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))


def _binaries() -> Path:
    found = [path.parent for place in PLACES for path in Path(place).glob("*/bin/initdb")]
    beside = shutil.which("initdb")
    if beside:
        found.append(Path(beside).resolve().parent)
    if not found:
        raise NoPostgresError("No PostgreSQL here: install it (apt-get install postgresql) or set TEST_DATABASE_URL.")
    return max(found, key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdigit()])


def _run(binaries: Path, folder: Path) -> Iterator[str]:
    owner = _owner()
    if owner != getpass.getuser():
        shutil.chown(folder, owner)
    data = folder / "data"
    _as(owner, binaries / "initdb", "-D", data, "-U", "pooling", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' " + " ".join(f"-c {each}" for each in SPEED)
    log = folder / "log"
    _as(owner, binaries / "pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://pooling@/postgres?host={folder}"
    finally:
        _as(owner, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def _owner() -> str:
    # root may not run PostgreSQL: Debian's package brings its own user, every system has nobody
    if os.name != "posix" or os.geteuid() != 0:
        return getpass.getuser()
    known = {line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()}
    return "postgres" if "postgres" in known else "nobody"


def _as(owner: str, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        capture_output=True,
        cwd="/",
        user=owner if owner != getpass.getuser() else None,
    )
