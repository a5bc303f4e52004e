"""A room on screen: one word for its blueprint, its addresses, its templates and its menu entry."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint

from pooling.access.doors import Door


@dataclass(frozen=True)
class Room:
    """`label` is a message id, `landing` the endpoint its menu entry opens, for whom `doors` opens."""

    blueprint: Blueprint
    label: str
    icon: str
    landing: str
    doors: frozenset[Door]

    @property
    def name(self) -> str:
        return self.blueprint.name


def make_room(name: str, *, label: str, icon: str, landing: str, doors: set[Door]) -> Room:
    blueprint = Blueprint(name, f"pooling.{name}", url_prefix=f"/{name}")
    return Room(blueprint, label, icon, f"{name}.{landing}", frozenset(doors))
