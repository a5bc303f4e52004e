from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns import queries, rules
from pooling.campaigns.forms import NewPlanForm, PlanForm
from pooling.campaigns.quarters import next_quarter
from pooling.campaigns.views.room import bp
from pooling.language import sentence, zone


@bp.route("/new", methods=["GET", "POST"])
@seen_by(Door.BUYER)
def new() -> ResponseReturnValue:
    """`?after=CODE` proposes the quarter that follows that campaign."""
    viewer = request_viewer()
    form = NewPlanForm(data=_proposal(viewer, request.args.get("after")))
    form.offer(viewer)
    if form.validate_on_submit():
        try:
            campaign = rules.create(viewer, form.code.data or "", form.plan())
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("Campaign %(code)s is ready: open it when you like.", code=campaign.code), "success")
            return redirect(url_for("campaigns.one", code=campaign.code))
    return render_template("campaigns/edit.html", form=form, campaign=None), 422 if form.errors else 200


def _proposal(viewer: Viewer, after: str | None) -> dict[str, Any]:
    if not after:
        return {}
    proposal = next_quarter(queries.campaign(viewer, after), zone())
    code = "" if queries.code_is_taken(viewer, proposal.code) else proposal.code
    return {**vars(proposal), "code": code, "families": [family.id for family in proposal.families]}


@bp.route("/<code>/edit", methods=["GET", "POST"])
@seen_by(Door.BUYER)
def edit(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = queries.campaign(viewer, code)
    form = PlanForm(obj=campaign)
    form.offer(viewer, campaign)
    if form.validate_on_submit():
        try:
            rules.edit(viewer, campaign, form.plan())
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("The calendar is saved."), "success")
            return redirect(url_for("campaigns.one", code=code))
    return render_template("campaigns/edit.html", form=form, campaign=campaign), 422 if form.errors else 200
