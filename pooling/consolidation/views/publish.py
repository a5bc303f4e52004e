from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.queries import campaign
from pooling.consolidation import publishing
from pooling.consolidation.views.room import bp
from pooling.language import sentence


@bp.post("/<code>/publish")
@seen_by(Door.BUYER)
def publish(code: str) -> ResponseReturnValue:
    """Let members read the totals that tell of none of them."""
    viewer = request_viewer()
    try:
        publishing.publish(viewer, campaign(viewer, code))
    except Refusal as refusal:
        viewer.session.rollback()
        flash(sentence(refusal), "error")
        return redirect(url_for("consolidation.pools", code=code), 303)
    flash(gettext("The totals are published: every member reads the same."), "success")
    return redirect(url_for("consolidation.totals"), 303)
