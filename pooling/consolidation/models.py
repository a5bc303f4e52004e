from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import GroupOnly, Line, Sealed, Shared
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category, Item, Pack
from pooling.db import Amount, Base, Name, Quantity, Scaled, now
from pooling.members.models import Member
from pooling.needs.models import Need

# the way of a pool for which no whole number of packs fits, until a buyer picks one
UNDECIDED = "undecided"


class Pool(GroupOnly, Base):
    """All needs of one thing in one campaign, in `unit`, the base unit: `asked` is what its lines come to,
    `quantity` what is ordered, of which `surplus` goes to the group's stock and the rest to its shares.

    It is bought in packs of `content`, not below `minimum` and in multiples of `multiple`, once for the whole pool;
    `policy` and `way` are those of algorithms/sharing, or UNDECIDED. `fields` are the values that its needs have in
    common, by the codes of their family's fields."""

    __tablename__ = "pool"
    __table_args__ = (
        UniqueConstraint("campaign_id", "key"),
        CheckConstraint("content > 0", name="content_positive"),
        CheckConstraint("surplus >= 0 AND surplus <= quantity", name="surplus_within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    key: Mapped[str] = mapped_column(String(80))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    designation: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(60))
    fields: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    asked: Mapped[Quantity]
    quantity: Mapped[Quantity]
    surplus: Mapped[Quantity] = mapped_column(default=Decimal(0))
    line_count: Mapped[int]
    member_count: Mapped[int]
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("pack.id"))
    content: Mapped[Quantity] = mapped_column(default=Decimal(1))
    minimum: Mapped[Quantity] = mapped_column(default=Decimal(0))
    multiple: Mapped[Quantity] = mapped_column(default=Decimal(0))
    policy: Mapped[str] = mapped_column(String(20), default="pro_rata")
    way: Mapped[str] = mapped_column(String(20), default="fits")
    campaign: Mapped[Campaign] = relationship()
    item: Mapped[Item | None] = relationship()
    category: Mapped[Category] = relationship()
    pack: Mapped[Pack | None] = relationship()


class Seed(GroupOnly, Base):
    """What settles ties and lots of one revision of a campaign: drawn once, after its lines are frozen, so that nobody
    can choose a lucky key, nor draw again until the result pleases."""

    __tablename__ = "seed"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    seed: Mapped[str] = mapped_column(String(32))
    drawn_at: Mapped[datetime] = mapped_column(default=now)


class Share(Line, Base):
    """What one need gets of its pool, in base units; `carried` waits for the next quarter.

    `asked` is what the line came to when this was settled, `policy` and `way` are the pool's: a member may not read
    the pool, and is told why it gets what it gets.

    Goes with its pool when a campaign is consolidated anew, and with its need when a reopened campaign's line
    is taken back; orders hold on to their shares and so refuse both."""

    __tablename__ = "share"

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("pool.id", ondelete="CASCADE"), index=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    asked: Mapped[Quantity]
    allocated: Mapped[Quantity]
    carried: Mapped[Quantity] = mapped_column(default=Decimal(0))
    policy: Mapped[str] = mapped_column(String(20), default="pro_rata")
    way: Mapped[str] = mapped_column(String(20), default="fits")
    pool: Mapped[Pool] = relationship()
    need: Mapped[Need] = relationship()


class Verdict(StrEnum):
    """What is settled of a line that names no item."""

    WAITING = "waiting"  # in the queue of the desk
    AUTO = "auto"  # the engine was sure
    SAME = "same"  # a buyer said which item it is
    NEW = "new"  # a buyer made an item of it
    APART = "apart"  # it is none of the catalogue's: it pools by its own words
    ASKED = "asked"  # its firm has been asked


class Judgement(Line, Base):
    """One line on the matching desk. `decision`, `probability`, `candidates` and `question` are the engine's
    (plain JSON, decimals as strings), as the line stood at `compared_at`; `verdict` and `item` are what holds.
    `topic` is the same for lines that are the same unknown thing; `content` is how many base units of `item` one
    unit of the line holds."""

    __tablename__ = "judgement"
    __table_args__ = (
        CheckConstraint("content > 0", name="content_positive"),
        CheckConstraint("(verdict IN ('auto', 'same', 'new')) = (item_id IS NOT NULL)", name="item_when_settled"),
        Index(None, "campaign_id", "verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    compared_at: Mapped[datetime] = mapped_column(default=now)
    topic: Mapped[str] = mapped_column(String(80))
    decision: Mapped[str] = mapped_column(String(20))
    probability: Mapped[Decimal] = mapped_column(Scaled(4))
    candidates: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    question: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    verdict: Mapped[Verdict] = mapped_column(String(20), default=Verdict.WAITING)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    content: Mapped[Quantity | None]
    judged_by: Mapped[Name] = mapped_column(default="")
    judged_at: Mapped[datetime | None]
    need: Mapped[Need] = relationship()
    item: Mapped[Item | None] = relationship()
    category: Mapped[Category] = relationship()
    member: Mapped[Member] = relationship()


class Alias(Line, Base):
    """What the desk has learned: in this family these words of a firm are this item (`same`), or are not. Kept
    when taken back, with `dropped_at`."""

    __tablename__ = "alias"
    __table_args__ = (Index(None, "category_id", "words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(60), default="")
    same: Mapped[bool]
    learned_by: Mapped[Name]
    learned_at: Mapped[datetime] = mapped_column(default=now)
    dropped_at: Mapped[datetime | None]
    item: Mapped[Item] = relationship()


class Question(Line, Base):
    """What the buyers ask a firm about one of its lines, and its answer: one of the `options` (item codes with what
    tells them apart), or words. `key` is what its address shows."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    text: Mapped[str] = mapped_column(Text)
    options: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    asked_by: Mapped[Name]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[Name] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    campaign: Mapped[Campaign] = relationship()
    need: Mapped[Need] = relationship()
    item: Mapped[Item | None] = relationship()


class FlexQuestion(Line, Base):
    """What the buyers ask a firm beyond what its line accepts, so that whole packs fit: to move by `move` base units,
    more above zero and fewer below, beyond `accepted`, the end of its range when it was asked, as `wanted` stood.

    `agreed` is how much of that it says yes to, None before it has answered; it may change its mind until `closed_at`,
    when the pool was settled. A question taken back counts no more, nor does one whose line has changed since."""

    __tablename__ = "flex_question"
    __table_args__ = (
        CheckConstraint("move <> 0", name="moves"),
        CheckConstraint("agreed >= 0 AND agreed <= abs(move)", name="agreed_within"),
        Index(None, "campaign_id", "pool_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"))
    pool_key: Mapped[str] = mapped_column(String(80))
    wanted: Mapped[Quantity]
    accepted: Mapped[Quantity]
    move: Mapped[Quantity]
    asked_by: Mapped[Name]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    agreed: Mapped[Quantity | None]
    answered_by: Mapped[Name] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    campaign: Mapped[Campaign] = relationship()
    need: Mapped[Need] = relationship()
    member: Mapped[Member] = relationship()

    @property
    def end(self) -> Decimal:
        """What the line would come to at most (at least, when it is asked for fewer) with a whole yes."""
        return self.accepted + self.move

    @property
    def agreed_end(self) -> Decimal:
        """The same with what was said."""
        return self.accepted + (self.agreed or Decimal(0)).copy_sign(self.move)


class DeskStep(GroupOnly, Base):
    """One act on the desk, so that whoever did it (without a number the program) can undo it: `before` tells
    the judgements it changed as they stood, `aliases` the ones it learned and `dropped` the ones it contradicted, by
    their numbers."""

    __tablename__ = "desk_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verb: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(default=now)
    before: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    aliases: Mapped[list[int]] = mapped_column(JSON)
    dropped: Mapped[list[int]] = mapped_column(JSON)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    undone_at: Mapped[datetime | None]


class Publication(Shared, Base):
    """Which totals members read since when: a campaign's, and with them those of all consolidated before. Never
    changed; what comes later is another one."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("campaign_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    revision: Mapped[int]
    published_by: Mapped[Name]
    published_at: Mapped[datetime] = mapped_column(default=now)
    campaign: Mapped[Campaign] = relationship()


class PublicationBasis(Sealed, Base):
    """What a publication was judged by, for later ones to be judged against: the rule of the day, and `tables` of each
    firm's amounts (consolidation/frozen.py). No person reads it: members, buyers who work for one, and
    administrators must not see who asked for how much."""

    __tablename__ = "publication_basis"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    minimum: Mapped[int]
    percent: Mapped[int]
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)


class RunState(StrEnum):
    RUNNING = "running"
    PUBLISHED = "published"
    REFUSED = "refused"  # something changed meanwhile
    STOPPED = "stopped"
    FAILED = "failed"


class PublicationRun(GroupOnly, Base):
    """A publication being worked out aside: how far it is (tables `done` of `total`), and what became of it. One whose
    `beat_at` is long ago was cut off with its server."""

    __tablename__ = "publication_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    asked_by: Mapped[Name]
    asked_at: Mapped[datetime] = mapped_column(default=now)
    beat_at: Mapped[datetime] = mapped_column(default=now)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    state: Mapped[RunState] = mapped_column(String(20), default=RunState.RUNNING)
    campaign: Mapped[Campaign] = relationship()


class PublishedTotal(Shared, Base):
    """One figure of a publication as members read it, in the order of `place`: a family (`path`, names from the top;
    blank for all; `direct` what stands on it beside its sub-families) or an item in it, in a quarter (“2026-4”, blank
    for all). None reads “n.c.”, and nothing says why."""

    __tablename__ = "published_total"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    path: Mapped[str] = mapped_column(Text)
    direct: Mapped[bool] = mapped_column(default=False)
    period: Mapped[str] = mapped_column(String(8))
    item_code: Mapped[str] = mapped_column(String(64), default="")
    item_name: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    amount: Mapped[Amount | None]
    quantity: Mapped[Quantity | None]
