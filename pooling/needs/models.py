from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import FirmPrivate, FirmSecret, GateOnly, Line
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category, Item, Pack
from pooling.db import Amount, Base, Name, Price, Quantity, now
from pooling.documents.kinds import Kind
from pooling.mail.models import Letter
from pooling.members.models import Member, Site, User


class Answer(StrEnum):
    """What a member said to a campaign; no row at all means not started."""

    DRAFT = "draft"
    AWAITING = "awaiting"  # an approver of the firm
    SUBMITTED = "submitted"
    NOTHING = "nothing"


UNDECIDED = frozenset({Answer.DRAFT, Answer.AWAITING})  # not said to be final


class Submission(FirmSecret, Base):
    """`approval`: it counts only once an approver of the firm said so, as the firm chose while the campaign took
    entries; `asked_by` is who sent it to one."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("campaign_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    answer: Mapped[Answer] = mapped_column(String(20), default=Answer.DRAFT)
    started_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[Name] = mapped_column(default="")
    approval: Mapped[bool] = mapped_column(default=False)
    asked_by: Mapped[Name] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()
    member: Mapped[Member] = relationship()

    __mapper_args__ = {"version_id_col": version}


class Need(Line, Base):
    """One line of a submission: an item of the catalogue, or a description in the member's own words.

    `wanted` is in `pack` when there is one, else in `unit`: the item's base unit, or for a description a
    Rec 20 code (as typed when it has none). A description may state a pack of its own instead: `own_pack` is
    the package (a code, or its word), `own_content` how many of `unit` one holds, and `wanted` counts those.
    `base_wanted` is the same quantity in `unit`, fixed when entered, and `pool_key` says what the line asks for in
    its firm's own words. What the buyers understood is beside it: `pooled_as` with what it pools, `pooled_item`
    what it is, `adjusted` how much of it in base units; the same as entered until somebody says otherwise. Lines moved
    into a pool of words bear its key, which may be another firm's words: `pooled_as` is on no member's page or file.
    `held`: no approver of the firm has said yes, so it is ordered under no circumstances. `key` is
    what the outside sees of it, made by whoever entered it: numbers that grow would tell how much others enter, and
    a key unique in the whole group would tell that somebody else uses it. `fields` are the line's own values of its
    family's fields by their codes, beside those its item has.

    `parts` is where the goods go when it is to several docks (`is_split`, so that a line which is not costs no
    look); they belong to the line as its columns do. `position` is where its firm moved it to, None until then:
    `queries.place` says the order. A move is no new version of what the line says, so `version` grows by hand.

    `entered_for_by` is the buyer who wrote it for the member, until the member itself changes it; `amendment` counts
    its changes after the closing."""

    __tablename__ = "need"
    __table_args__ = (
        UniqueConstraint("key", "member_id"),
        CheckConstraint("wanted > 0", name="wanted_positive"),
        CheckConstraint("base_wanted > 0", name="base_wanted_positive"),
        CheckConstraint("adjusted > 0", name="adjusted_positive"),
        CheckConstraint("present_price >= 0", name="present_price_positive"),
        CheckConstraint("own_content > 0", name="own_content_positive"),
        # covers consolidation's GROUP BY: pools of 100,000 lines are counted without reading the lines
        Index(None, "campaign_id", "held", "pooled_as", "member_id", "adjusted", postgresql_include=["category_id"]),
        Index(None, "member_id", "campaign_id"),
        Index(None, "category_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # by it SQLite's answer to an INSERT of many rows is told apart: without, each row is a statement
    key: Mapped[str] = mapped_column(String(32), insert_sentinel=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("pack.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    designation: Mapped[str] = mapped_column(Text, default="")
    wanted: Mapped[Quantity]
    unit: Mapped[str] = mapped_column(String(60))
    own_pack: Mapped[str] = mapped_column(String(60), default="")
    own_content: Mapped[Quantity | None]
    base_wanted: Mapped[Quantity]
    pool_key: Mapped[str] = mapped_column(String(80))
    adjusted: Mapped[Quantity]
    pooled_as: Mapped[str] = mapped_column(String(80))
    pooled_item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    wanted_on: Mapped[date | None]
    firm: Mapped[bool] = mapped_column(default=True)
    flex_minus: Mapped[Quantity] = mapped_column(default=Decimal(0))
    flex_plus: Mapped[Quantity] = mapped_column(default=Decimal(0))
    present_price: Mapped[Price | None]
    present_supplier: Mapped[Name] = mapped_column(default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    held: Mapped[bool] = mapped_column(default=False)
    is_split: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int | None] = mapped_column(BigInteger)
    entered_for_by: Mapped[Name] = mapped_column(default="")
    entered_for_at: Mapped[datetime | None]
    entered_for_how: Mapped[str] = mapped_column(String(20), default="")
    amendment: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(default=1)
    submission: Mapped[Submission] = relationship()
    member: Mapped[Member] = relationship()
    category: Mapped[Category] = relationship()
    item: Mapped[Item | None] = relationship(foreign_keys=[item_id])
    pooled_item: Mapped[Item | None] = relationship(foreign_keys=[pooled_item_id])
    pack: Mapped[Pack | None] = relationship()
    site: Mapped[Site | None] = relationship()
    parts: Mapped[list[NeedSite]] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}

    @property
    def split(self) -> tuple[tuple[Site, Decimal], ...]:
        """How much goes to which dock, by their codes; nothing when all goes to `site`."""
        if not self.is_split:
            return ()
        return tuple((part.site, part.quantity) for part in sorted(self.parts, key=lambda part: part.site.code))


class NeedSite(Line, Base):
    """What of a line goes to one dock of its firm, in the unit or pack in which the line was entered."""

    __tablename__ = "need_site"
    __table_args__ = (
        UniqueConstraint("need_id", "site_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    quantity: Mapped[Quantity]
    site: Mapped[Site] = relationship(lazy="joined", innerjoin=True)


class Ceiling(FirmPrivate, Base):
    """What a firm allows itself to order in a quarter; the newest row holds, without `amount` nothing is limited.
    Kept here with its history rather than in the journal, which buyers read."""

    __tablename__ = "ceiling"
    __table_args__ = (CheckConstraint("amount > 0", name="amount_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    amount: Mapped[Amount | None]
    set_at: Mapped[datetime] = mapped_column(default=now)
    set_by: Mapped[Name]


class Topic(StrEnum):
    """About what people of one firm leave a word to one another."""

    SENT_BACK = "sent_back"
    ABOVE_CEILING = "above_ceiling"


class InnerNote(FirmPrivate, Base):
    """Why a declaration was sent back, or submitted above the ceiling."""

    __tablename__ = "inner_note"
    __table_args__ = (Index(None, "member_id", "campaign_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    topic: Mapped[Topic] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime] = mapped_column(default=now)
    said_by: Mapped[Name]


HEARD_BY = ("telephone", "mail", "paper")  # how a member told what was entered for it; "late": after a closing


class Reminder(GateOnly, Base):
    """Why a letter was written: one person, one campaign, one kind and one `period` (the revision, the day of
    the deadline, or of a nudge), once. A letter about several campaigns has several."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("user_id", "campaign_id", "kind", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(String(20))
    period: Mapped[str] = mapped_column(String(20))
    letter: Mapped[Letter] = relationship()
    user: Mapped[User] = relationship()
    campaign: Mapped[Campaign] = relationship()


