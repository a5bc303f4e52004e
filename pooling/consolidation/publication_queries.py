"""What publications are made of, and what members read of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.quarters import quarter_of
from pooling.catalogue.models import Category, Item
from pooling.consolidation.models import (
    Publication,
    PublicationBasis,
    PublicationRun,
    PublishedTotal,
    Share,
)
from pooling.consolidation.queries import worth
from pooling.members.models import Member
from pooling.needs.models import Need


class Given(NamedTuple):
    """What one firm asks of one thing in one campaign: the amount of its lines with a price, None if there is none;
    `quantity` in the item's base unit."""

    campaign_id: int
    category_id: int
    item_id: int | None
    member_id: int
    amount: Decimal | None
    quantity: Decimal


def given(viewer: Viewer, campaigns: Collection[int]) -> list[Given]:
    """Of the lines that were shared out. For verbs that run with the eyes of `access.scope.in_full`."""
    family = func.coalesce(Item.category_id, Need.category_id)
    statement = (
        select(
            Need.campaign_id, family, Need.pooled_item_id, Need.member_id, func.sum(worth()), func.sum(Need.adjusted)
        )
        .join(Share, Share.need_id == Need.id)
        .outerjoin(Item, Item.id == Need.pooled_item_id)
        .where(Need.campaign_id.in_(campaigns), ~Need.held)
        .group_by(Need.campaign_id, family, Need.pooled_item_id, Need.member_id)
    )
    return [Given._make(row) for row in viewer.session.execute(statement)]


def periods(viewer: Viewer, states: Collection[State]) -> dict[int, str]:
    """The quarter of each campaign in one of these states."""
    found = viewer.session.scalars(select(Campaign).where(Campaign.state.in_(states)))
    return {each.id: "{}-{}".format(*quarter_of(each)) for each in found}


def asked_families(viewer: Viewer, campaigns: Collection[int]) -> set[int]:
    """The top families that these campaigns asked about."""
    return set(
        viewer.session.scalars(
            select(Category.id).select_from(Campaign).join(Campaign.families).where(Campaign.id.in_(campaigns))
        )
    )


def sisters(viewer: Viewer) -> dict[str, str]:
    """The company group of each firm that has one, by the firm's number."""
    statement = select(Member.id, Member.company_group).where(Member.company_group.is_not(None))
    return {str(number): f"group {name}" for number, name in viewer.session.execute(statement) if name}


def items(viewer: Viewer, numbers: Collection[int]) -> dict[int, Item]:
    return {each.id: each for each in viewer.session.scalars(select(Item).where(Item.id.in_(numbers)))}


def bases(viewer: Viewer) -> Sequence[PublicationBasis]:
    """The earliest first; nobody but the system gets any."""
    return viewer.session.scalars(select(PublicationBasis).order_by(PublicationBasis.publication_id)).all()


def of_campaign(viewer: Viewer, campaign: Campaign) -> Publication | None:
    """The newest in which this campaign was published."""
    statement = select(Publication).where(Publication.campaign_id == campaign.id).order_by(Publication.id.desc())
    return viewer.session.scalars(statement.limit(1)).one_or_none()


def how_much(viewer: Viewer, campaigns: Collection[int]) -> int:
    """How many lines these campaigns share out: what working a publication out grows with. A total."""
    statement = select(func.count(Share.id)).join(Need, Need.id == Share.need_id)
    with in_full(viewer):
        return viewer.session.scalar(statement.where(Need.campaign_id.in_(campaigns))) or 0


def last_run(viewer: Viewer, campaign: Campaign) -> PublicationRun | None:
    """The newest publication of this campaign that was worked out aside."""
    statement = select(PublicationRun).where(PublicationRun.campaign_id == campaign.id)
    return viewer.session.scalars(statement.order_by(PublicationRun.id.desc()).limit(1)).one_or_none()


def publications(viewer: Viewer) -> Sequence[Publication]:
    """All, the newest first."""
    statement = select(Publication).order_by(Publication.id.desc()).options(joinedload(Publication.campaign))
    return viewer.session.scalars(statement).all()


def totals(viewer: Viewer, publication: Publication) -> Sequence[PublishedTotal]:
    statement = select(PublishedTotal).where(PublishedTotal.publication_id == publication.id)
    return viewer.session.scalars(statement.order_by(PublishedTotal.place)).all()
