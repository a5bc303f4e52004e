from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns import queries, rules
from pooling.campaigns.forms import NewPlanForm, PlanForm
from pooling.campaigns.views.room import bp
from pooling.language import sentence


@bp.route("/new", methods=["GET", "POST"])
@seen_by(Door.BUYER)
def new() -> ResponseReturnValue:
    viewer = request_viewer()
    form = NewPlanForm()
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
