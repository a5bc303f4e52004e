from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.journal import queries, telling
from pooling.journal.forms import LooksForm
from pooling.journal.names import firm_names
from pooling.journal.queries import EVERYTHING
from pooling.journal.views.room import bp
from pooling.language import zone


@bp.get("/looks")
@seen_by(Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR)
def looked() -> ResponseReturnValue:
    """Who read whose lines."""
    viewer = request_viewer()
    form = LooksForm(request.args)
    form.offer(viewer)
    filters = form.filters() if form.validate() else EVERYTHING
    found = queries.looks(viewer, filters)
    names = firm_names(viewer, {look.member_id for look in found if look.member_id})
    context = {"form": form, "visits": telling.visits(found, names, zone()), "cut": len(found) == queries.MOST_LOOKS}
    return render_template("journal/looks.html", **context), 422 if form.errors else 200
