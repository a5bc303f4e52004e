from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, null, select

from pooling.access.scope import in_full, one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Supplier
from pooling.consolidation.models import Share
from pooling.members.models import Member, Site
from pooling.needs.models import Need
from pooling.orders.models import Delivery, Order, OrderLine
from pooling.sourcing.models import Award, Reason
from pooling.sourcing.queries import secret_awards


@dataclass(frozen=True)
class Figures:
    """What an order comes to before tax; lines whose price is to be confirmed are not in `amount`, nor the
    `untold` whose price this viewer may not know."""

    lines: int
    amount: Decimal
    unpriced: int
    untold: int = 0


@dataclass(frozen=True)
class Stop:
    """What one order line brings to one dock of one firm; no site when the firm named none, no firm when it is for
    the group's stock."""

    line_id: int
    member_id: int | None
    member: str | None
    site_id: int | None
    site: str | None
    city: str | None
    quantity: Decimal


@dataclass(frozen=True)
class Dock:
    """A dock, how many lines of an order come to it, and its address for the supplier; the group's stock has no
    firm."""

    member_id: int | None
    member: str | None
    site_id: int | None
    site: str | None
    code: str | None
    street: str | None
    postcode: str | None
    city: str | None
    opening_hours: str | None
    lines: int


NOTHING = Figures(0, Decimal(0), 0)


def orders(viewer: Viewer, campaign: Campaign | None = None) -> Sequence[Order]:
    """Newest campaign first, then by supplier."""
    statement = select(Order).join(Campaign).join(Supplier)
    if campaign is not None:
        statement = statement.where(Order.campaign_id == campaign.id)
    return viewer.session.scalars(statement.order_by(Campaign.opens_at.desc(), Campaign.code, Supplier.name)).all()


def order(viewer: Viewer, number: str) -> Order:
    return one(viewer, select(Order).where(Order.number == number))


def numbers_taken(viewer: Viewer) -> set[str]:
    return set(viewer.session.scalars(select(Order.number)))


def figures(viewer: Viewer, campaign: Campaign | None = None, order: Order | None = None) -> dict[int, Figures]:
    """By order id: of one order, of a campaign's, or of all."""
    secret = _is_secret(viewer)
    statement = select(
        OrderLine.order_id,
        func.count(OrderLine.id),
        func.sum(case((secret, null()), else_=OrderLine.amount)),
        func.sum(case((and_(~secret, OrderLine.amount.is_(None)), 1), else_=0)),
        func.sum(case((secret, 1), else_=0)),
    ).group_by(OrderLine.order_id)
    if campaign is not None:
        statement = statement.join(Order).where(Order.campaign_id == campaign.id)
    if order is not None:
        statement = statement.where(OrderLine.order_id == order.id)
    with in_full(viewer) as everyone:
        return {
            number: Figures(lines, amount or Decimal(0), unpriced, untold)
            for number, lines, amount, unpriced, untold in everyone.session.execute(statement)
        }


def secret_lines(viewer: Viewer, order: Order) -> set[int]:
    """Ids of the lines whose price came from a firm's own line that a conflicted buyer may not see."""
    statement = select(OrderLine.id).where(OrderLine.order_id == order.id, _is_secret(viewer))
    with in_full(viewer) as everyone:
        return set(everyone.session.scalars(statement))


def _is_secret(viewer: Viewer) -> ColumnElement[bool]:
    return OrderLine.award_id.in_(secret_awards(viewer)) if viewer.barred else false()


def told_by_firms(viewer: Viewer, campaign: Campaign) -> set[int]:
    """Ids of the orders in which a price is the one a firm pays today, as its line says."""
    statement = select(OrderLine.order_id).join(Order).join(Award, Award.id == OrderLine.award_id)
    named = (Order.campaign_id == campaign.id, Award.reason == Reason.NAMED, Award.unit_price.is_not(None))
    return set(viewer.session.scalars(statement.where(*named)))


def lines(viewer: Viewer, order: Order, *, offset: int = 0, limit: int | None = None) -> Sequence[OrderLine]:
    statement = select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
    return viewer.session.scalars(statement.offset(offset).limit(limit)).all()


def deliveries(viewer: Viewer, order: Order) -> Sequence[Delivery]:
    """One per share; a conflicted buyer does not see those of the families in which its firm takes part."""
    statement = select(Delivery).join(OrderLine).where(OrderLine.order_id == order.id)
    return viewer.session.scalars(statement.order_by(OrderLine.position, Delivery.id)).all()


def ordered_of(viewer: Viewer, campaign: Campaign, member_id: int) -> dict[int, Decimal]:
    """By the id of a firm's need: what is delivered of it, over all its docks."""
    statement = (
        select(Share.need_id, func.sum(Delivery.quantity))
        .join(Delivery, Delivery.share_id == Share.id)
        .join(Need, Share.need_id == Need.id)
        .where(Need.campaign_id == campaign.id, Need.member_id == member_id)
        .group_by(Share.need_id)
    )
    return {row[0]: row[1] for row in viewer.session.execute(statement)}


def stops(viewer: Viewer, order: Order, positions: tuple[int, int] | None = None) -> list[Stop]:
    """The split by dock of all lines, or of those between two positions, both included."""
    place = (Delivery.order_line_id, Member.id, Member.name, Site.id, Site.name, Site.city)
    statement = _delivered(order, *place, func.sum(Delivery.quantity)).group_by(*place, OrderLine.position)
    if positions is not None:
        statement = statement.where(OrderLine.position.between(*positions))
    rows = viewer.session.execute(statement.order_by(OrderLine.position, Member.name, Site.name, Site.id))
    return [Stop(*row) for row in rows]


def docks(viewer: Viewer, order: Order) -> list[Dock]:
    place = (
        *(Member.id, Member.name, Site.id, Site.name, Site.code),
        *(Site.street, Site.postcode, Site.city, Site.opening_hours),
    )
    count = func.count(Delivery.order_line_id.distinct())
    statement = _delivered(order, *place, count).group_by(*place).order_by(Member.name, Site.name, Site.id)
    return [Dock(*row) for row in viewer.session.execute(statement)]


def members_of(viewer: Viewer, order: Order) -> set[int]:
    """Whose lines the viewer sees in an order."""
    firms = _delivered(order, Delivery.member_id).where(Delivery.member_id.is_not(None))
    return set(viewer.session.scalars(firms.distinct()))


def withheld(viewer: Viewer, orders: Iterable[Order]) -> set[int]:
    """Ids of the orders in which lines of other firms are hidden from a conflicted buyer."""
    seen = _deliveries_by_order(viewer, orders)
    with in_full(viewer) as everyone:
        there = _deliveries_by_order(everyone, orders)
    return {number for number, count in there.items() if seen.get(number, 0) < count}


def _deliveries_by_order(viewer: Viewer, orders: Iterable[Order]) -> dict[int, int]:
    statement = (
        select(OrderLine.order_id, func.count(Delivery.id))
        .join(OrderLine, Delivery.order_line_id == OrderLine.id)
        .where(OrderLine.order_id.in_([order.id for order in orders]))
        .group_by(OrderLine.order_id)
    )
    return {number: count for number, count in viewer.session.execute(statement)}  # noqa: C416 (rows are typed)


def _delivered(order: Order, *columns: ColumnElement[Any] | Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Delivery)
        .join(OrderLine, Delivery.order_line_id == OrderLine.id)
        .outerjoin(Member, Delivery.member_id == Member.id)
        .outerjoin(Site, Delivery.site_id == Site.id)
        .where(OrderLine.order_id == order.id)
    )
