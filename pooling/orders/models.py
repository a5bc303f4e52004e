from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import GroupOnly, Line
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Supplier
from pooling.consolidation.models import Share
from pooling.db import Amount, Base, Code, Price, Quantity, now
from pooling.members.models import Member, Site
from pooling.sourcing.models import Award


class Order(GroupOnly, Base):
    """What goes to one supplier for one campaign; frozen when created."""

    __tablename__ = "order"
    __table_args__ = (UniqueConstraint("campaign_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[Code] = mapped_column(unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"))
    currency: Mapped[str] = mapped_column(String(3))
    created_at: Mapped[datetime] = mapped_column(default=now)
    campaign: Mapped[Campaign] = relationship()
    supplier: Mapped[Supplier] = relationship()


class OrderLine(GroupOnly, Base):
    """Quantity in `unit`; price and amount before tax, NULL while the price is to be confirmed."""

    __tablename__ = "order_line"
    __table_args__ = (UniqueConstraint("order_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("order.id"))
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"))
    position: Mapped[int]
    reference: Mapped[str] = mapped_column(String(200), default="")
    designation: Mapped[str] = mapped_column(Text)
    quantity: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(String(60))
    unit_price: Mapped[Price | None]
    amount: Mapped[Amount | None]
    order: Mapped[Order] = relationship()
    award: Mapped[Award] = relationship()


class Delivery(Line, Base):
    """The part of an order line that goes to one dock for one share; a surplus has neither, nor a member: it goes to
    the group's stock."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index(None, "member_id"),
        CheckConstraint("(share_id IS NULL) = (member_id IS NULL)", name="a_share_or_stock"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    share_id: Mapped[int | None] = mapped_column(ForeignKey("share.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    quantity: Mapped[Quantity]
    line: Mapped[OrderLine] = relationship()
    share: Mapped[Share | None] = relationship()
    member: Mapped[Member | None] = relationship()
    site: Mapped[Site | None] = relationship()
