from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pooling.access.scope import GateOnly
from pooling.db import Base, Code, now


class Letter(GateOnly, Base):
    """A mail to be sent: written in the transaction of the change it tells of, sent afterwards. `due_at` is
    also the lease of whoever is sending it; `given_up_at` is set when nobody will try again, `unneeded_at` when
    what it was about is done. Body and calendar go when the letter has left: a body may hold a link that opens
    an account."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Code]
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    calendar: Mapped[str] = mapped_column(Text, default="")  # attached as an .ics file
    written_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(default=now, index=True)
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    unneeded_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str] = mapped_column(Text, default="")
