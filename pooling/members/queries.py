from __future__ import annotations

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.members.models import Charter, CharterAcceptance


def charter(viewer: Viewer) -> Charter | None:
    """The version in force."""
    return viewer.session.scalars(select(Charter).order_by(Charter.version.desc()).limit(1)).first()


def charter_accepted(viewer: Viewer) -> bool:
    """Whether this person accepted the charter in force; true when the group has none."""
    present = charter(viewer)
    if present is None:
        return True
    statement = select(CharterAcceptance.id).where(
        CharterAcceptance.charter_id == present.id, CharterAcceptance.user_id == viewer.user_id
    )
    return viewer.session.scalar(statement) is not None
