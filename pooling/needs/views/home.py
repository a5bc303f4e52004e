from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.models import State
from pooling.campaigns.queries import campaigns
from pooling.campaigns.rules import is_answerable
from pooling.members.queries import own_firm
from pooling.needs import recap_queries
from pooling.needs.views.ceiling import gauges
from pooling.needs.views.room import bp


@bp.get("/")
@seen_by(Door.MEMBER)
def home() -> ResponseReturnValue:
    """A member's first page: what is open, how far the firm is, and what it said before."""
    viewer = request_viewer()
    known = [campaign for campaign in campaigns(viewer) if campaign.state != State.DRAFT]
    recaps = recap_queries.recaps(viewer, known)
    firm = own_firm(viewer)
    return render_template(
        "needs/home.html",
        firm=firm,
        waiting=[recap for recap in recaps if recap.is_undecided and not is_answerable(recap.campaign)],
        gauges=gauges(viewer),
        open=[recap for recap in recaps if is_answerable(recap.campaign)],
        past=[recap for recap in recaps if not is_answerable(recap.campaign)],
    )
