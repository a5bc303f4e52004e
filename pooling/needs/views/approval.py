"""The buttons by which a firm decides, inside itself, whether its needs count."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.language import sentence
from pooling.members.models import Member
from pooling.members.queries import member as member_coded
from pooling.members.queries import own_firm
from pooling.needs import approval
from pooling.needs.reminders import nudge_approvers
from pooling.needs.views.nudge import tell_nudged
from pooling.needs.views.room import bp


@bp.post("/approval")
@seen_by(Door.MEMBER)
def require_approval() -> ResponseReturnValue:
    """The viewer's own firm wants its needs approved, or no longer."""
    _choose(own_firm(request_viewer()))
    return redirect(url_for("members.mine", _anchor="approval"), 303)


@bp.post("/approval/<member>")
@seen_by(Door.ADMINISTRATOR)
def require_approval_of(member: str) -> ResponseReturnValue:
    _choose(member_coded(request_viewer(), member))
    return redirect(url_for("members.one", code=member, _anchor="approval"), 303)


def _choose(firm: Member) -> None:
    on = request.form.get("on") == "1"
    try:
        approval.require(request_viewer(), firm, on=on)
    except Refusal as refusal:
        flash(sentence(refusal), "error")
        return
    chosen = gettext("From now on an approver of the firm must approve its needs before they count.")
    flash(chosen if on else gettext("From now on needs count without approval."), "success")


@bp.post("/<code>/approve")
@seen_by(Door.MEMBER)
def approve(code: str) -> ResponseReturnValue:
    return _answered(code, approval.approve, gettext("Approved: your firm's needs count."))


@bp.post("/<code>/send-back")
@seen_by(Door.MEMBER)
def send_back(code: str) -> ResponseReturnValue:
    told = gettext("Sent back: whoever entered the needs reads why, and gets a mail.")
    return _answered(code, approval.send_back, told)


def _answered(code: str, verb: Callable[[Viewer, Campaign, str], object], told: str) -> ResponseReturnValue:
    viewer = request_viewer()
    try:
        verb(viewer, campaign_coded(viewer, code), request.form.get("reason", ""))
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    else:
        flash(told, "success")
    return redirect(url_for("needs.recap", code=code), 303)


@bp.post("/<code>/ask-approvers")
@seen_by(Door.BUYER)
def ask_approvers(code: str) -> ResponseReturnValue:
    """Before the lines are grouped: write to the approvers of the firms whose lines would be left out."""
    viewer = request_viewer()
    try:
        tell_nudged(nudge_approvers(viewer, campaign_coded(viewer, code)))
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    return redirect(url_for("consolidation.pools", code=code), 303)
