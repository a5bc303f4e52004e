from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pooling.access.viewer import Viewer
from pooling.orders.rules import create
from tests.journal.conftest import Newcomer
from tests.orders.world import World


@pytest.fixture
def world(system: Viewer) -> World:
    return World(system)


@pytest.fixture
def ordered(system: Viewer, world: World) -> World:
    """The usual campaign, ordered and committed."""
    world.usual()
    create(system, world.campaign)
    system.session.commit()
    return world


@pytest.fixture
def browse(
    app: Flask, browse: Callable[[str | None], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], FlaskClient]:
    monkeypatch.setattr(app, "test_client_class", Newcomer)
    return browse
