from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.catalogue import rules, supply, supply_queries
from pooling.catalogue.forms import NewSupplierForm, SupplierForm
from pooling.catalogue.views.room import CLERKS, bp, wanted_state


@bp.get("/suppliers")
@seen_by(*CLERKS)
def suppliers() -> ResponseReturnValue:
    return render_template("catalogue/suppliers.html", suppliers=supply_queries.suppliers(request_viewer()))


@bp.get("/suppliers/<code>")
@seen_by(*CLERKS)
def supplier(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = supply_queries.supplier(viewer, code)
    context = {"agreements": supply_queries.agreements(viewer, one), "counts": supply_queries.line_counts(viewer)}
    return render_template("catalogue/supplier.html", supplier=one, **context)


@bp.route("/new-supplier", methods=["GET", "POST"])
@seen_by(*CLERKS)
def new_supplier() -> ResponseReturnValue:
    viewer, form = request_viewer(), NewSupplierForm()
    if form.carried_out(lambda: rules.make_supplier(viewer, form.code.data or "", **form.values())):
        flash(gettext("The supplier is saved."), "success")
        return redirect(url_for("catalogue.supplier", code=(form.code.data or "").strip()))
    return render_template("catalogue/supplier_edit.html", form=form, supplier=None), form.status


@bp.route("/suppliers/<code>/edit", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_supplier(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = supply_queries.supplier(viewer, code)
    form = SupplierForm(obj=one)
    if form.carried_out(lambda: supply.edit_supplier(viewer, one, **form.values())):
        flash(gettext("The supplier is saved."), "success")
        return redirect(url_for("catalogue.supplier", code=code))
    return render_template("catalogue/supplier_edit.html", form=form, supplier=one), form.status


@bp.post("/suppliers/<code>/switch")
@seen_by(*CLERKS)
def switch_supplier(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    supply.switch_supplier(viewer, supply_queries.supplier(viewer, code), active=wanted_state())
    return redirect(url_for("catalogue.supplier", code=code), 303)
