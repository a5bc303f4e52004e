from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, make_url, select
from werkzeug.test import TestResponse

from pooling import db
from pooling.access import received
from pooling.access.edge import ENGINE, viewer_of
from pooling.access.scope import open_session, see_as
from pooling.access.viewer import Kind, Viewer
from pooling.app import create_app
from pooling.catalogue import index
from pooling.config import Settings
from pooling.db import make_engine
from pooling.members.models import User
from pooling.migrations import upgrade
from pooling.needs.queries import families_taken
from tests import cast, postgres

IN_CI = bool(os.environ.get("CI"))
stack = ExitStack()
PG_ADDRESS = pytest.StashKey[str]()
# no example is late: it only takes longer on a busy machine
hypothesis.settings.register_profile(
    "unhurried",
    hypothesis.settings.default,  # in CI the same examples each time
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("unhurried")
SLOW = ("data", "office", "packaging", "browser")  # marks, the slowest last


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(ShareServer())
    if config.getoption("--database") == "postgresql" and not hasattr(config, "workerinput"):
        try:
            config.stash[PG_ADDRESS] = stack.enter_context(postgres.server())
        except postgres.NoPostgresError as reason:
            if IN_CI:
                raise pytest.UsageError(str(reason)) from reason
            pytest.exit(f"Skipped: {reason}", returncode=0)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Fast ones first. On PostgreSQL, what never asks for a database has been run on the other pass."""
    items.sort(key=slowness)
    if config.getoption("--database") == "postgresql":
        without = [item for item in items if not {"database_url", "server"} & set(getattr(item, "fixturenames", ()))]
        config.hook.pytest_deselected(items=without)
        items[:] = [item for item in items if item not in set(without)]


def slowness(item: pytest.Item) -> int:
    return max((SLOW.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in SLOW), default=0)


class ShareServer:
    """One PostgreSQL for all xdist workers."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        node.workerinput["postgresql"] = node.config.stash.get(PG_ADDRESS, "")


def pytest_unconfigure() -> None:
    stack.close()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("unused")
    return Settings(
        database_url=f"sqlite:///{folder / 'unused.db'}",
        secret_key="a key for tests",
        password_salt="a salt for tests",
        group_name="GIE du Val",
        attachments=str(folder / "attachments"),
    )


class Browser(FlaskClient):
    """Each request has a context of its own, as in a server, although the test holds one for its rules."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture(scope="session")
def application(settings: Settings) -> Flask:
    app = create_app(settings)
    app.testing = True
    app.test_client_class = Browser
    app.config["WTF_CSRF_ENABLED"] = False  # tests/access/test_csrf.py turns it on
    app.config["PROPAGATE_EXCEPTIONS"] = True
    hash_quickly(app)
    return app


def hash_quickly(app: Flask) -> None:
    """What makes guessing slow makes hundreds of sign-ins slow too."""
    security = app.extensions["security"]
    security.pwd_context.update(argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1)
    security.hashing_context.update(sha256_crypt__rounds=1000)


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> str | None:
    """The PostgreSQL server's address, or None when the run is on SQLite."""
    if request.config.getoption("--database") == "sqlite":
        return None
    given = getattr(request.config, "workerinput", {}).get("postgresql")
    return str(given or request.config.stash[PG_ADDRESS])


@pytest.fixture(scope="session")
def template(application: Flask, server: str | None, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A migrated database with the cast in it, copied for each test."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    if server is None:
        url = f"sqlite:///{tmp_path_factory.mktemp('template') / 'template.db'}"
    else:
        url = postgres.create_database(server, f"template_{worker}")
    upgrade(postgres.as_role(url, postgres.OWNER))
    engine = make_engine(postgres.as_role(url, postgres.APPLICATION))
    with application.app_context(), open_session(engine, Kind.SYSTEM).session as session:
        cast.play(session)
        session.commit()
    with engine.connect() as connection:
        if server is None:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    engine.dispose()
    return url


@dataclass(frozen=True)
class Copy:
    url: str
    restore: Callable[[], object]


@pytest.fixture(scope="session")
def copied(template: str, server: str | None) -> Iterator[Copy | None]:
    """One copy of the template on PostgreSQL, where making a database for each test costs more than most tests;
    its address is the superuser's."""
    if server is None:
        yield None
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "only")
    url = postgres.create_database(server, f"test_{worker}", make_url(template).database)
    with postgres.kept_rows(url) as restore:
        yield Copy(url, restore)


@pytest.fixture
def database_url(template: str, copied: Copy | None, tmp_path: Path) -> str:
    """As the template is, whatever the test before did; on PostgreSQL for a role that no policy lets past."""
    if copied is not None:
        copied.restore()
        return postgres.as_role(copied.url, postgres.APPLICATION)
    copy = tmp_path / "test.db"
    shutil.copyfile(str(make_url(template).database), copy)
    return f"sqlite:///{copy}"


@pytest.fixture(scope="session")
def compiled(copied: Copy | None) -> Iterator[Engine]:
    """One for all tests of a worker: a third of their time went into compiling statements anew for each."""
    engine = make_engine(postgres.as_role(copied.url if copied else "sqlite:///test.db", postgres.APPLICATION))
    if copied is None:
        event.listen(engine, "connect", _not_waiting_for_the_disk)
    yield engine
    engine.dispose()


def _not_waiting_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture
def engine(database_url: str, compiled: Engine) -> Iterator[Engine]:
    """On this test's database."""

    def connect(_dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]) -> None:
        if compiled.dialect.name == "sqlite":
            arguments[:] = [make_url(database_url).database]
            options["timeout"] = db.BUSY_SECONDS
        else:
            options["application_name"] = postgres.WARM

    event.listen(compiled, "do_connect", connect)
    yield compiled
    event.remove(compiled, "do_connect", connect)
    if compiled.dialect.name == "sqlite" or compiled.pool.checkedout():  # type: ignore[attr-defined]
        compiled.dispose()


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that locks itself out says so in a second. Where several are at work they wait for one another as long
    as people do: it is overridden there, for a busy machine may stop one of them for a second."""
    monkeypatch.setattr(db, "BUSY_SECONDS", 1)


@pytest.fixture(autouse=True)
def no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """File comes after file."""
    monkeypatch.setattr(received, "PACE", 0.0)


@pytest.fixture(autouse=True)
def own_index(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept by the address of the database is not this test's: all have the same."""
    monkeypatch.setattr(index, "_kept", {})


