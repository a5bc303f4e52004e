"""What the firms of entries are called. The journal stands above the members' room and does not know it;
the application says whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from flask import Flask, current_app

from pooling.access.viewer import Viewer

FIRMS = "pooling.firms"
Firms = Callable[[Viewer, Collection[int]], Mapping[int, str]]


def install(app: Flask, firms: Firms) -> None:
    """`firms` gives the names of members by their ids, as far as the viewer may know them."""
    app.extensions[FIRMS] = firms


def firm_names(viewer: Viewer, members: Collection[int]) -> Mapping[int, str]:
    ask: Firms | None = current_app.extensions.get(FIRMS)
    return ask(viewer, members) if ask and members else {}
