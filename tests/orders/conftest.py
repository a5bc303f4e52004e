from __future__ import annotations

import pytest

from pooling.access.viewer import Viewer
from pooling.orders.rules import create
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