@pytest.fixture
def app(application: Flask, engine: Engine) -> Flask:
    application.extensions[ENGINE] = engine
    return application


@pytest.fixture
def stage() -> Iterator[list[Viewer]]:
    """Whose turn it is: SQLite lets one write at a time, so an actor who enters commits the others."""
    actors: list[Viewer] = []
    yield actors
    for actor in actors:
        actor.session.close()


@pytest.fixture
def viewer(app: Flask, engine: Engine, stage: list[Viewer]) -> Iterator[Callable[[str], Viewer]]:
    """`viewer("alice")`: a person of the cast as queries and rules take it; `viewer("system")` sees
    everything, as the command line does. What the actor before did is committed."""

    def enter(name: str) -> Viewer:
        for actor in stage:
            actor.session.commit()
        actor = open_session(engine, Kind.SYSTEM) if name == "system" else person(engine, name)
        stage.append(actor)
        return actor

    with app.app_context():
        yield enter


def person(engine: Engine, name: str) -> Viewer:
    gate = open_session(engine, Kind.GATEKEEPER)
    user = gate.session.scalars(select(User).where(User.email == f"{name}@example.org")).one()
    actor = see_as(viewer_of(user, gate.session))
    return see_as(actor.barred_from(*families_taken(actor))) if actor.is_conflicted else actor


@pytest.fixture
def system(viewer: Callable[[str], Viewer]) -> Viewer:
    return viewer("system")


@pytest.fixture
def leave(stage: list[Viewer]) -> Callable[[], None]:
    """All actors commit and go: on SQLite a browser can write only then."""

    def go() -> None:
        for actor in stage:
            actor.session.commit()

    return go


@pytest.fixture
def browse(app: Flask) -> Callable[[str | None], FlaskClient]:
    """`browse("alice")`: a client signed in as her, at her desk; `browse(None)` is nobody."""

    def sign_in(name: str | None) -> FlaskClient:
        client = app.test_client()
        if name is not None:
            with client.session_transaction() as session:
                session.update({"_user_id": cast.cookie_of(name), "_fresh": True, "fs_cc": "set"})
        return client

    return sign_in
