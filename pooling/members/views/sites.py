"""The docks of a firm."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.members import queries, rules
from pooling.members.forms import NewSiteForm, SiteForm
from pooling.members.models import Member
from pooling.members.views.room import bp


@bp.route("/<code>/sites/new", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def new_site(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    member = queries.member(viewer, code)
    form = NewSiteForm()
    form.suggest(member, list(queries.sites(viewer, member.id)))
    if form.validate_on_submit():
        try:
            rules.make_site(viewer, member, form.code.data or "", form.dock())
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("The site is added."), "success")
            return _back(code)
    return _page(form, member, None)


@bp.route("/<code>/sites/<site>", methods=["GET", "POST"])
@seen_by(Door.ADMINISTRATOR)
def edit_site(code: str, site: str) -> ResponseReturnValue:
    viewer = request_viewer()
    member = queries.member(viewer, code)
    present = queries.site(viewer, member.id, site)
    form = SiteForm(obj=present)
    if form.validate_on_submit():
        try:
            rules.edit_site(viewer, member, present, form.dock())
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
        else:
            flash(gettext("The site is saved."), "success")
            return _back(code)
    return _page(form, member, site)


@bp.post("/<code>/sites/<site>/active")
@seen_by(Door.ADMINISTRATOR)
def site_active(code: str, site: str) -> ResponseReturnValue:
    """Close a site, or open it again."""
    viewer = request_viewer()
    member = queries.member(viewer, code)
    active = request.form.get("active") == "1"
    rules.set_site_active(viewer, member, queries.site(viewer, member.id, site), active)
    told = gettext("Goods can be sent to %(site)s again.", site=site)
    flash(told if active else gettext("%(site)s is closed: it can no longer be chosen.", site=site), "success")
    return _back(code)


def _page(form: SiteForm, member: Member, site: str | None) -> ResponseReturnValue:
    page = render_template("members/site.html", form=form, member=member, site=site)
    return page, 422 if form.errors else 200


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("members.one", code=code), 303)
