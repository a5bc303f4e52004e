"""A consolidated campaign to choose suppliers in."""

from __future__ import annotations

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Supplier
from pooling.consolidation.models import Pool
from pooling.consolidation.rules import consolidate
from tests.consolidation.entering import Wish, close, enter


def consolidated(system: Viewer, *wishes: Wish) -> Campaign:
    enter(system, *wishes)
    campaign = close(system)
    consolidate(system, campaign)
    return campaign


def pools(viewer: Viewer) -> list[Pool]:
    return list(viewer.session.scalars(select(Pool).order_by(Pool.key)))


def supplier(viewer: Viewer, code: str) -> Supplier:
    return viewer.session.scalars(select(Supplier).where(Supplier.code == code)).one()
