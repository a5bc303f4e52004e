from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign
from pooling.consolidation import rules
from pooling.consolidation.views.room import bp


@bp.post("/<code>/consolidate")
@seen_by(Door.BUYER)
def consolidate(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    rules.consolidate(viewer, campaign(viewer, code))
    flash(gettext("The lines are grouped: what is next stands below."), "success")
    return redirect(url_for("consolidation.pools", code=code), 303)
