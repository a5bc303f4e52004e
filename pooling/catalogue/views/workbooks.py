"""In and out as a workbook of one layout: export, edit in Excel, load again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from pooling.access.doors import seen_by
from pooling.access.edge import request_viewer
from pooling.access.received import received
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.catalogue import rules, sheets
from pooling.catalogue.forms import FileForm
from pooling.catalogue.load_agreements import AGREEMENT_COLUMNS
from pooling.catalogue.load_items import COLUMNS
from pooling.catalogue.load_suppliers import SUPPLIER_COLUMNS
from pooling.catalogue.views.room import CLERKS, bp
from pooling.excel.spec import Workbook
from pooling.excel.tables import Book
from pooling.excel.writer import render
from pooling.language import sentence, settings
from pooling.loading import Column, Report

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200  # errors on a page; the count tells of the others


@dataclass(frozen=True)
class Way:
    """One kind of workbook: its title (a message id), where one comes from, and the two directions."""

    title: str
    back: str
    load: Callable[[Viewer, Book], Report]
    draw: Callable[[Viewer, str], Workbook]
    columns: tuple[Column, ...]


WAYS = {
    "catalogue": Way(
        N_("Load the catalogue"), "catalogue.listing", rules.load_catalogue, sheets.catalogue, COLUMNS
    ),
    "suppliers": Way(
        N_("Load the suppliers"), "catalogue.suppliers", rules.load_suppliers, sheets.suppliers, SUPPLIER_COLUMNS
    ),
    "agreements": Way(
        N_("Load the agreements"), "catalogue.agreements", rules.load_agreements, sheets.agreements,
        AGREEMENT_COLUMNS,
    ),
}  # fmt: skip


@bp.route("/load/<what>", methods=["GET", "POST"])
@seen_by(*CLERKS)
def load(what: str) -> ResponseReturnValue:
    """Everything is taken, or nothing and every reason is shown."""
    way, form, report = _way(what), FileForm(), None
    if form.validate_on_submit():
        try:
            report = way.load(request_viewer(), received(form.file.data).book)
        except Refusal as refusal:
            form.form_errors.append(sentence(refusal))
    refused = bool(form.errors or (report and report.refused))
    return render_template(
        "catalogue/load.html", form=form, way=way, what=what, report=report, shown=SHOWN
    ), 422 if refused else 200


@bp.get("/export/<what>.xlsx")
@seen_by(*CLERKS)
def export(what: str) -> ResponseReturnValue:
    way = _way(what)
    data = render(way.draw(request_viewer(), settings().group_name))
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=f"{what}.xlsx")


def _way(what: str) -> Way:
    return WAYS.get(what) or abort(404)
