"""What a firm has asked for before, for whoever of it looks for an item."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, func, select

from pooling.access.viewer import Viewer
from pooling.catalogue.models import Pack
from pooling.needs.models import Need


def asked_before(viewer: Viewer) -> Select[int | None]:
    """The ids of all items of which the viewer's firm has a line."""
    return select(Need.item_id).where(Need.member_id == viewer.firm, Need.item_id.is_not(None))


def last_packs(viewer: Viewer, items: Iterable[int]) -> dict[int, str]:
    """Item id → the pack in which the firm last asked for it, "" for its unit; nothing of what it never did."""
    newest = (
        select(func.max(Need.id)).where(Need.member_id == viewer.firm, Need.item_id.in_(items)).group_by(Need.item_id)
    )
    statement = select(Need.item_id, Pack.name).outerjoin(Pack, Pack.id == Need.pack_id).where(Need.id.in_(newest))
    return {item: name or "" for item, name in viewer.session.execute(statement) if item is not None}
