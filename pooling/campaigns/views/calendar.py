from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns import queries
from pooling.campaigns.views.room import bp
from pooling.campaigns.years import place, strips, years
from pooling.db import now
from pooling.language import zone


@bp.get("/calendar")
@seen_by(Door.BUYER, Door.ADMINISTRATOR, Door.MEMBER)
def calendar() -> ResponseReturnValue:
    """A year at a glance; members see what is no draft."""
    campaigns = queries.campaigns(request_viewer())
    today = now().astimezone(zone()).date()
    known = years(campaigns, today.year, zone())
    asked = request.args.get("year", today.year, type=int)
    year = asked if asked in known else today.year
    return render_template(
        "campaigns/calendar.html",
        strips=strips(campaigns, year, zone()),
        year=year,
        years=known,
        today=place(today, year),
    )
