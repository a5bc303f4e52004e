"""What a page that has stood open for hours asks: is this still the same person, and with which token?"""

from __future__ import annotations

import hmac

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.needs.views.room import bp

TYPED_BY = "X-Typed-By"


def badge(viewer: Viewer) -> str:
    """Who it is, to compare only: nothing can be read from it."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, f"typed by {viewer.user_id}".encode(), "sha256").hexdigest()[:32]


@bp.get("/pulse")
@seen_by(Door.MEMBER, Door.BUYER)
def pulse() -> ResponseReturnValue:
    return {"who": badge(request_viewer()), "token": generate_csrf()}


@bp.before_request
def only_who_typed_it() -> None:
    """What one person typed is not entered by the next one who signed in in the same browser."""
    claimed = request.headers.get(TYPED_BY)
    if claimed and not hmac.compare_digest(claimed, badge(request_viewer())):
        abort(401)
