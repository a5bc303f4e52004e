from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.catalogue import field_queries, queries, rules
from pooling.catalogue.forms import ItemForm, NewItemForm, PackForm
from pooling.catalogue.typed_fields import told_fields
from pooling.catalogue.views.room import CLERKS, bp, wanted_state


@bp.get("/items/<code>")
@seen_by(Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR)
def item(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = queries.item(viewer, code)
    packs = queries.packs_of(viewer, one, active_only=not viewer.is_of_group)
    form = PackForm(formdata=None) if viewer.is_of_group else None
    if form is not None:
        form.offer()
    fields = told_fields(field_queries.declared(viewer), one)
    return render_template("catalogue/item.html", item=one, packs=packs, form=form, fields=fields)


@bp.route("/new-item", methods=["GET", "POST"])
@seen_by(*CLERKS)
def new_item() -> ResponseReturnValue:
    viewer, form = request_viewer(), NewItemForm()
    form.offer(viewer)
    if wants_fields():
        return render_template("catalogue/item_edit.html", form=form, item=None)
    if form.carried_out(lambda: rules.make_item(viewer, form.code.data or "", form.facts())):
        flash(gettext("The item is in the catalogue."), "success")
        return redirect(url_for("catalogue.item", code=(form.code.data or "").strip()))
    return render_template("catalogue/item_edit.html", form=form, item=None), form.status


@bp.route("/items/<code>/edit", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_item(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = queries.item(viewer, code)
    form = ItemForm(obj=one)
    form.offer(viewer, one)
    if wants_fields():
        return render_template("catalogue/item_edit.html", form=form, item=one)
    if form.carried_out(lambda: rules.edit_item(viewer, one, form.facts())):
        flash(gettext("The item is saved."), "success")
        return redirect(url_for("catalogue.item", code=code))
    return render_template("catalogue/item_edit.html", form=form, item=one), form.status


def wants_fields() -> bool:
    """Another family was chosen: its fields are shown before anything is saved."""
    return request.form.get("do") == "fields"


@bp.post("/items/<code>/switch")
@seen_by(*CLERKS)
def switch_item(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = queries.item(viewer, code)
    rules.switch_item(viewer, one, active=wanted_state())
    return redirect(url_for("catalogue.item", code=code), 303)
