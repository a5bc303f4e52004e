"""Here a test often browses, looks at what it did, and browses on. An application context that is left open
would lend its `g` to every request, so actors enter without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from tests.conftest import person


@pytest.fixture
def viewer(engine: Engine, stage: list[Viewer]) -> Callable[[str], Viewer]:
    """`viewer("alice")`, as in tests/conftest.py."""

    def enter(name: str) -> Viewer:
        for actor in stage:
            actor.session.commit()
        actor = open_session(engine, Kind.SYSTEM) if name == "system" else person(engine, name)
        stage.append(actor)
        return actor

    return enter


@pytest.fixture
def leave(stage: list[Viewer]) -> Callable[[], None]:
    """All actors commit and go: on SQLite a browser can write only then."""

    def go() -> None:
        for actor in stage:
            actor.session.commit()

    return go
