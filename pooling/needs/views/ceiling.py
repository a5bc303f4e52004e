from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import State
from pooling.campaigns.queries import campaigns
from pooling.language import sentence
from pooling.members.queries import own_firm
from pooling.needs import inside_queries
from pooling.needs.ceiling import gauge, set_ceiling
from pooling.needs.forms import CeilingForm
from pooling.needs.standing import told_gauge
from pooling.needs.views.room import bp


@bp.route("/ceiling", methods=["GET", "POST"])
@seen_by(Door.MEMBER)
def ceiling() -> ResponseReturnValue:
    """What the firm allows itself to order in a quarter, and how far the quarters under way have gone."""
    viewer = request_viewer()
    form = CeilingForm(amount=inside_queries.ceiling(viewer))
    if form.validate_on_submit():
        amount: Decimal | None = form.amount.data
        try:
            set_ceiling(viewer, amount)
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("The ceiling is saved.") if amount else gettext("There is no ceiling any more."), "success")
            return redirect(url_for("needs.ceiling"), 303)
    page = render_template(
        "needs/ceiling.html",
        form=form,
        firm=own_firm(viewer),
        gauges=gauges(viewer),
        history=inside_queries.ceilings(viewer),
    )
    return page, 422 if form.errors else 200


def gauges(viewer: Viewer) -> list[dict[str, object]]:
    """One for each quarter in which a campaign is open."""
    found = {
        (told.year, told.quarter): told_gauge(told)
        for campaign in campaigns(viewer)
        if campaign.state == State.OPEN and (told := gauge(viewer, campaign)) is not None
    }
    return [told for _quarter, told in sorted(found.items()) if told is not None]
