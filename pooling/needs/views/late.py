"""After the closing: what a firm still asks for, and what buyers answer."""

from __future__ import annotations

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.campaigns.rules import is_late
from pooling.journal import looks
from pooling.language import language, sentence
from pooling.members.queries import member as member_coded
from pooling.needs import late, late_queries, queries, rules
from pooling.needs.asked import with_fields
from pooling.needs.conflict import labels
from pooling.needs.desk import Desk
from pooling.needs.forms import answered
from pooling.needs.late_models import LateLine
from pooling.needs.late_shown import shown
from pooling.needs.pasted_columns import GRID
from pooling.needs.rows import Row, blank_row, row_of, tried
from pooling.needs.typed import Typed, rows_sent
from pooling.needs.unit_words import unit_names
from pooling.needs.views.room import at_desk, bp, desk_at

BLANKS = 3


@at_desk("/late")
def late_lines(code: str, member: str = "") -> ResponseReturnValue:
    """A few rows to ask for, or the row of the line to be corrected; and what was asked before."""
    desk = desk_at(code, member)
    return _page(desk, _rows(desk, request.args.get("line", "")))


@at_desk("/late", "POST")
def ask_late(code: str, member: str = "") -> ResponseReturnValue:
    """All rows or, when one is refused, none."""
    desk = desk_at(code, member)
    typed = _typed(desk)
    desk.look_up(typed.values())
    try:
        asked = [_ask(desk, key, row) for key, row in typed.items() if not row.is_blank]
    except Refusal as refusal:
        return _again(desk, typed, sentence(refusal))
    refused = {each.key: each for each in asked if isinstance(each, Row)}
    if refused or not asked:
        return _again(desk, typed, "" if refused else gettext("Fill in at least one line."), refused)
    flash(
        ngettext("%(num)s request is with the buyers.", "%(num)s requests are with the buyers.", len(asked)), "success"
    )
    return redirect(url_for("needs.recap", code=code), 303)


@at_desk("/late/<key>/withdraw", "POST")
def withdraw_late(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    late.withdraw(desk.viewer, late_queries.request(desk.viewer, desk.campaign, key, desk.firm))
    flash(gettext("The request is taken back."), "success")
    return redirect(url_for("needs.recap", code=code), 303)


@bp.get("/<code>/late/requests")
@seen_by(Door.BUYER)
def late_requests(code: str) -> ResponseReturnValue:
    """What firms still ask for, for buyers to answer; reading it is a look at their lines."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    found = late_queries.requests(viewer, campaign)
    looks.note(viewer, f"campaign:{campaign.code}", {each.member_id for each in found}, campaign.code)
    return render_template(
        "needs/late_requests.html",
        campaign=campaign,
        requests=shown(viewer, found),
        may_decide=not viewer.is_conflicted,
        may_accept=is_late(campaign),
    )


VERBS = {"accept": late.accept, "carry": late.carry, "refuse": late.refuse}


@bp.post("/<code>/answers/<member>/late/<key>")
@seen_by(Door.GROUP_BUYER)
def decide_late(code: str, member: str, key: str) -> ResponseReturnValue:
    viewer = request_viewer()
    found = late_queries.request(viewer, campaign_coded(viewer, code), key, member_coded(viewer, member).id)
    verb, answer = VERBS.get(request.form.get("do", "")), request.form.get("answer", "")
    try:
        if verb is not None:
            verb(viewer, found, answer)
            flash(gettext("%(name)s is told by mail.", name=found.member.name), "success")
    except Refusal as refusal:
        viewer.session.rollback()
        flash(sentence(refusal), "error")
    return redirect(url_for("needs.late_requests", code=code), 303)


def _typed(desk: Desk) -> dict[str, Typed]:
    """The rows that were sent, one of them perhaps with the reading that was said to be meant."""
    typed = rows_sent(request.form.getlist("key"), request.form)
    verb, _, about = request.form.get("do", "").partition(":")
    key, _, number = about.partition(":")
    if verb == "yes" and key in typed:
        typed[key] = answered(desk, typed[key], number)
    return typed


def _rows(desk: Desk, line: str) -> list[Row]:
    if line:
        row = row_of(desk, queries.need(desk.viewer, line, desk.campaign, desk.firm))
        return [replace(row, key=rules.new_key(), version=None, state="", saved_at="")]
    return [blank_row(desk) for _ in range(BLANKS)]


def _ask(desk: Desk, key: str, typed: Typed) -> LateLine | Row:
    form = request.form
    about = {"key": key, "reason": form.get("reason", ""), "need_key": form.get("line", "")}
    if "gone" in form:
        return late.ask(desk.viewer, desk.campaign, None, member=desk.member, **about)
    return tried(
        desk, key, None, typed, lambda line: late.ask(desk.viewer, desk.campaign, line, member=desk.member, **about)
    )


def _again(
    desk: Desk, typed: dict[str, Typed], fault: str, refused: dict[str, Row] | None = None
) -> ResponseReturnValue:
    """With all that was typed."""
    kept = [
        (refused or {}).get(key) or Row(key=key, typed=row, item=desk.items.get(row.item)) for key, row in typed.items()
    ]
    return _page(desk, kept or _rows(desk, request.form.get("line", "")), fault), 422


def _page(desk: Desk, rows: list[Row], fault: str = "") -> str:
    line = request.values.get("line", "")
    return render_template(
        "needs/late.html",
        campaign=desk.campaign,
        categories=desk.categories,
        sites=desk.sites,
        units=unit_names(language()),
        labels=labels(),
        columns=GRID,
        rows=with_fields(desk, rows),
        template_row=Row(key="KEY", typed=blank_row(desk).typed),
        line=line,
        reason=request.form.get("reason", ""),
        fault=fault,
        is_late=is_late(desk.campaign),
    )
