from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.needs.batches import Order, carry_out
from pooling.needs.forms import Desk
from pooling.needs.paste import MOST_ROWS
from pooling.needs.views.line import told_all
from pooling.needs.views.room import bp


@bp.post("/<code>/lines")
@seen_by(Door.MEMBER)
def save_lines(code: str) -> ResponseReturnValue:
    """Save, remove and restore many lines in one request: a step undone or done again. JSON in and out."""
    desk = Desk(request_viewer(), campaign_coded(request_viewer(), code))
    said = request.get_json(silent=True)
    if not isinstance(said, dict) or not isinstance(said.get("lines"), list) or len(said["lines"]) > MOST_ROWS:
        abort(400)
    try:
        orders = [Order.told(each) for each in said["lines"]]
    except (AttributeError, KeyError, TypeError, ValueError):
        abort(400)
    return told_all(desk, carry_out(desk, orders))
