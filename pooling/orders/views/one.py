from __future__ import annotations

from itertools import groupby

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.units import unit_coded
from pooling.journal import looks
from pooling.language import language
from pooling.orders import queries
from pooling.orders.views.room import bp

PAGE = 500  # lines


@bp.get("/<number>")
@seen_by(Door.BUYER)
def one(number: str) -> ResponseReturnValue:
    viewer = request_viewer()
    order = queries.order(viewer, number)
    figures = queries.figures(viewer, order=order).get(order.id, queries.NOTHING)
    pages = max(1, -(-figures.lines // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    stops = queries.stops(viewer, order, ((page - 1) * PAGE + 1, page * PAGE))
    looks.note(viewer, f"order:{number}", queries.members_of(viewer, order), order.campaign.code)
    return render_template(
        "orders/one.html",
        order=order,
        figures=figures,
        lines=queries.lines(viewer, order, offset=(page - 1) * PAGE, limit=PAGE),
        stops={line: list(theirs) for line, theirs in groupby(stops, lambda stop: stop.line_id)},
        secret=queries.secret_lines(viewer, order),
        docks=queries.docks(viewer, order),
        withheld=bool(queries.withheld(viewer, [order])),
        unit=unit,
        page=page,
        pages=pages,
    )


def unit(code: str) -> str:
    """A unit's name; as typed when it has no code."""
    known = unit_coded(code)
    return known.name(language()) if known else code
