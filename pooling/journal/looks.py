"""Every look at another firm's lines, and every file taken out, is kept; written in a short transaction
of its own, after the answer, because a page that is read never writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import Flask, Response, current_app, g
from sqlalchemy import Engine

from pooling.access.edge import ENGINE, request_viewer
from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.journal.models import Entry

VERB = "needs.look"
FILE = "attachment:"  # how the subject of a look begins that took a file of a line


@dataclass(frozen=True)
class Look:
    """What one person saw of one member, or a file it took (with the hash of its bytes)."""

    verb: str
    subject: str
    campaign: str | None
    member_id: int | None = None
    sha256: str | None = None


def install(app: Flask) -> None:
    app.after_request(_remember)


def note(viewer: Viewer, subject: str, members: Iterable[int], campaign: str | None = None) -> None:
    """Say that this answer shows the viewer lines of these members; its own firm is left out."""
    others = sorted({member for member in members if member != viewer.member_id})
    _keep(viewer, [Look(VERB, subject, campaign, member_id=member) for member in others])


def took(viewer: Viewer, verb: str, subject: str, sha256: str, campaign: str | None = None) -> None:
    """Say that this answer is a file, of which the journal keeps the hash."""
    _keep(viewer, [Look(verb, subject, campaign, sha256=sha256)])


def _keep(viewer: Viewer, looks: list[Look]) -> None:
    if looks and viewer.is_person:
        g.setdefault("looks", []).extend(looks)


def _remember(response: Response) -> Response:
    looks = g.pop("looks", None)
    if looks and response.status_code < 400:
        viewer = request_viewer()
        engine: Engine = current_app.extensions[ENGINE]
        response.direct_passthrough = False  # a file handed through to the server never says that it is done
        response.call_on_close(lambda: write(engine, viewer, looks))
    return response


def write(engine: Engine, viewer: Viewer, looks: Sequence[Look]) -> None:
    system = open_session(engine, Kind.SYSTEM)
    with system.session as session, session.begin():
        session.add_all(_entry(viewer, look) for look in looks)


def _entry(viewer: Viewer, look: Look) -> Entry:
    return Entry(
        user_id=viewer.user_id,
        actor=viewer.name,
        verb=look.verb,
        subject=look.subject,
        campaign=look.campaign,
        member_id=look.member_id,
        after={"sha256": look.sha256} if look.sha256 else None,
    )
