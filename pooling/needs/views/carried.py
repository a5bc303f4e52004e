"""What was carried over to a firm: taken among its lines, or declined, in one action."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.needs import carried, waiting
from pooling.needs.desk import Desk
from pooling.needs.views.room import at_desk, desk_at


@at_desk("/carried", "POST")
def decide_carried(code: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    verb, sources = request.form.get("do", ""), request.form.getlist("source")
    try:
        if verb == "back":
            _tell_back(carried.put_back(desk.viewer, desk.campaign, desk.firm))
        elif verb == "decline":
            _tell_declined(carried.decline(desk.viewer, desk.campaign, desk.firm, sources))
        else:
            _take(desk, sources)
    except Refusal as refusal:
        desk.viewer.session.rollback()
        flash(sentence(refusal), "error")
    return redirect(url_for("needs.grid", code=code), 303)


def _take(desk: Desk, sources: Sequence[str]) -> None:
    before = waiting.offers(desk.viewer, desk.campaign, desk.firm)
    refused = carried.take(desk.writing(), sources)
    for refusal in refused.values():
        flash(sentence(refusal), "warning")
    taken = len([each for each in before if each.source in sources]) - len(refused)
    told = ngettext("%(num)s line is among yours now.", "%(num)s lines are among yours now.", taken)
    flash(told if sources else gettext("Tick at least one line."), "success" if taken else "info")


def _tell_declined(count: int) -> None:
    told = ngettext("%(num)s line is declined.", "%(num)s lines are declined.", count)
    flash(told if count else gettext("Tick at least one line."), "success" if count else "info")


def _tell_back(count: int) -> None:
    flash(ngettext("%(num)s line waits again.", "%(num)s lines wait again.", count), "success")
