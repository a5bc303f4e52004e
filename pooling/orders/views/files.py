"""What leaves the house: one supplier's workbook, or all of a campaign's in a zip."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, send_file
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.campaigns.queries import campaign
from pooling.excel.archive import safe_name
from pooling.journal import looks
from pooling.language import settings
from pooling.orders import queries, sheets
from pooling.orders.models import Order
from pooling.orders.views.room import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/<number>/workbook")
@seen_by(Door.BUYER)
def workbook(number: str) -> ResponseReturnValue:
    viewer = request_viewer()
    order = queries.order(viewer, number)
    if queries.withheld(viewer, [order]):
        abort(404)
    file = _taken(viewer, order)
    return _download(file.data, XLSX, file.name)


@bp.get("/archive/<code>")
@seen_by(Door.BUYER)
def archive(code: str) -> ResponseReturnValue:
    """Of the orders this buyer may take; 404 when that is none."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    orders = queries.orders(viewer, chosen)
    withheld = queries.withheld(viewer, orders)
    files = [_taken(viewer, order) for order in orders if order.id not in withheld]
    if not files:
        abort(404)
    data = sheets.archive(files)
    return _download(data, "application/zip", safe_name(f"{chosen.code}.zip"))


def _taken(viewer: Viewer, order: Order) -> sheets.File:
    """The file of an order; that it was taken, and whose lines were in it, goes into the journal."""
    file = sheets.order_file(viewer, order, settings())
    looks.took(viewer, "orders.download", f"order:{order.number}", file.sha256, order.campaign.code)
    looks.note(viewer, f"order:{order.number}", queries.members_of(viewer, order), order.campaign.code)
    return file


def _download(data: bytes, kind: str, name: str) -> Response:
    return send_file(BytesIO(data), kind, as_attachment=True, download_name=name)
