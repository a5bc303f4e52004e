from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.models import State
from pooling.campaigns.queries import campaigns
from pooling.consolidation import queries
from pooling.consolidation.views.room import bp

UNDER_WAY = frozenset({State.OPEN, State.CLOSED, State.CONSOLIDATED, State.IN_CONSULTATION, State.AWARDED})
PAST = frozenset({State.ORDERED, State.DELIVERED, State.SETTLED})


@bp.get("/")
@seen_by(Door.BUYER)
def listing() -> ResponseReturnValue:
    viewer = request_viewer()
    known = campaigns(viewer)
    return render_template(
        "consolidation/listing.html",
        under_way=[campaign for campaign in known if campaign.state in UNDER_WAY],
        past=[campaign for campaign in known if campaign.state in PAST],
        counts=queries.counts(viewer),
    )
