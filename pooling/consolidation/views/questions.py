"""What the buyers ask a firm about its own lines."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import QUANTITY_PLACES, parse
from pooling.consolidation import asking, flex_queries, flexing
from pooling.consolidation import desk_queries as queries
from pooling.consolidation.models import FlexQuestion
from pooling.consolidation.views.room import bp
from pooling.language import language, sentence
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


@bp.post("/questions/<key>/flex")
@seen_by(Door.MEMBER)
def answer_flex(key: str) -> ResponseReturnValue:
    """How far the firm's line may move beyond what it accepts."""
    viewer = request_viewer()
    question = flex_queries.question(viewer, key)
    try:
        flexing.answer(viewer, question, _agreed(question))
    except Refusal as refusal:
        return _page(faulty=key, fault=sentence(refusal)), 422
    flash(gettext("Thank you: the buyers have your answer."), "success")
    return redirect(url_for("consolidation.questions"), 303)


def _agreed(question: FlexQuestion) -> Decimal:
    said = request.form.get("says", "")
    if said not in {"all", "some", "none"}:
        raise Refusal("no_answer", N_("Say yes, no, or how many."))
    if said == "some":
        return parse(request.form.get("quantity", ""), places=QUANTITY_PLACES, decimal_sign=screen_sign(language()))
    return abs(question.move) if said == "all" else Decimal(0)


def _page(faulty: str = "", fault: str = "") -> str:
    viewer = request_viewer()
    asked = queries.questions_of_own_firm(viewer)
    return render_template(
        "consolidation/questions.html",
        flexible=flex_queries.open_of_own_firm(viewer),
        open=[each for each in asked if each.answered_at is None],
        answered=[each for each in asked if each.answered_at is not None],
        faulty=faulty,
        fault=fault,
        typed=request.form,
        counted=counted,
    )
