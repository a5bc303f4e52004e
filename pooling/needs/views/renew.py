"""Last quarter again, in two actions: look, accept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import QUANTITY_PLACES, parse
from pooling.campaigns.models import Campaign
from pooling.campaigns.rules import is_answerable
from pooling.documents.shelf import shelf
from pooling.language import language, sentence, settings
from pooling.needs.attaching import Bounds, take_again
from pooling.needs.attachment_queries import of_lines
from pooling.needs.desk import Desk
from pooling.needs.outcomes import Got, got
from pooling.needs.renewal import Renewable, Renewals, renew_all, renewals, take_back
from pooling.needs.unit_words import unit_name
from pooling.needs.views.importing import flash_taken_back
from pooling.needs.views.recap import told_beside
from pooling.needs.views.room import at_desk, desk_at


@at_desk("/renew")
def renew(code: str, member: str = "") -> ResponseReturnValue:
    """The lines of the campaign before, ticked, with their quantities to change."""
    desk = desk_at(code, member)
    if not is_answerable(desk.campaign):
        return redirect(url_for("needs.recap", code=code))
    found = renewals(desk.viewer, desk.campaign, desk.firm)
    keys = {each.key for each in found.lines}
    return _page(desk, found, ticked=keys, with_files=keys | {each.key for each in found.suggested})


@at_desk("/renew", "POST")
def renew_lines(code: str, member: str = "") -> ResponseReturnValue:
    """Enter what is ticked, all or, when one quantity cannot be read, nothing."""
    desk = desk_at(code, member)
    found = renewals(desk.viewer, desk.campaign, desk.firm)
    ticked = set(request.form.getlist("line"))
    quantities, faults = _quantities(found, ticked)
    refused = {} if faults else renew_all(desk.writing(), found.new, quantities)
    faults |= {key: sentence(refusal) for key, refusal in refused.items()}
    if faults:
        return _page(desk, found, ticked, set(request.form.getlist("files")), faults), 422
    _take_files(desk, found, quantities.keys() & set(request.form.getlist("files")))
    count = len(quantities)
    flash(ngettext("%(num)s line is renewed.", "%(num)s lines are renewed.", count), "success")
    return redirect(url_for("needs.grid", code=code, renewed=count or None), 303)


@at_desk("/renew/undo", "POST")
def undo_renewal(code: str, member: str = "") -> ResponseReturnValue:
    """Delete what was renewed, but for what somebody has changed since."""
    desk = desk_at(code, member)
    lines, kept = take_back(desk.writing(), renewals(desk.viewer, desk.campaign, desk.firm))
    flash_taken_back(lines, kept)
    return redirect(url_for("needs.grid", code=code), 303)


def _take_files(desk: Desk, found: Renewals, keys: set[str]) -> None:
    """The drawings of the lines that were renewed with them; what cannot be taken is said, the line stays."""
    chosen = [line for line in found.new if line.key in keys]
    held = of_lines(desk.viewer, [line.need for line in chosen])
    for line in chosen:
        wanted = [each.key for each in held.get((line.need.member_id, line.need.key), ())]
        try:
            take_again(desk.writing(), line.key, wanted, shelf(settings()), Bounds.of(settings()))
        except Refusal as refusal:
            flash(sentence(refusal), "warning")


def _quantities(found: Renewals, ticked: set[str]) -> tuple[dict[str, Decimal], dict[str, str]]:
    """What was typed for each line to renew, and why the rest cannot be read."""
    quantities, faults = {}, {}
    for line in found.new:
        if line.key in ticked:
            typed = request.form.get(f"quantity.{line.key}", "")
            try:
                quantities[line.key] = parse(typed, places=QUANTITY_PLACES, decimal_sign=screen_sign(language()))
            except Refusal as refusal:
                faults[line.key] = sentence(refusal)
    return quantities, faults


def _got(desk: Desk, campaign: Campaign | None, lines: Sequence[Renewable]) -> dict[int, Got]:
    return got(desk.viewer, campaign, desk.firm, [line.need for line in lines]) if campaign is not None else {}


def _page(
    desk: Desk, found: Renewals, ticked: set[str], with_files: set[str], faults: Mapping[str, str] | None = None
) -> str:
    return render_template(
        "needs/renew.html",
        campaign=desk.campaign,
        found=found,
        ticked=ticked,
        with_files=with_files,
        files=of_lines(desk.viewer, [line.need for line in (*found.lines, *found.suggested)]),
        faults=faults or {},
        typed=request.form,
        unit_name=unit_name,
        got=_got(desk, found.before, found.lines) | _got(desk, found.year_ago, found.suggested),
        specified=told_beside(desk.declared),
    )
