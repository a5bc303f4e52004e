"""What orders are made of, read and written in bulk: 20,000 lines and 100,000 deliveries in seconds.

Everything here runs with the eyes of `access.scope.in_full` and returns no line of a firm."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, insert, literal, or_, select, type_coerce

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import beside
from pooling.algorithms.numbers import QUANTITY_PLACES
from pooling.algorithms.sharing import split_docks
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import Declared
from pooling.catalogue.models import AgreementLine, Category, Item, Supplier
from pooling.consolidation.models import Pool, Share
from pooling.db import batches
from pooling.members.models import Site
from pooling.needs.models import Need, NeedSite
from pooling.orders.models import Delivery, Order, OrderLine
from pooling.sourcing.models import Award, Placement, Reason
from pooling.sourcing.queries import secret_awards

BATCH = 2_000  # rows an insert


@dataclass(frozen=True)
class Placed:
    """An award with the sum of the shares it serves; `reference` is the supplier's, else the item's code."""

    award_id: int
    supplier_id: int
    unit_price: Decimal | None
    path: str
    key: str
    designation: str
    unit: str
    supplier_reference: str | None
    item_code: str | None
    language: str
    item_fields: Mapping[str, str] | None
    fields: Mapping[str, str]
    quantity: Decimal

    @property
    def reference(self) -> str:
        return self.supplier_reference or self.item_code or ""

    def told(self, known: Declared) -> str:
        """The designation and, in the supplier's language, every value of a field that it does not say already."""
        values = {**self.fields, **(self.item_fields or {})}
        return beside(self.designation, known.words(values, self.language, beside=self.designation))


def unserved(viewer: Viewer, campaign: Campaign) -> Sequence[str]:
    """Designations of the pools in which a share has no supplier."""
    waiting = (
        select(Share.pool_id)
        .outerjoin(Placement, Placement.share_id == Share.id)
        .where(Placement.share_id.is_(None), Share.pool_id == Pool.id)
    )
    statement = select(Pool.designation).where(Pool.campaign_id == campaign.id, Pool.quantity > 0, waiting.exists())
    return viewer.session.scalars(statement.order_by(Pool.designation, Pool.id)).all()


def suppliers(viewer: Viewer, campaign: Campaign) -> Sequence[Supplier]:
    """Those who serve at least one share, by code."""
    served = (
        select(Award.supplier_id).join(Placement, Placement.award_id == Award.id).join(Pool, Award.pool_id == Pool.id)
    )
    statement = select(Supplier).where(Supplier.id.in_(served.where(Pool.campaign_id == campaign.id)))
    return viewer.session.scalars(statement.order_by(Supplier.code)).all()


def placed(viewer: Viewer, campaign: Campaign) -> list[Placed]:
    served = (
        select(Placement.award_id, func.sum(Share.allocated).label("shared"))
        .join(Share, Placement.share_id == Share.id)
        .join(Pool, Share.pool_id == Pool.id)
        .where(Pool.campaign_id == campaign.id)
        .group_by(Placement.award_id)
        .subquery()
    )
    pool = (Category.path, Pool.key, Pool.designation, Pool.unit)
    statement = (
        select(Award.id, Award.supplier_id, Award.unit_price, *pool)
        .add_columns(AgreementLine.supplier_reference, Item.code, Supplier.language, Item.fields, Pool.fields)
        .add_columns(type_coerce(served.c.shared + _surplus(), Pool.quantity.type))
        .join(served, served.c.award_id == Award.id)
        .join(Pool, Award.pool_id == Pool.id)
        .join(Supplier, Award.supplier_id == Supplier.id)
        .join(Category, Pool.category_id == Category.id)
        .outerjoin(Item, Pool.item_id == Item.id)
        .outerjoin(AgreementLine, Award.agreement_line_id == AgreementLine.id)
    )
    return [Placed(*row) for row in viewer.session.execute(statement)]


def _surplus() -> ColumnElement[Decimal]:
    """What an award of a whole pool brings to the group's stock; a pool that is split among suppliers has none."""
    return case((Award.reason == Reason.NAMED, literal(Decimal(0), Pool.surplus.type)), else_=Pool.surplus)


def secret(viewer: Viewer, campaign: Campaign) -> set[int]:
    """Ids of the awards whose price this viewer, whose own bars count here, may not know."""
    if not viewer.barred:
        return set()
    statement = select(Award.id).join(Pool, Award.pool_id == Pool.id).where(Pool.campaign_id == campaign.id)
    return set(viewer.session.scalars(statement.where(Award.id.in_(secret_awards(viewer)))))


def insert_lines(viewer: Viewer, rows: Iterator[dict[str, Any]]) -> None:
    _insert(viewer, OrderLine, rows)


def _insert(viewer: Viewer, model: type[OrderLine | Delivery], rows: Iterator[dict[str, Any]]) -> None:
    for batch in batches(rows, BATCH):
        viewer.session.execute(insert(model), batch)


