from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue

from pooling.needs.batches import Order, carry_out
from pooling.needs.paste import MOST_ROWS
from pooling.needs.views.line import told_all
from pooling.needs.views.room import at_desk, desk_at


@at_desk("/lines", "POST")
def save_lines(code: str, member: str = "") -> ResponseReturnValue:
    """Save, remove and restore many lines in one request: a step undone or done again. JSON in and out."""
    desk = desk_at(code, member)
    said = request.get_json(silent=True)
    if not isinstance(said, dict) or not isinstance(said.get("lines"), list) or len(said["lines"]) > MOST_ROWS:
        abort(400)
    try:
        orders = [Order.told(each) for each in said["lines"]]
    except (AttributeError, KeyError, TypeError, ValueError):
        abort(400)
    return told_all(desk, carry_out(desk, orders))
