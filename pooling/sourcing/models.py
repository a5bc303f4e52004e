from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import GroupOnly
from pooling.catalogue.models import AgreementLine, Supplier
from pooling.consolidation.models import Pool, Share
from pooling.db import Base, Price, Quantity, now


class Reason(StrEnum):
    """Why this supplier serves this pool."""

    AGREEMENT = "agreement"  # the cheapest agreement at the pool's quantity
    CHOSEN = "chosen"  # a buyer chose it
    NAMED = "named"  # each need names its supplier


class Award(GroupOnly, Base):
    """A supplier serves the part of a pool that its placements make; an unknown price is NULL.

    Awards go with their pool when a campaign is consolidated anew."""

    __tablename__ = "award"
    __table_args__ = (UniqueConstraint("pool_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id", ondelete="CASCADE"))
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    agreement_line_id: Mapped[int | None] = mapped_column(ForeignKey("agreement_line.id"))
    quantity: Mapped[Quantity]
    unit_price: Mapped[Price | None]
    reason: Mapped[Reason] = mapped_column(String(20))
    pool: Mapped[Pool] = relationship()
    supplier: Mapped[Supplier] = relationship()
    agreement_line: Mapped[AgreementLine | None] = relationship()


class AwardStep(GroupOnly, Base):
    """What a buyer did to many pools at once, so that this buyer can undo it: `pools` are their numbers, `supplier` who
    got them (None: nobody), `before` their awards as they stood, plain JSON, decimals as strings."""

    __tablename__ = "award_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"))
    pools: Mapped[list[int]] = mapped_column(JSON)
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    undone_at: Mapped[datetime | None]
    supplier: Mapped[Supplier | None] = relationship()


class Placement(GroupOnly, Base):
    """Which award serves a share; every awarded share has one."""

    __tablename__ = "placement"

    share_id: Mapped[int] = mapped_column(ForeignKey("share.id", ondelete="CASCADE"), primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id", ondelete="CASCADE"), index=True)
    share: Mapped[Share] = relationship()
    award: Mapped[Award] = relationship()
