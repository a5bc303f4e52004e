from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.catalogue import supply, supply_queries
from pooling.catalogue.forms import AgreementForm, CopyForm, NewAgreementForm
from pooling.catalogue.views.room import CLERKS, bp
from pooling.fields import given


@bp.get("/agreements")
@seen_by(*CLERKS)
def agreements() -> ResponseReturnValue:
    viewer = request_viewer()
    context = {"agreements": supply_queries.agreements(viewer), "counts": supply_queries.line_counts(viewer)}
    return render_template("catalogue/agreements.html", **context)


@bp.get("/agreements/<reference>")
@seen_by(*CLERKS)
def agreement(reference: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = supply_queries.agreement(viewer, reference)
    form = CopyForm(formdata=None, reference=f"{reference}-{one.valid_until.year + 1}")
    return render_template(
        "catalogue/agreement.html", agreement=one, lines=supply_queries.lines_of(viewer, one), form=form
    )


@bp.route("/new-agreement", methods=["GET", "POST"])
@seen_by(*CLERKS)
def new_agreement() -> ResponseReturnValue:
    viewer, form = request_viewer(), NewAgreementForm()
    form.offer(viewer)
    if form.carried_out(
        lambda: supply.make_agreement(
            viewer, form.reference.data or "", form.chosen(), given(form.valid_from.data), given(form.valid_until.data)
        )
    ):
        flash(gettext("The agreement is saved: add its items."), "success")
        return redirect(url_for("catalogue.agreement", reference=(form.reference.data or "").strip()))
    return render_template("catalogue/agreement_edit.html", form=form, agreement=None), form.status


@bp.route("/agreements/<reference>/edit", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_agreement(reference: str) -> ResponseReturnValue:
    viewer = request_viewer()
    one = supply_queries.agreement(viewer, reference)
    form = AgreementForm(obj=one)
    if form.carried_out(
        lambda: supply.edit_agreement(viewer, one, given(form.valid_from.data), given(form.valid_until.data))
    ):
        flash(gettext("The agreement is saved."), "success")
        return redirect(url_for("catalogue.agreement", reference=reference))
    return render_template("catalogue/agreement_edit.html", form=form, agreement=one), form.status


@bp.post("/agreements/<reference>/copy")
@seen_by(*CLERKS)
def copy_agreement(reference: str) -> ResponseReturnValue:
    viewer, form = request_viewer(), CopyForm()
    one = supply_queries.agreement(viewer, reference)
    if form.carried_out(lambda: supply.copy_agreement(viewer, one, form.reference.data or "")):
        flash(gettext("The copy is ready: change its prices."), "success")
        return redirect(url_for("catalogue.agreement", reference=(form.reference.data or "").strip()), 303)
    lines = supply_queries.lines_of(viewer, one)
    return render_template("catalogue/agreement.html", agreement=one, lines=lines, form=form), form.status
