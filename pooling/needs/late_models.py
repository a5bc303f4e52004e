"""What a firm asks for after the closing, and what it made of what was carried over to the next campaign."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import Line
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category
from pooling.db import Base, Name, now
from pooling.members.models import Member


class Late(StrEnum):
    """What became of a request that came after the closing."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    CARRIED = "carried"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class LateLine(Line, Base):
    """What a member asks after the closing: a line, or a line of its own (`need_key`) otherwise.

    `asked` and `base` are lines as `told` tells them: what is wanted (None: the line is no longer needed), and
    what stood when it was asked, at `base_version`. `taken_at` is when an accepted request became an amendment,
    or the firm said what it makes of a carried one: a line of the campaign `carried_to`, or nothing. Until then it
    waits."""

    __tablename__ = "late_line"
    __table_args__ = (UniqueConstraint("key", "member_id"), Index(None, "campaign_id", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    need_key: Mapped[str] = mapped_column(String(32), default="")
    asked: Mapped[dict[str, Any] | None]
    base: Mapped[dict[str, Any] | None]
    base_version: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[Late] = mapped_column(String(20), default=Late.ASKED)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    asked_by: Mapped[Name]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[Name] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime | None]
    carried_to_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship(foreign_keys=campaign_id)
    carried_to: Mapped[Campaign | None] = relationship(foreign_keys=carried_to_id)
    member: Mapped[Member] = relationship()
    category: Mapped[Category] = relationship()

    __mapper_args__ = {"version_id_col": version}


class CarriedLine(Line, Base):
    """What a firm said of something that was carried over to it from `origin`: taken into `campaign` as the line
    `need_key`, or declined there. `source` is what was carried (`share:` or `late:` with a key of its firm's); it is
    taken or declined once. What nobody has said anything of yet has no row."""

    __tablename__ = "carried_line"
    __table_args__ = (
        UniqueConstraint("member_id", "source"),
        CheckConstraint("(need_key <> '') = taken", name="line_when_taken"),
        Index(None, "campaign_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    source: Mapped[str] = mapped_column(String(80))
    origin_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    taken: Mapped[bool]
    need_key: Mapped[str] = mapped_column(String(32), default="")
    decided_by: Mapped[Name]
    decided_at: Mapped[datetime] = mapped_column(default=now)
    origin: Mapped[Campaign] = relationship(foreign_keys=origin_id)
