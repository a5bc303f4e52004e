from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.journal.views.room import bp


@bp.get("/")
@seen_by(Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    return render_template("layout.html")
