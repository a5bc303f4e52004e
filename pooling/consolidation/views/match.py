from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign
from pooling.consolidation.views.room import bp


@bp.post("/<code>/desk/match")
@seen_by(Door.BUYER)
def match(code: str) -> ResponseReturnValue:
    """Compare the lines that nobody has looked at yet with the catalogue."""
    viewer = request_viewer()
    campaign(viewer, code)
    flash(gettext("…"), "success")
    return redirect(url_for("consolidation.desk", code=code), 303)
