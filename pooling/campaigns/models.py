from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, ForeignKey, String, Table, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import Shared
from pooling.catalogue.models import Category
from pooling.db import Base, Code, Name, now

TO_COME = "to_come"
OVER = "over"


class State(StrEnum):
    """Where a campaign stands (DESIGN section 4)."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CONSOLIDATED = "consolidated"
    IN_CONSULTATION = "in_consultation"
    AWARDED = "awarded"
    ORDERED = "ordered"
    DELIVERED = "delivered"
    SETTLED = "settled"
    CANCELLED = "cancelled"


campaign_category = Table(
    "campaign_category",
    Base.metadata,
    Column("campaign_id", ForeignKey("campaign.id"), primary_key=True),
    Column("category_id", ForeignKey("category.id"), primary_key=True),
)


class Campaign(Shared, Base):
    """One quarter's collection for chosen top families. `revision` grows each time it is reopened; `reason`
    is why it last was, or why it was cancelled: members read it. `moved_at` is when the deadline was last moved
    in this revision while members could already enter, `closed_at` when somebody closed it, early or late."""

    __tablename__ = "campaign"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="opens_before_it_closes"),
        CheckConstraint("delivery_from <= delivery_until", name="delivery_in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    moved_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    delivery_from: Mapped[date]
    delivery_until: Mapped[date]
    state: Mapped[State] = mapped_column(String(20), default=State.DRAFT)
    revision: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    families: Mapped[list[Category]] = relationship(secondary=campaign_category, order_by=Category.path)

    __mapper_args__ = {"version_id_col": version}

    @property
    def opens_later(self) -> bool:
        return self.opens_at > now()

    @property
    def phase(self) -> str:
        """The state as people see it: opened before its day it is still to come, and after its deadline over, although
        nobody has closed it yet."""
        if self.state != State.OPEN:
            return self.state
        return TO_COME if self.opens_later else OVER if self.closes_at <= now() else self.state
