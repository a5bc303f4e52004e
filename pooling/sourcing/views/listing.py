from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.models import State
from pooling.campaigns.queries import campaigns
from pooling.sourcing import queries
from pooling.sourcing.rules import AWARDABLE
from pooling.sourcing.views.room import bp

PAST = frozenset({State.ORDERED, State.DELIVERED, State.SETTLED})


@bp.get("/")
@seen_by(Door.BUYER)
def listing() -> ResponseReturnValue:
    viewer = request_viewer()
    known = campaigns(viewer)
    return render_template(
        "sourcing/listing.html",
        under_way=[campaign for campaign in known if campaign.state in AWARDABLE],
        past=[campaign for campaign in known if campaign.state in PAST],
        standings=queries.standings(viewer),
    )
