"""Last quarter again, in two actions: look, accept."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import QUANTITY_PLACES, parse
from pooling.campaigns.models import Campaign
from pooling.campaigns.rules import is_answerable
from pooling.language import language, sentence
from pooling.needs.renewal import Renewals, renew_all, renewals
from pooling.needs.rows import unit_name
from pooling.needs.views.room import at_desk, desk_at


@at_desk("/renew")
def renew(code: str, member: str = "") -> ResponseReturnValue:
    """The lines of the campaign before, ticked, with their quantities to change."""
    desk = desk_at(code, member)
    if not is_answerable(desk.campaign):
        return redirect(url_for("needs.recap", code=code))
    found = renewals(desk.viewer, desk.campaign, desk.firm)
    return _page(desk.campaign, found, ticked={each.key for each in found.lines})


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
        return _page(desk.campaign, found, ticked, faults), 422
    count = len(quantities)
    flash(ngettext("%(num)s line is renewed.", "%(num)s lines are renewed.", count), "success")
    return redirect(url_for("needs.grid", code=code), 303)


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


def _page(campaign: Campaign, found: Renewals, ticked: set[str], faults: Mapping[str, str] | None = None) -> str:
    return render_template(
        "needs/renew.html",
        campaign=campaign,
        found=found,
        ticked=ticked,
        faults=faults or {},
        typed=request.form,
        unit_name=unit_name,
    )
