"""Entering and changing a firm."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.members import people, queries, rules
from pooling.members.forms import FirmForm, NewFirmForm
from pooling.members.views.room import bp


@bp.route("/new", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def new() -> ResponseReturnValue:
    viewer = request_viewer()
    form = NewFirmForm()
    if form.validate_on_submit():
        firm = form.firm()
        try:
            member = rules.make_member(
                viewer, form.code.data or "", firm.name, siren=firm.siren, company_group=firm.company_group
            )
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("%(name)s is entered: add its sites, then invite its people.", name=member.name), "success")
            return redirect(url_for("members.one", code=member.code))
    return _page(form, None)


@bp.route("/<code>/edit", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def edit(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    member = queries.member(viewer, code)
    form = FirmForm(obj=member)
    if form.validate_on_submit():
        try:
            rules.edit_member(viewer, member, form.firm())
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("The firm is saved."), "success")
            return redirect(url_for("members.one", code=code))
    return _page(form, code)


def _page(form: FirmForm, code: str | None) -> ResponseReturnValue:
    groups = queries.company_groups(request_viewer())
    page = render_template("members/edit.html", form=form, code=code, groups=groups)
    return page, 422 if form.errors else 200


@bp.post("/<code>/leave")
@seen_by(Door.ADMINISTRATOR)
def leave(code: str) -> ResponseReturnValue:
    """The firm leaves the group: its people no longer come in, its history stays."""
    viewer = request_viewer()
    member = queries.member(viewer, code)
    rules.set_member_active(viewer, member, active=False)
    count = people.shut_out_firm(viewer, member)
    told = ngettext("%(num)d person can no longer sign in.", "%(num)d people can no longer sign in.", count)
    flash(gettext("%(name)s has left the group.", name=member.name) + " " + told, "success")
    return redirect(url_for("members.one", code=code), 303)


@bp.post("/<code>/return")
@seen_by(Door.ADMINISTRATOR)
def come_back(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    member = queries.member(viewer, code)
    rules.set_member_active(viewer, member, active=True)
    flash(gettext("%(name)s is back: let its people in again one by one.", name=member.name), "success")
    return redirect(url_for("members.one", code=code), 303)
