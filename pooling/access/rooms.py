"""A room on screen: one word for its blueprint, its addresses, its templates and its menu entry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint

from pooling.access.doors import Door
from pooling.access.viewer import Viewer


@dataclass(frozen=True)
class Task:
    """Something that waits for the viewer: a sentence in the viewer's language, and where it is done. What a buyer does
    next for a campaign names it by its code, and by its name in `about`."""

    sentence: str
    url: str
    icon: str
    campaign: str = ""
    about: str = ""

    @property
    def on_its_page(self) -> Task:
        """The same, where the campaign's name stands above anyhow."""
        return replace(self, about="")


Tasks = Callable[[Viewer], Sequence[Task]]


def _no_tasks(_viewer: Viewer) -> Sequence[Task]:
    return ()


@dataclass(frozen=True)
class Room:
    """`label` is a message id, `landing` the endpoint its menu entry opens, for whom `doors` opens. `tasks` tells what
    waits here for a viewer: first pages of rooms above show it without knowing this one."""

    blueprint: Blueprint
    label: str
    icon: str
    landing: str
    doors: frozenset[Door]
    tasks: Tasks = _no_tasks

    @property
    def name(self) -> str:
        return self.blueprint.name


def make_room(name: str, *, label: str, icon: str, landing: str, doors: set[Door], tasks: Tasks = _no_tasks) -> Room:
    blueprint = Blueprint(name, f"pooling.{name}", url_prefix=f"/{name}")
    return Room(blueprint, label, icon, f"{name}.{landing}", frozenset(doors), tasks)
