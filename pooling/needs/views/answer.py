"""The buttons by which a firm answers a campaign."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.algorithms.errors import Refusal
from pooling.language import sentence
from pooling.needs import queries, rules
from pooling.needs.desk import Desk
from pooling.needs.doubts import doubts
from pooling.needs.models import Answer
from pooling.needs.views.recap import recap_page
from pooling.needs.views.room import at_desk, desk_at


@at_desk("/submit", "POST")
def submit(code: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    lines = queries.lines(desk.viewer, desk.campaign, desk.firm)
    if "aware" not in request.form and doubts(desk.campaign, lines, desk.declared):
        return recap_page(desk, unaware=True), 422
    try:
        said = rules.submit(desk.viewer, desk.campaign, desk.member, reason=request.form.get("reason", ""))
    except Refusal as refusal:
        return _refused(code, refusal)
    flash(_submitted(desk, said.answer), "success")
    return redirect(url_for("needs.recap", code=code), 303)


@at_desk("/reopen", "POST")
def reopen(code: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    try:
        rules.reopen(desk.viewer, desk.campaign, desk.member)
    except Refusal as refusal:
        return _refused(code, refusal)
    flash(gettext("The declaration is open again: submit it when you are done."), "success")
    return redirect(url_for("needs.grid", code=code), 303)


@at_desk("/nothing", "POST")
def nothing(code: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    try:
        rules.say_nothing(desk.viewer, desk.campaign, desk.member)
    except Refusal as refusal:
        return _refused(code, refusal)
    if desk.member:
        flash(gettext("Noted: %(name)s needs nothing this time.", name=desk.member.name), "success")
        return redirect(url_for("needs.recap", code=code), 303)
    flash(gettext("Noted: you need nothing this time. You can change your mind until the deadline."), "success")
    return redirect(url_for("needs.home"), 303)


def _refused(code: str, refusal: Refusal) -> ResponseReturnValue:
    """Said on the page where it can be mended; a rule refuses before it writes."""
    flash(sentence(refusal), "error")
    return redirect(url_for("needs.recap", code=code), 303)


def _submitted(desk: Desk, answer: Answer) -> str:
    if answer == Answer.AWAITING:
        return str(gettext("Sent for approval: the firm's approvers get a mail. Without their yes nothing counts."))
    if desk.member:
        return str(gettext("Submitted for %(name)s, which can still change it.", name=desk.member.name))
    return str(gettext("Your needs are submitted. You can still change them until the deadline."))
