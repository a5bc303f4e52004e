from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.consolidation import matching
from pooling.consolidation.views.room import bp


@bp.post("/<code>/desk/match")
@seen_by(Door.BUYER)
def match(code: str) -> ResponseReturnValue:
    """Compare the next slice of the lines that nobody has looked at yet; the page goes on by itself while some are
    left."""
    viewer = request_viewer()
    done = matching.match(viewer, campaign_coded(viewer, code))
    if done.left:
        return redirect(url_for("consolidation.desk", code=code, more=done.left), 303)
    told = ngettext(
        "Compared: %(auto)s of %(num)s line found its item, the others are to be decided.",
        "Compared: %(auto)s of %(num)s lines found their item, the others are to be decided.",
        done.lines,
        auto=done.auto,
    )
    flash(told, "success")
    return redirect(url_for("consolidation.desk", code=code), 303)
