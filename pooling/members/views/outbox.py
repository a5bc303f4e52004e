"""The letters: sent, waiting, given up. Bodies are only shown while the group has no mail server, because they
hold links that open accounts; and not to a buyer who works for one of the firms."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.language import settings
from pooling.mail import queries, rules
from pooling.members.views.room import bp

PER_PAGE = 50


@bp.get("/outbox")
@seen_by(Door.ADMINISTRATOR, Door.BUYER)
def outbox() -> ResponseReturnValue:
    viewer = request_viewer()
    page = max(1, request.args.get("page", 1, type=int))
    failed = "failed" in request.args
    total = queries.letter_count(viewer, failed=failed)
    return render_template(
        "members/outbox.html",
        letters=queries.letters(viewer, PER_PAGE, (page - 1) * PER_PAGE, failed=failed),
        failed=failed,
        failures=queries.letter_count(viewer, failed=True),
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        total=total,
        mail_is_sent=bool(settings().mail_server),
        readable=may_read(viewer),
    )


@bp.post("/outbox/<int:number>")
@seen_by(Door.ADMINISTRATOR, Door.BUYER)
def read_letter(number: int) -> ResponseReturnValue:
    """A verb, not a look: the journal keeps who read somebody's letter."""
    viewer = request_viewer()
    if not may_read(viewer):
        abort(404)
    letter = queries.letter(viewer, number)
    rules.note_reading(viewer, letter)
    return render_template("members/letter.html", letter=letter)


@bp.post("/outbox/<int:number>/again")
@seen_by(Door.ADMINISTRATOR)
def send_again(number: int) -> ResponseReturnValue:
    viewer = request_viewer()
    rules.try_again(viewer, queries.letter(viewer, number))
    flash(gettext("The letter will be tried again at once."), "success")
    return redirect(url_for("members.outbox"), 303)


def may_read(viewer: Viewer) -> bool:
    return not settings().mail_server and not viewer.is_conflicted
