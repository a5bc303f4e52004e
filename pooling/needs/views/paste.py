"""A block of cells copied from a spreadsheet: shown as it was understood, then entered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.algorithms.errors import Refusal
from pooling.campaigns.rules import is_answerable
from pooling.catalogue.field_columns import KEYS
from pooling.catalogue.models import Category
from pooling.language import day, language, sentence
from pooling.needs import rules
from pooling.needs.batches import Order, carry_out, targets
from pooling.needs.conflict import labels
from pooling.needs.desk import Desk
from pooling.needs.paste import NUMBERS, Block, Cell, read
from pooling.needs.pasted_columns import FIELDS
from pooling.needs.recognising import Pasted, Recognising, names_of, only_family
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
        block = _read(desk)
    except Refusal as refusal:
        return _page(desk, refused=sentence(refusal)), 422
    orders, family = _orders(len(block.rows)), _family(desk, block)
    rows = Recognising(desk, block, [order.typed for order in orders], family).rows()
    show = partial(_page, desk, block, rows, family=family)
    if request.form.get("do") != "accept":
        return show()
    if block.is_undecided or not all(row.is_clear for row in rows):
        return show(), 422
    home = desk.sites[0].code if desk.sites else ""
    laid = [replace(order, typed=row.onto(order.typed, home)) for order, row in zip(orders, rows, strict=True)]
    entered = carry_out(desk, laid)
    if "onto" in request.form:
        return told_all(desk, entered)
    refused = {number: row.refused for number, row in enumerate(entered) if row.state == "refused"}
    return (show(refusals=refused), 422) if refused else _entered(desk, entered)


def _read(desk: Desk) -> Block:
    form = request.form
    answers = {}
    for name, value in form.items():
        kind, _, place = name.partition(".")
        row, _, column = place.partition(".")
        # a question not answered yet is no answer; a text made empty is one
        if row.isdecimal() and column.isdecimal() and (kind == "answer" or (kind == "choose" and value)):
            answers[int(row), int(column)] = value.strip()
    return read(
        form.get("text", ""),
        start=form.get("start", "what"),
        chosen=form.getlist("column") or None,
        answers=answers,
        language=language(),
        names=names_of(desk),
    )


def _orders(count: int) -> list[Order]:
    """The lines on which the block is laid, as the browser tells them."""
    try:
        said: list[dict[str, Any]] = json.loads(request.form.get("onto", "[]"))
        return targets(said, count, request.form.get("batch", ""))
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        abort(400)


def _family(desk: Desk, block: Block) -> Category | None:
    """Of the descriptions that say none: as the person chose or, before that, the only one that it can be."""
    chosen = request.form.get("family")
    return only_family(desk, block) if chosen is None else desk.family_meant(chosen)


def _entered(desk: Desk, entered: list[Row]) -> ResponseReturnValue:
    flash(ngettext("%(num)s line is saved.", "%(num)s lines are saved.", len(entered)), "success")
    return redirect(url_for("needs.grid", code=desk.campaign.code), 303)


def _page(desk: Desk, block: Block | None = None, rows: list[Pasted] | None = None, **more: Any) -> str:
    template = "needs/paste_preview.html" if request.headers.get(PART) else "needs/paste.html"
    headings = desk.field_columns.headings if block else {}
    usual, own = _usual_fields(), {key: heading.title for key, heading in headings.items()}
    return render_template(
        template,
        campaign=desk.campaign,
        block=block,
        rows=rows or [],
        text=request.form.get("text", ""),
        start=request.form.get("start", "what"),
        batch=request.form.get("batch") or rules.new_key(),
        usual=usual,
        own=own,
        fields={**usual, **own},
        numbers={*NUMBERS, *(key for key, heading in headings.items() if heading.is_number)},
        categories=desk.categories if block else (),
        told_choice=partial(_told_choice, desk),
        sentence=sentence,
        **more,
    )


def _usual_fields() -> dict[str, str]:
    named = {
        "reference": gettext("Reference"),
        "pack": gettext("Pack"),
        "flex": gettext("Can take more or give up (±)"),
        **labels(),
    }
    return {name: named[name] for name in FIELDS}


def _told_choice(desk: Desk, name: str, cell: Cell, choice: str) -> str:
    """What a cell may mean, as a person reads it."""
    if name == "site":
        return next((site.name for site in desk.sites if site.code == choice), choice)
    if name == "firm":
        return str(gettext("firm") if choice == "1" else gettext("estimated"))
    if name == "wanted_on":
        return str(day(date.fromisoformat(choice)))
    if name.startswith(KEYS) and cell.trouble is not None and cell.trouble.code == "not_yes_no":
        return str(gettext("yes") if choice == "yes" else gettext("no"))
    return choice
