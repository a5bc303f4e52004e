from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.models import State
from pooling.campaigns.queries import campaign
from pooling.campaigns.states import FOLLOWS
from pooling.language import settings
from pooling.orders import queries, rules
from pooling.orders.views.room import bp


@bp.route("/create/<code>", methods=["GET", "POST"])
@seen_by(Door.BUYER)
def create(code: str) -> ResponseReturnValue:
    """Asked with its figures first: there is no way back."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    if request.method == "POST":
        orders = rules.create(viewer, chosen, settings().currency)
        flash(ngettext("%(num)s order is ready.", "%(num)s orders are ready.", len(orders)), "success")
        return redirect(url_for("orders.listing", campaign=code), 303)
    if queries.orders(viewer, chosen):
        flash(gettext("The orders of this campaign exist already."), "info")
        return redirect(url_for("orders.listing", campaign=code))
    possible = State.ORDERED in FOLLOWS[chosen.state]
    outlook = rules.outlook(viewer, chosen) if possible else None
    return render_template("orders/create.html", campaign=chosen, outlook=outlook)
