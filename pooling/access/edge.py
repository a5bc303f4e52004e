"""The edge of a request: one session, one viewer, one commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from pooling.access.scope import open_session, see_as
from pooling.access.viewer import Kind, Role, Viewer
from pooling.db import SAFE_METHODS

ENGINE = "pooling.engine"
BARRED = "pooling.barred"
Barred = Callable[[Viewer], tuple[int, ...]]


class RequestSessions:
    """What Flask-Security takes for a database: the session of the request under way."""

    @property
    def session(self) -> Session:
        return request_session()


def install(app: Flask, engine: Engine, barred: Barred) -> None:
    """`barred` tells the categories whose lines a conflicted buyer may not see."""
    app.extensions[ENGINE] = engine
    app.extensions[BARRED] = barred
    app.after_request(_commit)
    app.teardown_request(_close)


def request_session() -> Session:
    """The session of this request; the gatekeeper's until the person is known."""
    if "session" not in g:
        g.session = open_session(current_app.extensions[ENGINE], Kind.GATEKEEPER).session
    session: Session = g.session
    return session


def request_viewer() -> Viewer:
    """Who is looking: the person signed in, else the gatekeeper, who knows nobody's figures."""
    if "viewer" not in g:
        g.viewer = _identify()
    viewer: Viewer = g.viewer
    return viewer


def _identify() -> Viewer:
    session = request_session()
    if not current_user.is_authenticated:
        return see_as(Viewer(kind=Kind.GATEKEEPER, session=session))
    return see_as(_with_bars(viewer_of(current_user, session)))


def viewer_of(user: Any, session: Session) -> Viewer:
    """A signed-in user as a viewer; `user` has id, name, roles, member_id and member."""
    return Viewer(
        kind=Kind.PERSON,
        session=session,
        user_id=user.id,
        name=user.name,
        roles=frozenset(Role(role.name) for role in user.roles),
        member_id=user.member_id,
        member_name=user.member.name if user.member is not None else None,
    )


def _with_bars(viewer: Viewer) -> Viewer:
    if not viewer.is_conflicted:
        return viewer
    barred: Barred = current_app.extensions[BARRED]
    return viewer.barred_from(*barred(see_as(viewer)))


def forget_viewer() -> None:
    """After a sign-in or sign-out within one request, look again who it is."""
    g.pop("viewer", None)


def _commit(response: Response) -> Response:
    session: Session | None = g.get("session")
    if session is not None and request.method not in SAFE_METHODS:
        if response.status_code < 400:
            session.commit()
        else:
            session.rollback()
    return response


def _close(_error: BaseException | None) -> None:
    g.pop("viewer", None)
    session: Session | None = g.pop("session", None)
    if session is not None:
        session.close()
