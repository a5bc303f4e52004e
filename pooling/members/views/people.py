"""One person: name, roles, in or out."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.members import people, queries
from pooling.members.forms import RolesForm
from pooling.members.models import Member
from pooling.members.views.room import bp


@bp.route("/people/<int:number>", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def person(number: int) -> ResponseReturnValue:
    viewer = request_viewer()
    user = queries.person(viewer, number)
    form = RolesForm(name=user.name, roles=[role.name for role in user.roles])
    form.offer(user.member)
    if form.validate_on_submit():
        try:
            people.edit_person(viewer, user, form.name.data or "", form.chosen())
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("%(name)s is saved.", name=user.name), "success")
            return redirect(home_of(user.member), 303)
    page = render_template("members/person.html", form=form, person=user, back=home_of(user.member))
    return page, 422 if form.errors else 200


@bp.post("/people/<int:number>/active")
@seen_by(Door.ADMINISTRATOR)
def person_active(number: int) -> ResponseReturnValue:
    """Shut somebody out, or let them in again."""
    viewer = request_viewer()
    user = queries.person(viewer, number)
    active = request.form.get("active") == "1"
    people.set_active(viewer, user, active)
    told = gettext("%(name)s can sign in again.", name=user.name)
    flash(told if active else gettext("%(name)s can no longer sign in.", name=user.name), "success")
    return redirect(home_of(user.member), 303)


def home_of(member: Member | None) -> str:
    """The page on which somebody who works there is listed."""
    return url_for("members.staff") if member is None else url_for("members.one", code=member.code)