def insert_deliveries(viewer: Viewer, campaign: Campaign) -> None:
    """One per share: to the site the need names, else to its firm's only one; several where it names several."""
    only_site = (
        select(func.min(Site.id))
        .where(Site.member_id == Share.member_id, Site.active)
        .having(func.count(Site.id) == 1)
        .scalar_subquery()
    )
    site = func.coalesce(Need.site_id, only_site)
    sources = (
        select(OrderLine.id, Share.id, Share.member_id, Share.category_id, site, Share.allocated)
        .join(Order, OrderLine.order_id == Order.id)
        .join(Placement, Placement.award_id == OrderLine.award_id)
        .join(Share, Placement.share_id == Share.id)
        .join(Need, Share.need_id == Need.id)
        .where(Order.campaign_id == campaign.id, ~Need.is_split, Share.allocated > 0)
        .order_by(OrderLine.id, Share.id)
    )
    columns = ["order_line_id", "share_id", "member_id", "category_id", "site_id", "quantity"]
    viewer.session.execute(insert(Delivery).from_select(columns, sources))
    _insert_split(viewer, campaign)


def _insert_split(viewer: Viewer, campaign: Campaign) -> None:
    """What a share is given goes over the docks of its need in the proportions entered, whole packs where it is."""
    statement = (
        select(OrderLine.id, Share.id, Share.member_id, Share.category_id, Share.allocated, Site.id, Site.code)
        .add_columns(NeedSite.quantity, Need.wanted, Need.adjusted)
        .join(Order, OrderLine.order_id == Order.id)
        .join(Placement, Placement.award_id == OrderLine.award_id)
        .join(Share, Placement.share_id == Share.id)
        .join(Need, Share.need_id == Need.id)
        .join(NeedSite, NeedSite.need_id == Need.id)
        .join(Site, NeedSite.site_id == Site.id)
        .where(Order.campaign_id == campaign.id, Need.is_split, Share.allocated > 0)
        .order_by(OrderLine.id, Share.id, Site.code)
    )
    shares = groupby(viewer.session.execute(statement).all(), key=lambda row: row[:2])
    _insert(viewer, Delivery, (row for _share, docks in shares for row in _over_docks([*docks])))


def _over_docks(docks: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[dict[str, Any]]:
    line_id, share_id, member_id, category_id, allocated, *_dock, wanted, adjusted = docks[0]
    wishes = {code: part for *_share, code, part, _wanted, _adjusted in docks}
    parts = split_docks(allocated, wishes, _step(allocated, adjusted / wanted))
    for *_share, site_id, code, _part, _wanted, _adjusted in docks:
        if parts[code]:
            yield {
                "order_line_id": line_id,
                "share_id": share_id,
                "member_id": member_id,
                "category_id": category_id,
                "site_id": site_id,
                "quantity": parts[code],
            }


def _step(allocated: Decimal, content: Decimal) -> Decimal:
    """A pack, when the share is whole packs; else a whole unit, when it is whole; else the least we keep."""
    steps = (content, Decimal(1), Decimal(1).scaleb(-QUANTITY_PLACES))
    return next(step for step in steps if step and allocated % step == 0)


def insert_surplus(viewer: Viewer, campaign: Campaign) -> None:
    """What the packs hold beyond the shares goes to the group's stock."""
    sources = (
        select(OrderLine.id, Pool.category_id, _surplus())
        .join(Order, OrderLine.order_id == Order.id)
        .join(Award, OrderLine.award_id == Award.id)
        .join(Pool, Award.pool_id == Pool.id)
        .where(Order.campaign_id == campaign.id, _surplus() > 0)
        .order_by(OrderLine.id)
    )
    viewer.session.execute(insert(Delivery).from_select(["order_line_id", "category_id", "quantity"], sources))


def unbalanced(viewer: Viewer, campaign: Campaign) -> Sequence[str]:
    """Designations of the pools whose shares, order lines or deliveries do not add up to their quantity."""
    shared = select(Share.pool_id, func.sum(Share.allocated).label("quantity")).group_by(Share.pool_id)
    ordered = (
        select(Award.pool_id, func.sum(OrderLine.quantity).label("quantity"))
        .join(Award, OrderLine.award_id == Award.id)
        .group_by(Award.pool_id)
    )
    delivered = (
        select(Award.pool_id, func.sum(Delivery.quantity).label("quantity"))
        .join(OrderLine, Delivery.order_line_id == OrderLine.id)
        .join(Award, OrderLine.award_id == Award.id)
        .group_by(Award.pool_id)
    )
    statement, faults = select(Pool.designation).where(Pool.campaign_id == campaign.id, Pool.quantity > 0), []
    whole = ((shared, Pool.quantity - Pool.surplus), (ordered, Pool.quantity), (delivered, Pool.quantity))
    for each, quantity in whole:
        sums = each.subquery()
        statement = statement.outerjoin(sums, sums.c.pool_id == Pool.id)
        faults += [sums.c.quantity.is_(None), sums.c.quantity != quantity]
    return viewer.session.scalars(statement.where(or_(*faults)).order_by(Pool.designation, Pool.id)).all()


def firms_served(viewer: Viewer, campaign: Campaign) -> Sequence[int]:
    statement = (
        select(Share.member_id)
        .join(Delivery, Delivery.share_id == Share.id)
        .join(OrderLine, Delivery.order_line_id == OrderLine.id)
        .join(Order, OrderLine.order_id == Order.id)
        .where(Order.campaign_id == campaign.id)
    )
    return viewer.session.scalars(statement.distinct().order_by(Share.member_id)).all()
