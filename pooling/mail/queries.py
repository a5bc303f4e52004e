from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.mail.models import Letter


def due(viewer: Viewer, at: datetime, limit: int) -> Sequence[tuple[int, datetime]]:
    """Number and due moment of the letters to send now, the longest waiting first."""
    statement = (
        select(Letter.id, Letter.due_at)
        .where(
            Letter.sent_at.is_(None), Letter.given_up_at.is_(None), Letter.unneeded_at.is_(None), Letter.due_at <= at
        )
        .order_by(Letter.due_at, Letter.id)
        .limit(limit)
    )
    return [(letter_id, due_at) for letter_id, due_at in viewer.session.execute(statement)]


def letter(viewer: Viewer, letter_id: int) -> Letter:
    return one(viewer, select(Letter).where(Letter.id == letter_id))


def letters(viewer: Viewer, limit: int, offset: int, *, failed: bool = False) -> Sequence[Letter]:
    """Newest first; of those that nobody will try again, or of all."""
    statement = select(Letter).order_by(Letter.written_at.desc(), Letter.id.desc()).limit(limit).offset(offset)
    if failed:
        statement = statement.where(Letter.given_up_at.is_not(None))
    return viewer.session.scalars(statement).all()


def letter_count(viewer: Viewer, *, failed: bool = False) -> int:
    statement = select(func.count(Letter.id))
    if failed:
        statement = statement.where(Letter.given_up_at.is_not(None))
    return viewer.session.scalar(statement) or 0


def recent_count(viewer: Viewer, kind: str, recipient: str, since: datetime) -> int:
    """How many letters of this kind were written to this address since then."""
    statement = select(func.count(Letter.id)).where(
        Letter.kind == kind, func.lower(Letter.recipient) == recipient.lower(), Letter.written_at > since
    )
    return viewer.session.scalar(statement) or 0
