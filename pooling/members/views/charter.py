"""The group's charter: to accept, to publish, and who accepted it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.members import charters, queries
from pooling.members.forms import AcceptCharterForm, CharterForm
from pooling.members.links import same_site_path
from pooling.members.views.room import bp


@bp.get("/charter")
@seen_by(Door.SIGNED_IN)
def charter() -> ResponseReturnValue:
    viewer = request_viewer()
    present = queries.charter(viewer)
    accepted = queries.acceptance(viewer, present) if present is not None else None
    form = AcceptCharterForm(formdata=None, next=same_site_path(request.args.get("next")))
    form.version.data = str(present.version) if present is not None else ""
    return render_template("members/charter.html", charter=present, accepted=accepted, form=form)


@bp.post("/charter")
@seen_by(Door.SIGNED_IN)
def accept_charter() -> ResponseReturnValue:
    form = AcceptCharterForm()
    version = form.version.data or ""
    charters.accept(request_viewer(), int(version) if version.isdecimal() else 0)
    return redirect(same_site_path(form.next.data), 303)


@bp.get("/charter/versions")
@seen_by(Door.ADMINISTRATOR, Door.BUYER)
def charter_versions() -> ResponseReturnValue:
    """Every version, and who accepted the one asked for, or the one in force."""
    viewer = request_viewer()
    versions = queries.charters(viewer)
    asked = request.args.get("version", "")
    shown = queries.charter_version(viewer, int(asked)) if asked.isdecimal() else next(iter(versions), None)
    return render_template(
        "members/charter_versions.html",
        versions=versions,
        shown=shown,
        acceptances=queries.acceptances(viewer, shown) if shown is not None else {},
        people=queries.everybody(viewer),
    )


@bp.route("/charter/new", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def publish_charter() -> ResponseReturnValue:
    viewer = request_viewer()
    present = queries.charter(viewer)
    form = CharterForm(obj=present)
    if form.validate_on_submit():
        try:
            charters.publish(viewer, form.text.data or "")
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("The new version is in force: everyone is asked to accept it."), "success")
            return redirect(url_for("members.charter_versions"), 303)
    return render_template("members/publish_charter.html", form=form, present=present), 422 if form.errors else 200
