from __future__ import annotations

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.models import State
from pooling.campaigns.queries import campaign, campaigns
from pooling.campaigns.states import FOLLOWS
from pooling.orders import queries
from pooling.orders.views.room import bp


@bp.get("/")
@seen_by(Door.BUYER)
def listing() -> ResponseReturnValue:
    viewer = request_viewer()
    code = request.args.get("campaign", "")
    chosen = campaign(viewer, code) if code else None
    orders = queries.orders(viewer, chosen)
    ready = [each for each in ([chosen] if chosen else campaigns(viewer)) if State.ORDERED in FOLLOWS[each.state]]
    return render_template(
        "orders/listing.html",
        chosen=chosen,
        campaigns=campaigns(viewer),
        by_campaign=[(each, list(theirs)) for each, theirs in groupby(orders, lambda order: order.campaign)],
        figures=queries.figures(viewer, chosen),
        nothing=queries.NOTHING,
        withheld=queries.withheld(viewer, orders),
        ready=ready,
    )
