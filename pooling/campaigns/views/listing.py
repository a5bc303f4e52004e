from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns import queries
from pooling.campaigns.views.room import bp


@bp.get("/")
@seen_by(Door.BUYER, Door.ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    return render_template("campaigns/listing.html", campaigns=queries.campaigns(request_viewer()))
