from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from pooling.access.scope import one
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


def campaign(viewer: Viewer, code: str) -> Campaign:
    statement = select(Campaign).where(Campaign.code == code)
    if not viewer.is_of_group:
        statement = statement.where(Campaign.state != State.DRAFT)
    return one(viewer, statement)


def code_is_taken(viewer: Viewer, code: str) -> bool:
    statement = select(Campaign.id).where(func.lower(Campaign.code) == code.lower())
    return viewer.session.scalar(statement) is not None


def top_families(viewer: Viewer) -> Sequence[Category]:
    """By name, accents beside their letters; databases sort each in their own way."""
    statement = select(Category).where(Category.parent_id.is_(None), Category.active)
    return sorted(viewer.session.scalars(statement), key=lambda family: normalise(family.name))
