"""What the buyers ask a firm about its own lines."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.consolidation import asking
from pooling.consolidation import desk_queries as queries
from pooling.consolidation.views.room import bp
from pooling.language import sentence
from pooling.needs.unit_words import counted


@bp.get("/questions")
@seen_by(Door.MEMBER)
def questions() -> ResponseReturnValue:
    return _page()


@bp.post("/questions/<key>")
@seen_by(Door.MEMBER)
def answer(key: str) -> ResponseReturnValue:
    viewer = request_viewer()
    question = queries.question(viewer, key)
    try:
        asking.answer(viewer, question, request.form.get("option", ""), request.form.get("words", ""))
    except Refusal as refusal:
        return _page(faulty=key, fault=sentence(refusal)), 422
    flash(gettext("Thank you: the buyers have your answer."), "success")
    return redirect(url_for("consolidation.questions"), 303)


def _page(faulty: str = "", fault: str = "") -> str:
    asked = queries.questions_of_own_firm(request_viewer())
    return render_template(
        "consolidation/questions.html",
        open=[each for each in asked if each.answered_at is None],
        answered=[each for each in asked if each.answered_at is not None],
        faulty=faulty,
        fault=fault,
        typed=request.form,
        counted=counted,
    )
