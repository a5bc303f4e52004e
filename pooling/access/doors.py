"""The first door: every view says who may come in; what says nothing stays shut."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import unquote

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.db import SAFE_METHODS

View = TypeVar("View", bound=Callable[..., Any])
DECLARED = "seen_by"
ON_BEHALF = "seen_by_on_behalf"
MEMBER = "member"  # the part of an address that names the firm one acts for


class Door(StrEnum):
    ANYONE = "anyone"
    SIGNED_IN = "signed in"
    MEMBER = "member"
    BUYER = "buyer"
    GROUP_BUYER = "buyer who works for no firm"
    ADMINISTRATOR = "administrator"


# views of libraries, which cannot be decorated
LIBRARY_DOORS = {
    "static": Door.ANYONE,
    "bootstrap.static": Door.ANYONE,
    "security.login": Door.ANYONE,
    "security.logout": Door.SIGNED_IN,
    "security.forgot_password": Door.ANYONE,
    "security.reset_password": Door.ANYONE,
    "security.change_password": Door.SIGNED_IN,
}


def seen_by(*doors: Door, on_behalf: Collection[Door] = ()) -> Callable[[View], View]:
    """Declare the audience of a view: whoever fits one of these doors. A view that stands at a second address
    too, for those who act on behalf of the member named there, says whom that one is for."""

    def declare(view: View) -> View:
        setattr(view, DECLARED, frozenset(doors))
        setattr(view, ON_BEHALF, frozenset(on_behalf))
        return view

    return declare


def doors_of(app: Flask, endpoint: str, values: Mapping[str, Any] | None = None) -> frozenset[Door]:
    """The doors of an endpoint at the address that holds these values; empty when none was declared, so that
    nobody comes in."""
    if endpoint in LIBRARY_DOORS:
        return frozenset({LIBRARY_DOORS[endpoint]})
    view = app.view_functions[endpoint]
    declared: frozenset[Door] = getattr(view, DECLARED, frozenset())
    on_behalf: frozenset[Door] = getattr(view, ON_BEHALF, frozenset())
    return on_behalf if on_behalf and values and MEMBER in values else declared


def opens(door: Door, viewer: Viewer) -> bool:
    fits = {
        Door.ANYONE: True,
        Door.SIGNED_IN: viewer.is_person,
        Door.MEMBER: viewer.is_member,
        Door.BUYER: viewer.is_buyer,
        Door.GROUP_BUYER: viewer.is_buyer and not viewer.is_conflicted,
        Door.ADMINISTRATOR: viewer.is_administrator,
    }
    return fits[door]


def guard() -> ResponseReturnValue | None:
    """Before every request: let in, send to sign in, or answer as if the page never existed."""
    if "\x00" in unquote(request.full_path):
        abort(400)  # PostgreSQL stores no such character, nobody types one
    if request.endpoint is None:
        return None
    doors = doors_of(current_app, request.endpoint, request.view_args)
    if Door.ANYONE in doors:
        return None
    viewer = request_viewer()
    if any(opens(door, viewer) for door in doors):
        return None
    if viewer.is_person or not doors:
        abort(404)
    if request.method not in SAFE_METHODS:
        abort(401)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
