"""Writing the record."""

from __future__ import annotations

from typing import Any

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry


def record(
    viewer: Viewer,
    verb: str,
    subject: str,
    *,
    campaign: str | None = None,
    member_id: int | None = None,
    category_id: int | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
) -> Entry:
    """Add one entry to the viewer's transaction. `verb` is `room.verb`, `subject` is `table:code`;
    values of `before` and `after` are plain JSON (decimals as strings)."""
    entry = Entry(
        user_id=viewer.user_id,
        actor=viewer.name or viewer.kind.value,
        verb=verb,
        subject=subject,
        campaign=campaign,
        member_id=member_id,
        category_id=category_id,
        before=before,
        after=after,
        note=note,
    )
    viewer.session.add(entry)
    return entry
