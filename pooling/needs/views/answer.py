"""The buttons by which a firm answers a campaign."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.language import sentence
from pooling.needs import queries, rules
from pooling.needs.doubts import doubts
from pooling.needs.models import Answer
from pooling.needs.views.recap import recap_page
from pooling.needs.views.room import bp


@bp.post("/<code>/submit")
@seen_by(Door.MEMBER)
def submit(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    if "aware" not in request.form and doubts(campaign, queries.lines(viewer, campaign)):
        return recap_page(campaign, unaware=True), 422
    try:
        submission = rules.submit(viewer, campaign, reason=request.form.get("reason", ""))
    except Refusal as refusal:
        return _refused(code, refusal)
    sent = gettext("Sent for approval: the approvers of your firm get a mail. Without their yes nothing of it counts.")
    done = gettext("Your needs are submitted. You can still change them until the deadline.")
    flash(sent if submission.answer == Answer.AWAITING else done, "success")
    return redirect(url_for("needs.recap", code=code), 303)


@bp.post("/<code>/reopen")
@seen_by(Door.MEMBER)
def reopen(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    try:
        rules.reopen(viewer, campaign_coded(viewer, code))
    except Refusal as refusal:
        return _refused(code, refusal)
    flash(gettext("Your declaration is open again: submit it when you are done."), "success")
    return redirect(url_for("needs.grid", code=code), 303)


@bp.post("/<code>/nothing")
@seen_by(Door.MEMBER)
def nothing(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    try:
        rules.say_nothing(viewer, campaign_coded(viewer, code))
    except Refusal as refusal:
        return _refused(code, refusal)
    flash(gettext("Noted: you need nothing this time. You can change your mind until the deadline."), "success")
    return redirect(url_for("needs.home"), 303)


def _refused(code: str, refusal: Refusal) -> ResponseReturnValue:
    """Said on the page where it can be mended; a rule refuses before it writes."""
    flash(sentence(refusal), "error")
    return redirect(url_for("needs.recap", code=code), 303)
