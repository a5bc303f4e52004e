"""A block of cells copied from a spreadsheet: shown as it was understood, then entered."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.algorithms.errors import Refusal
from pooling.campaigns.rules import is_answerable
from pooling.language import language, sentence
from pooling.needs import rules
from pooling.needs.batches import Order, Pasted, carry_out, recognised, targets
from pooling.needs.conflict import labels
from pooling.needs.desk import Desk
from pooling.needs.paste import FIELDS, Block, read
from pooling.needs.rows import Row
from pooling.needs.views.line import told_all
from pooling.needs.views.room import at_desk, desk_at

PART = "X-Part"  # asks for the preview alone, which the grid shows in a dialog


@at_desk("/paste")
def paste(code: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    if not is_answerable(desk.campaign):
        return redirect(url_for("needs.recap", code=code))
    return _page(desk)


@at_desk("/paste", "POST")
def paste_block(code: str, member: str = "") -> ResponseReturnValue:
    """Read the block again each time: with what the person corrected, and, once nothing is open, to enter it."""
    desk = desk_at(code, member)
    try:
        block = _read()
    except Refusal as refusal:
        return _page(desk, refused=sentence(refusal)), 422
    rows = recognised(desk, block)
    if request.form.get("do") != "accept":
        return _page(desk, block, rows)
    if not all(row.is_clear for row in rows):
        return _page(desk, block, rows, insisted=True), 422
    entered = carry_out(desk, _laid(desk, rows))
    if "onto" in request.form:
        return told_all(desk, entered)
    return _entered(desk, block, rows, entered)


def _read() -> Block:
    form = request.form
    answers = {}
    for name, value in form.items():
        kind, _, place = name.partition(".")
        row, _, column = place.partition(".")
        # a question not answered yet is no answer; a text made empty is one
        if row.isdecimal() and column.isdecimal() and (kind == "answer" or (kind == "choose" and value)):
            answers[int(row), int(column)] = value.strip()
    chosen = form.getlist("column") or None
    start = form.get("start", "what")
    return read(form.get("text", ""), start=start, chosen=chosen, answers=answers, language=language())


def _laid(desk: Desk, rows: list[Pasted]) -> list[Order]:
    try:
        said: list[dict[str, Any]] = json.loads(request.form.get("onto", "[]"))
        laid = targets(said, len(rows), request.form.get("batch", ""))
    except (AttributeError, KeyError, TypeError, ValueError):
        abort(400)
    home = desk.sites[0].code if desk.sites else ""
    return [replace(order, typed=row.onto(order.typed, home)) for order, row in zip(laid, rows, strict=True)]


def _entered(desk: Desk, block: Block, rows: list[Pasted], entered: list[Row]) -> ResponseReturnValue:
    """Without JavaScript: all the lines, or the block again with what is wrong with some."""
    refused = {number: row.refused for number, row in enumerate(entered) if row.state == "refused"}
    if refused:
        return _page(desk, block, rows, refusals=refused), 422
    flash(ngettext("%(num)s line is saved.", "%(num)s lines are saved.", len(entered)), "success")
    return redirect(url_for("needs.grid", code=desk.campaign.code), 303)


def _page(desk: Desk, block: Block | None = None, rows: list[Pasted] | None = None, **more: Any) -> str:
    template = "needs/paste_preview.html" if request.headers.get(PART) else "needs/paste.html"
    return render_template(
        template,
        campaign=desk.campaign,
        block=block,
        rows=rows or [],
        text=request.form.get("text", ""),
        start=request.form.get("start", "what"),
        batch=request.form.get("batch") or rules.new_key(),
        fields=_fields(),
        sites=desk.sites,
        categories=desk.categories if block else (),
        sentence=sentence,
        **more,
    )


def _fields() -> dict[str, str]:
    named = {"reference": gettext("Reference"), **labels()}
    return {name: named[name] for name in FIELDS}
