from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from pooling.access.scope import NotYoursError
from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Category


def campaigns(viewer: Viewer) -> Sequence[Campaign]:
    """Newest first; drafts are the group's own business."""
    statement = select(Campaign).order_by(Campaign.opens_at.desc(), Campaign.code)
    if not viewer.is_of_group:
        statement = statement.where(Campaign.state != State.DRAFT)
    return viewer.session.scalars(statement).all()


_CODED = select(Campaign).where(Campaign.code == bindparam("code"))
_CODED_NO_DRAFT = _CODED.where(Campaign.state != State.DRAFT)


def campaign(viewer: Viewer, code: str) -> Campaign:
    statement = _CODED if viewer.is_of_group else _CODED_NO_DRAFT
    found = viewer.session.scalars(statement, {"code": code}).one_or_none()
    if found is None:
        raise NotYoursError
    return found


def code_is_taken(viewer: Viewer, code: str) -> bool:
    statement = select(Campaign.id).where(func.lower(Campaign.code) == code.lower())
    return viewer.session.scalar(statement) is not None


def top_families(viewer: Viewer) -> Sequence[Category]:
    """By name, accents beside their letters; databases sort each in their own way."""
    statement = select(Category).where(Category.parent_id.is_(None), Category.active)
    return sorted(viewer.session.scalars(statement), key=lambda family: normalise(family.name))
