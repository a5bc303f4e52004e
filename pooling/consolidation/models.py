from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import GroupOnly, Line
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category, Item
from pooling.db import Base, Quantity
from pooling.needs.models import Need


class Pool(GroupOnly, Base):
    """All needs of one thing in one campaign; `quantity` in `unit`, the base unit. `fields` are the values that
    its needs have in common, by the codes of their family's fields."""

    __tablename__ = "pool"
    __table_args__ = (UniqueConstraint("campaign_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    key: Mapped[str] = mapped_column(String(80))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    designation: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    quantity: Mapped[Quantity]
    line_count: Mapped[int]
    member_count: Mapped[int]
    campaign: Mapped[Campaign] = relationship()
    item: Mapped[Item | None] = relationship()
    category: Mapped[Category] = relationship()


class Share(Line, Base):
    """What one need gets of its pool, in base units.

    Goes with its pool when a campaign is consolidated anew, and with its need when a reopened campaign's line
    is taken back; orders hold on to their shares and so refuse both."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    allocated: Mapped[Quantity]
    pool: Mapped[Pool] = relationship()
    need: Mapped[Need] = relationship()
