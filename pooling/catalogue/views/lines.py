"""The items of an agreement and their prices."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.catalogue import queries, supply, supply_queries
from pooling.catalogue.forms import LineForm, NewLineForm
from pooling.catalogue.models import Item
from pooling.catalogue.views.room import CLERKS, bp


@bp.route("/agreements/<reference>/new-line", methods=["GET", "POST"])
@seen_by(*CLERKS)
def new_line(reference: str) -> ResponseReturnValue:
    viewer, form = request_viewer(), NewLineForm()
    agreement = supply_queries.agreement(viewer, reference)
    code = (form.item.data or "").strip()
    known = queries.items_coded(viewer, [code]).get(code)
    form.offer(queries.packs_of(viewer, known) if known is not None else [])
    if form.carried_out(lambda: supply.add_line(viewer, agreement, _known(known, code), form.terms())):
        flash(gettext("The price is saved."), "success")
        return redirect(url_for("catalogue.agreement", reference=reference), 303)
    return render_template("catalogue/line_edit.html", form=form, agreement=agreement, line=None), form.status


def _known(item: Item | None, code: str) -> Item:
    if item is None:
        raise Refusal("no_item", N_("There is no item %(code)s: look it up in the catalogue."), code=code)
    return item


@bp.route("/agreements/<reference>/lines/<code>", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_line(reference: str, code: str) -> ResponseReturnValue:
    viewer, form = request_viewer(), LineForm()
    line, tiers = supply_queries.line_of(
        viewer, supply_queries.agreement(viewer, reference), queries.item(viewer, code)
    )
    form.offer(queries.packs_of(viewer, line.item, active_only=False))
    if form.carried_out(lambda: supply.edit_line(viewer, line, tiers, form.terms())):
        flash(gettext("The price is saved."), "success")
        return redirect(url_for("catalogue.agreement", reference=reference), 303)
    if not form.is_submitted():
        form.show(line, tiers)
    return render_template("catalogue/line_edit.html", form=form, agreement=line.agreement, line=line), form.status


@bp.post("/agreements/<reference>/lines/<code>/remove")
@seen_by(*CLERKS)
def remove_line(reference: str, code: str) -> ResponseReturnValue:
    viewer: Viewer = request_viewer()
    line, tiers = supply_queries.line_of(
        viewer, supply_queries.agreement(viewer, reference), queries.item(viewer, code)
    )
    supply.remove_line(viewer, line, tiers)
    flash(gettext("%(code)s is no longer in this agreement.", code=code), "success")
    return redirect(url_for("catalogue.agreement", reference=reference), 303)
