"""What a command stands on: the group's settings, its application, and the system's eyes on its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine

from pooling import language
from pooling.access.edge import ENGINE
from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.app import create_app
from pooling.config import Settings, SettingsError, load
from pooling.migrations import configuration
from pooling.paths import instance


def interpreter(settings: Settings | None = None) -> Flask:
    """An application that only speaks: the group's language when there is a group, else French."""
    app = Flask("pooling")
    language.install(app, settings or _settings_or_none() or Settings("", "", ""))
    return app


def _settings_or_none() -> Settings | None:
    try:
        return load(instance())
    except SettingsError:
        return None


@contextmanager
def group() -> Iterator[Flask]:
    """The application of this instance's group, its context pushed; its connections end with it."""
    app = create_app(load(instance()))
    with app.app_context():
        try:
            yield app
        finally:
            engine_of(app).dispose()


@contextmanager
def system() -> Iterator[Viewer]:
    """Everything a command does, in one transaction: committed at the end, or nothing of it stays."""
    with group() as app, acting(engine_of(app)) as viewer:
        yield viewer


@contextmanager
def acting(engine: Engine) -> Iterator[Viewer]:
    must_be_current(engine)
    viewer = open_session(engine, Kind.SYSTEM)
    with viewer.session as session:
        yield viewer
        session.commit()


def engine_of(app: Flask) -> Engine:
    engine: Engine = app.extensions[ENGINE]
    return engine


def revisions(engine: Engine) -> tuple[str | None, str | None]:
    """The revision of the database (None when it is empty) and the one this program needs."""
    with engine.connect().execution_options(reading=True) as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present, ScriptDirectory.from_config(configuration("")).get_current_head()


def must_be_current(engine: Engine) -> None:
    present, needed = revisions(engine)
    if present != needed:
        message = N_("The database is not of this version of the program: run `pooling upgrade` first.")
        raise Refusal("not_current", message)
