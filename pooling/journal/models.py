"""Entries are written once; triggers refuse to change or delete them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pooling.access.scope import Record
from pooling.db import Base, Code, Name, now


class Entry(Record, Base):
    """One verb, or one look: who, when, what, before and after. `member_id` is whose data it is about."""

    __tablename__ = "entry"
    __table_args__ = (Index(None, "member_id", "at"), Index(None, "subject"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    user_id: Mapped[int | None]
    actor: Mapped[Name]
    verb: Mapped[Code]
    subject: Mapped[str] = mapped_column(String(120))
    campaign: Mapped[Code | None]
    member_id: Mapped[int | None]
    category_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
