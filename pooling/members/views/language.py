from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.language import choose
from pooling.members.links import same_site_path
from pooling.members.views.room import bp


@bp.post("/language")
@seen_by(Door.ANYONE)
def language() -> ResponseReturnValue:
    """The language of this browser's session; back to where the switch was pressed."""
    choose(request.form.get("language", ""))
    return redirect(same_site_path(request.form.get("next")), 303)
