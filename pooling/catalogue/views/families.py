from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.catalogue import queries, rules
from pooling.catalogue.field_queries import declared
from pooling.catalogue.forms import CategoryForm
from pooling.catalogue.models import Category
from pooling.catalogue.views.room import CLERKS, bp, wanted_state


@bp.route("/families", methods=["GET", "POST"])
@seen_by(*CLERKS)
def families() -> ResponseReturnValue:
    """The tree, and a form that adds to it."""
    viewer, form = request_viewer(), CategoryForm()
    form.offer(viewer)
    if form.carried_out(lambda: rules.add_category(viewer, form.name.data or "", form.parent())):
        flash(gettext("The family is saved."), "success")
        return redirect(url_for("catalogue.families"), 303)
    context = {"families": queries.categories(viewer), "counts": queries.counts(viewer), "declared": declared(viewer)}
    return render_template("catalogue/families.html", form=form, **context), form.status


@bp.route("/families/<code>", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_family(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    family = queries.category(viewer, code)
    form = CategoryForm(name=family.name, above=family.parent.code if family.parent else "", policy=family.policy)
    form.offer(viewer, family)
    if form.carried_out(lambda: _edit(viewer, family, form)):
        flash(gettext("The family is saved."), "success")
        return redirect(url_for("catalogue.families"), 303)
    return render_template("catalogue/family_edit.html", form=form, family=family), form.status


def _edit(viewer: Viewer, family: Category, form: CategoryForm) -> None:
    rules.move_category(viewer, family, form.name.data or "", form.parent())
    rules.share_by(viewer, family, form.policy.data or "")


@bp.post("/families/<code>/switch")
@seen_by(*CLERKS)
def switch_family(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    rules.switch_category(viewer, queries.category(viewer, code), active=wanted_state())
    return redirect(url_for("catalogue.families"), 303)
