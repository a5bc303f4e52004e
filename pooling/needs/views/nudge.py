"""Asking firms for their answer."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.language import sentence
from pooling.members.queries import members
from pooling.needs.reminders import Nudged, nudge
from pooling.needs.views.room import bp


@bp.post("/<code>/nudge")
@seen_by(Door.BUYER)
def ask(code: str) -> ResponseReturnValue:
    """The ticked firms, or all that have not answered."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    ticked = set(request.form.getlist("member"))
    chosen = [each for each in members(viewer) if "all" in request.form or each.code in ticked]
    try:
        nudged = nudge(viewer, campaign, chosen)
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    else:
        tell_nudged(nudged)
    return redirect(url_for("needs.answers", code=code), 303)


def tell_nudged(nudged: Nudged) -> None:
    if nudged.people:
        told = ngettext("%(num)s person is written to.", "%(num)s people are written to.", nudged.people)
        flash(told, "success")
    if nudged.spared:
        told = ngettext(
            "%(num)s firm is left in peace: it was asked today already, or nobody there can sign in.",
            "%(num)s firms are left in peace: they were asked today already, or nobody there can sign in.",
            nudged.spared,
        )
        flash(told, "info")
    if nudged == Nudged():
        flash(gettext("Nobody is left to ask: these firms have answered."), "info")