class PendingImport(FirmSecret, Base):
    """A workbook that was read and not yet taken in. `content` is the sheet as `uploads.Kept` packs it,
    `columns` where each field stands (None until a person said so), `key` what addresses show."""

    __tablename__ = "pending_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    file_name: Mapped[Name]
    sha256: Mapped[str] = mapped_column(String(64))
    stamped: Mapped[bool]
    content: Mapped[dict[str, Any]]
    columns: Mapped[dict[str, Any] | None]
    remembered: Mapped[bool] = mapped_column(default=False)
    family: Mapped[str] = mapped_column(String(64), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    campaign: Mapped[Campaign] = relationship()
    member: Mapped[Member] = relationship()


class HeaderMapping(FirmSecret, Base):
    """How a firm's own spreadsheet is read: `columns` as people confirmed them for this row of headers."""

    __tablename__ = "header_mapping"
    __table_args__ = (UniqueConstraint("member_id", "headers"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    headers: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]]
    family: Mapped[str] = mapped_column(String(64), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    confirmed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class Attachment(Line, Base):
    """A drawing or data sheet of a line; its content lies on the shelf (`documents.shelf`) under `key`, which is
    also what addresses show. It names the line by its key: a line removed and restored has its files again.
    `removed_at`: somebody took it off its line; `adrift_since`: the sweep found its line gone."""

    __tablename__ = "attachment"
    __table_args__ = (
        CheckConstraint("size > 0", name="size_positive"),
        Index(None, "member_id", "need_key"),
        Index(None, "campaign_id", "member_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    need_key: Mapped[str] = mapped_column(String(32))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    name: Mapped[Name]
    kind: Mapped[Kind] = mapped_column(String(10))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(default=now)
    added_by: Mapped[Name]
    removed_at: Mapped[datetime | None]
    adrift_since: Mapped[datetime | None]
    campaign: Mapped[Campaign] = relationship()
