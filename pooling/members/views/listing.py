from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.members import queries
from pooling.members.views.room import bp


@bp.get("/")
@seen_by(Door.ADMINISTRATOR, Door.BUYER)
def listing() -> ResponseReturnValue:
    viewer = request_viewer()
    text = request.args.get("q", "").strip()
    return render_template(
        "members/listing.html",
        members=queries.members(viewer, text),
        text=text,
        sites=queries.site_counts(viewer),
        people=queries.people_counts(viewer),
    )
