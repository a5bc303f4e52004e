"""The buttons that move a campaign."""

from __future__ import annotations

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns import queries, rules
from pooling.campaigns.forms import ReasonForm, ReopenForm
from pooling.campaigns.views.room import bp
from pooling.fields import given
from pooling.language import moment


@bp.post("/<code>/open")
@seen_by(Door.BUYER)
def open_(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = queries.campaign(viewer, code)
    rules.open_(viewer, campaign)
    told = gettext("The campaign is open: members can enter their needs.")
    if campaign.opens_later:
        told = gettext("The campaign is ready: members can enter from %(moment)s on.", moment=moment(campaign.opens_at))
    flash(told, "success")
    return _back(code)


@bp.post("/<code>/close")
@seen_by(Door.BUYER)
def close(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    rules.close(viewer, queries.campaign(viewer, code))
    flash(gettext("The campaign is closed: what members entered is frozen."), "success")
    return _back(code)


@bp.post("/<code>/reopen")
@seen_by(Door.BUYER)
def reopen(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = queries.campaign(viewer, code)
    form = ReopenForm()
    if not form.validate_on_submit():
        _tell_errors(form)
        return _back(code)
    rules.reopen(viewer, campaign, given(form.closes_at.data), form.reason.data or "")
    flash(gettext("The campaign is open again."), "success")
    return _back(code)


@bp.post("/<code>/cancel")
@seen_by(Door.BUYER)
def cancel(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = queries.campaign(viewer, code)
    form = ReasonForm()
    if not form.validate_on_submit():
        _tell_errors(form)
        return _back(code)
    rules.cancel(viewer, campaign, form.reason.data or "")
    flash(gettext("The campaign is cancelled."), "success")
    return _back(code)


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("campaigns.one", code=code), 303)


def _tell_errors(form: ReasonForm) -> None:
    for sentences in form.errors.values():
        for each in sentences:
            flash(str(each), "danger")
