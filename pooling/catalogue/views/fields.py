"""The fields that a family asks for: declared on screen, without a program."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.catalogue import family_fields, field_queries, queries
from pooling.catalogue.declared import field_of
from pooling.catalogue.forms import FIELD_KINDS, FieldForm, NewFieldForm
from pooling.catalogue.models import Category, CategoryField
from pooling.catalogue.typed_fields import inputs
from pooling.catalogue.views.room import CLERKS, bp, wanted_state
from pooling.language import sentence


@bp.route("/families/<code>/fields", methods=["GET", "POST"])
@seen_by(*CLERKS)
def fields(code: str) -> ResponseReturnValue:
    """What the family asks for, inherited ones too, as a member will see it; and a form that adds to it."""
    viewer, form = request_viewer(), NewFieldForm()
    family = queries.category(viewer, code)
    form.offer()
    if form.carried_out(lambda: family_fields.add_field(viewer, family, form.facts())):
        flash(gettext("The field is declared."), "success")
        return _back(code)
    known = field_queries.declared(viewer)
    rows = known.rows_of(family.id)
    asked = [field_of(row) for row in rows if row.active]
    return render_template(
        "catalogue/fields.html", form=form, family=family, rows=rows, kinds=FIELD_KINDS, preview=inputs(asked, {})
    ), form.status


@bp.route("/families/<code>/fields/<field>", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_field(code: str, field: str) -> ResponseReturnValue:
    viewer = request_viewer()
    family, row = _found(viewer, code, field)
    offered = "\n".join(row.choices.get("offered", ()))
    form = FieldForm(label=row.label, choices=offered, required=row.required, apart=row.apart)
    if form.carried_out(lambda: family_fields.edit_field(viewer, row, form.facts())):
        flash(gettext("The field is saved."), "success")
        return _back(code)
    return render_template(
        "catalogue/field_edit.html", form=form, family=family, row=row, kinds=FIELD_KINDS
    ), form.status


@bp.post("/families/<code>/fields/<field>/move")
@seen_by(*CLERKS)
def move_field(code: str, field: str) -> ResponseReturnValue:
    viewer = request_viewer()
    _family, row = _found(viewer, code, field)
    family_fields.move_field(viewer, row, -1 if request.form.get("step") == "up" else 1)
    return _back(code, field)


@bp.post("/families/<code>/fields/<field>/switch")
@seen_by(*CLERKS)
def switch_field(code: str, field: str) -> ResponseReturnValue:
    viewer = request_viewer()
    _family, row = _found(viewer, code, field)
    try:
        family_fields.switch_field(viewer, row, active=wanted_state())
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    return _back(code, field)


@bp.post("/families/<code>/fields/<field>/remove")
@seen_by(*CLERKS)
def remove_field(code: str, field: str) -> ResponseReturnValue:
    viewer = request_viewer()
    _family, row = _found(viewer, code, field)
    try:
        family_fields.remove_field(viewer, row)
        flash(gettext("The field is deleted: nothing had been typed in it."), "success")
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    return _back(code)


def _found(viewer: Viewer, code: str, field: str) -> tuple[Category, CategoryField]:
    family = queries.category(viewer, code)
    return family, field_queries.family_field(viewer, family, field)


def _back(code: str, field: str | None = None) -> Response:
    """To the list, at the field that was moved."""
    anchor = f"field-{field}" if field else None
    to: Response = redirect(url_for("catalogue.fields", code=code, _anchor=anchor), 303)
    return to
