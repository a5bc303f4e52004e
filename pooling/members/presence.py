"""Which browser is asking: its cookies name a sitting, and without one that goes on it is nobody's."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager
from flask_security.utils import set_request_attr
from sqlalchemy import Engine

from pooling.access.edge import ENGINE, request_session, request_viewer
from pooling.access.viewer import Kind, Viewer
from pooling.members import queries, sittings
from pooling.members.models import Sitting, User

# Flask-Login's: the cookie that remembers repeats what stands here, so both name the same sitting
NAMED = "_user_id"


def install(app: Flask, manager: LoginManager) -> None:
    manager.user_loader(_load)
    app.after_request(_note_seen)


def present() -> Sitting | None:
    """The sitting of this request."""
    sitting: Sitting | None = g.get("sitting")
    return sitting


def sit_down(user: User) -> None:
    """After a password: this browser's cookies name a new sitting, and no longer the one before."""
    viewer, before = request_viewer(), present()
    if before is not None:
        sittings.end(viewer, before)
    remembered = session.get("_remember") == "set"
    g.sitting, token = sittings.begin(viewer, user, request.user_agent.string, remembered=remembered)
    session[NAMED] = sittings.cookie_of(user, token)


def stand_up() -> None:
    """After a sign-out."""
    sitting = present()
    if sitting is not None:
        sittings.end(request_viewer(), sitting)


def _load(said: str) -> User | None:
    # asking who is looking would ask here again: nobody is known yet
    gatekeeper = Viewer(kind=Kind.GATEKEEPER, session=request_session())
    found = queries.who_sits(gatekeeper, *sittings.read_cookie(said), since=sittings.oldest())
    if found is None:
        return None
    user, g.sitting = found
    # what Flask-Security's own loader says to its views
    set_request_attr("fs_authn_via", "session")
    set_request_attr("fs_paa", session.get("fs_paa", 0))
    return user


def _note_seen(response: Response) -> Response:
    sitting = present()
    if sitting is not None and sittings.is_to_note(sitting):
        engine: Engine = current_app.extensions[ENGINE]
        number = sitting.id
        response.direct_passthrough = False  # a file handed through to the server never says that it is done
        response.call_on_close(lambda: sittings.note_seen(engine, number))
    return response
