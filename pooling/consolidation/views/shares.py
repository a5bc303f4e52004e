from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.scope import NotYoursError
from pooling.campaigns.queries import campaign
from pooling.consolidation.own_shares import STILL_OPEN, WITHOUT_SHARES, own_shares
from pooling.consolidation.views.room import bp
from pooling.needs.unit_words import counted


@bp.get("/shares/<code>")
@seen_by(Door.MEMBER)
def shares(code: str) -> ResponseReturnValue:
    """What the viewer's own firm gets, line by line, and why; there is no such page before the lines are grouped."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    if chosen.state in WITHOUT_SHARES:
        raise NotYoursError
    return render_template(
        "consolidation/shares.html",
        campaign=chosen,
        shares=own_shares(viewer, chosen),
        may_change=chosen.state in STILL_OPEN,
        counted=counted,
    )
