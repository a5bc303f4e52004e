"""Where one is signed in, for oneself alone."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from flask_login import current_user

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.members import presence, queries, sittings
from pooling.members.views.room import bp


@bp.get("/sittings")
@seen_by(Door.SIGNED_IN)
def own_sittings() -> ResponseReturnValue:
    found = queries.sittings(request_viewer(), sittings.oldest())
    return render_template("members/sittings.html", sittings=found, present=presence.present())


@bp.post("/sittings/<key>/end")
@seen_by(Door.SIGNED_IN)
def end_sitting(key: str) -> ResponseReturnValue:
    viewer = request_viewer()
    sittings.end_one(viewer, queries.sitting(viewer, key))
    flash(gettext("That browser is signed out."), "success")
    return redirect(url_for("members.own_sittings"), 303)


@bp.post("/sittings/end")
@seen_by(Door.SIGNED_IN)
def end_other_sittings() -> ResponseReturnValue:
    sitting = presence.present()
    count = sittings.end_others(request_viewer(), current_user, sitting) if sitting is not None else 0
    told = ngettext("%(num)d other browser is signed out.", "%(num)d other browsers are signed out.", count)
    flash(told, "success")
    return redirect(url_for("members.own_sittings"), 303)
