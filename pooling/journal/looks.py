"""Every look at another firm's lines is kept; written in a short transaction of its own, after the
answer, because a page that is read never writes."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, current_app, g
from sqlalchemy import Engine

from pooling.access.edge import ENGINE, request_viewer
from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.journal.models import Entry

VERB = "needs.look"


def install(app: Flask) -> None:
    app.after_request(_remember)


def note(viewer: Viewer, subject: str, members: Iterable[int], campaign: str | None = None) -> None:
    """Say that this answer shows the viewer lines of these members; its own firm is left out."""
    others = {member for member in members if member != viewer.member_id}
    if others and viewer.is_person:
        g.setdefault("looks", []).append((subject, campaign, sorted(others)))


def _remember(response: Response) -> Response:
    looked = g.pop("looks", None)
    if looked and response.status_code < 400:
        viewer = request_viewer()
        engine: Engine = current_app.extensions[ENGINE]
        response.call_on_close(lambda: write(engine, viewer, looked))
    return response


def write(engine: Engine, viewer: Viewer, looked: list[tuple[str, str | None, list[int]]]) -> None:
    system = open_session(engine, Kind.SYSTEM)
    with system.session as session, session.begin():
        for subject, campaign, members in looked:
            session.add_all(
                Entry(
                    user_id=viewer.user_id,
                    actor=viewer.name,
                    verb=VERB,
                    subject=subject,
                    campaign=campaign,
                    member_id=member,
                )
                for member in members
            )
