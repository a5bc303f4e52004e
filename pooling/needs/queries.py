from __future__ import annotations

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.catalogue.models import Category
from pooling.needs.models import Need


def families_taken(viewer: Viewer) -> tuple[int, ...]:
    """Every category of the top families in which the viewer's own firm has ever entered a line: of these
    a conflicted buyer sees no other firm's lines."""
    roots = select(Category.root_id).join(Need, Need.category_id == Category.id).where(Need.member_id == viewer.firm)
    return tuple(viewer.session.scalars(select(Category.id).where(Category.root_id.in_(roots))))
