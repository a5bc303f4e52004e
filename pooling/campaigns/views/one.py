from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns import queries
from pooling.campaigns.followers import late_requests
from pooling.campaigns.forms import ReasonForm, ReopenForm
from pooling.campaigns.states import FOLLOWS, REOPENABLE
from pooling.campaigns.views.room import bp


@bp.get("/<code>")
@seen_by(Door.BUYER, Door.ADMINISTRATOR)
def one(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = queries.campaign(viewer, code)
    return render_template(
        "campaigns/one.html",
        campaign=campaign,
        follows=FOLLOWS[campaign.state],
        reopen_form=ReopenForm(formdata=None) if campaign.state in REOPENABLE else None,
        late_requests=late_requests(viewer, campaign) if viewer.is_buyer else 0,
        cancel_form=ReasonForm(formdata=None),
    )
