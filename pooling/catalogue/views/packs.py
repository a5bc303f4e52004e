from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.catalogue import queries, rules
from pooling.catalogue.field_queries import declared
from pooling.catalogue.forms import PackForm
from pooling.catalogue.typed_fields import told_fields
from pooling.catalogue.views.room import CLERKS, bp, wanted_state


@bp.post("/items/<code>/packs")
@seen_by(*CLERKS)
def new_pack(code: str) -> ResponseReturnValue:
    viewer, form = request_viewer(), PackForm()
    item = queries.item(viewer, code)
    form.offer()
    if form.carried_out(lambda: rules.make_pack(viewer, item, *form.values())):
        flash(gettext("The pack is saved."), "success")
        return redirect(url_for("catalogue.item", code=code), 303)
    packs, fields = queries.packs_of(viewer, item, active_only=False), told_fields(declared(viewer), item)
    return render_template("catalogue/item.html", item=item, packs=packs, form=form, fields=fields), form.status


@bp.route("/items/<code>/pack", methods=["GET", "POST"])
@seen_by(*CLERKS)
def edit_pack(code: str) -> ResponseReturnValue:
    """`?name=`: a pack's name may hold any sign, so it does not stand in the path."""
    viewer = request_viewer()
    item = queries.item(viewer, code)
    pack = queries.pack(viewer, item, request.args.get("name", ""))
    form = PackForm(obj=pack)
    form.offer()
    if form.carried_out(lambda: rules.edit_pack(viewer, pack, *form.values())):
        flash(gettext("The pack is saved."), "success")
        return redirect(url_for("catalogue.item", code=code), 303)
    return render_template("catalogue/pack_edit.html", item=item, pack=pack, form=form), form.status


@bp.post("/items/<code>/pack/switch")
@seen_by(*CLERKS)
def switch_pack(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    pack = queries.pack(viewer, queries.item(viewer, code), request.form.get("name", ""))
    rules.switch_pack(viewer, pack, active=wanted_state())
    return redirect(url_for("catalogue.item", code=code), 303)
