"""One line at a time, for the grid's JavaScript: JSON in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.algorithms.errors import Refusal
from pooling.language import amount, sentence
from pooling.needs import recap_queries, rules
from pooling.needs.ceiling import gauge
from pooling.needs.desk import Desk
from pooling.needs.placing import Spot, move
from pooling.needs.rows import Row, row_of, save_typed
from pooling.needs.standing import told_gauge
from pooling.needs.typed import Typed
from pooling.needs.views.room import at_desk, desk_at


@at_desk("/lines/<key>", "POST")
def save_line(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    form = request.form
    row = save_typed(desk, key, form.get("version", type=int), Typed.sent(form), form.getlist("take"))
    if row.state == "saved":
        place(desk, key)
        return {**_told(row), "total": told_total(desk)}
    return _judged(row), 409 if row.conflict or row.key != key else 422


def told_all(desk: Desk, rows: Sequence[Row]) -> dict[str, Any]:
    """Many rows, each with the state in which it now is, and the new total."""
    return {"lines": [{**_judged(row), "state": row.state} for row in rows], "total": told_total(desk)}


def _judged(row: Row) -> dict[str, Any]:
    told = {**_told(row), "faults": dict(row.faults), "refused": row.refused}
    if row.conflict:
        told["conflict"] = render_template("needs/conflict.html", row=row, prefix="")
    return told


@at_desk("/lines/<key>/remove", "POST")
def remove_line(code: str, key: str, member: str = "") -> ResponseReturnValue:
    """Delete a line; answers JavaScript with the new total, and a browser without it with the grid."""
    desk = desk_at(code, member)
    try:
        rules.remove(desk.viewer, desk.campaign, key, request.form.get("version", type=int), desk.member)
    except Refusal as refusal:
        if _wants_json():
            return {"refused": sentence(refusal)}, 409 if refusal.code == "stale" else 422
        raise
    if _wants_json():
        return {"total": told_total(desk)}
    return redirect(url_for("needs.grid", code=code, removed=key), 303)


@at_desk("/lines/<key>/restore", "POST")
def restore_line(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    need = rules.restore(desk.viewer, desk.campaign, key, desk.member)
    place(desk, key)
    if _wants_json():
        return {**_told(row_of(desk, need)), "total": told_total(desk)}
    flash(gettext("The line is back."), "success")
    return redirect(url_for("needs.grid", code=code), 303)


def place(desk: Desk, key: str) -> None:
    """Where the form says a line belongs that was just entered or brought back."""
    spot = Spot(request.form.get("before", ""), request.form.get("after", ""))
    if spot:
        move(desk.viewer, desk.campaign, key, spot, desk.member)


def _wants_json() -> bool:
    return request.accept_mimetypes.best == "application/json"


def _told(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "version": row.version,
        "saved_at": row.saved_at,
        "values": row.typed.texts,
        "base": row.base,
        "amount": row.amount,
        "reference": row.reference,
        "entered_for": row.entered_for,
        "unit_name": row.unit_name,
        "packs": [pack.name for pack in row.packs],
        "asked": [{"told": each.told, "texts": dict(each.texts)} for each in row.meant],
    }


def told_total(desk: Desk) -> dict[str, Any]:
    sums = recap_queries.family_sums(desk.viewer, desk.campaign, desk.firm)
    lines, unpriced = sum(each.line_count for each in sums), sum(each.unpriced for each in sums)
    return {
        "lines": lines,
        "amount": _at_prices(sum((each.amount for each in sums), Decimal(0)), lines, unpriced),
        "unpriced": ngettext("%(num)s line without a price", "%(num)s lines without a price", unpriced)
        * bool(unpriced),
        "families": [
            {
                "name": each.name,
                "lines": each.line_count,
                "amount": _at_prices(each.amount, each.line_count, each.unpriced),
            }
            for each in sums
        ],
        # a firm's ceiling is nobody else's business
        "gauge": None if desk.member else told_gauge(gauge(desk.viewer, desk.campaign)),
    }


def _at_prices(total: Decimal, lines: int, unpriced: int) -> str:
    """Of lines none of which has a price the sum is not nought but unknown."""
    return "–" if lines and lines == unpriced else amount(total)
