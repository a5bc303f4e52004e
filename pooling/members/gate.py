"""Nobody enters a need before accepting the group's charter."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from pooling.access.doors import LIBRARY_DOORS
from pooling.access.edge import request_viewer
from pooling.db import SAFE_METHODS
from pooling.members import queries

OPEN_ENDPOINTS = frozenset(LIBRARY_DOORS) | {"members.charter", "members.accept_charter", "members.language"}


def charter_first() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in OPEN_ENDPOINTS:
        return None
    viewer = request_viewer()
    if not viewer.is_person or queries.charter_accepted(viewer):
        return None
    asked = request.full_path.rstrip("?") if request.method in SAFE_METHODS else "/"
    return redirect(url_for("members.charter", next=asked), 303)
