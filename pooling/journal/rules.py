"""Writing the record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert

from pooling.access.viewer import Viewer
from pooling.journal.models import Entry


@dataclass(frozen=True, kw_only=True)
class Said:
    """One entry to come. `verb` is `room.verb`, `subject` is `table:code`; values of `before` and `after` are
    plain JSON (decimals as strings)."""

    verb: str
    subject: str
    campaign: str | None = None
    member_id: int | None = None
    category_id: int | None = None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    note: str = ""


def record(viewer: Viewer, verb: str, subject: str, **more: Any) -> Entry:
    """Add one entry to the viewer's transaction; `more` as in Said."""
    entry = Entry(**_signed(viewer, Said(verb=verb, subject=subject, **more)))
    viewer.session.add(entry)
    return entry


def record_all(viewer: Viewer, entries: Iterable[Said]) -> None:
    """Write many in one statement, in their order."""
    rows = [_signed(viewer, said) for said in entries]
    if rows:
        viewer.session.execute(insert(Entry), rows)


def _signed(viewer: Viewer, said: Said) -> dict[str, Any]:
    return {**vars(said), "user_id": viewer.user_id, "actor": viewer.name or viewer.kind.value}
