from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import GroupOnly, Shared
from pooling.algorithms.category_fields import FieldKind
from pooling.db import Base, Code, Name, Price, Quantity, now


class Category(Shared, Base):
    """A family of things bought; a tree, whose top families a campaign chooses from.

    `path` is the names from the top, joined by ` > `; `root_id` is the top family's own id (its own for a
    top family). `policy` is how what whole packs add or take is shared (algorithms/sharing), blank as the family above
    says."""

    __tablename__ = "category"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    path: Mapped[str] = mapped_column(String(600), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    policy: Mapped[str] = mapped_column(String(20), default="")
    active: Mapped[bool] = mapped_column(default=True)
    parent: Mapped[Category | None] = relationship(remote_side="Category.id", foreign_keys=[parent_id])


class CategoryField(Shared, Base):
    """A field that a family, and all below it, asks of its items and needs. `code` is the key of its values in
    `Item.fields` and `Need.fields`, unique in the group so that a value is read wherever its family moves.
    `choices` holds those `offered` and those `retired`; `apart`: lines that differ in it are not the same."""

    __tablename__ = "category_field"
    __table_args__ = (CheckConstraint("kind IN ('text', 'number', 'choice', 'yes_no')", name="kind_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    code: Mapped[Code] = mapped_column(unique=True)
    label: Mapped[str] = mapped_column(String(60))
    kind: Mapped[FieldKind] = mapped_column(String(10))
    unit: Mapped[str] = mapped_column(String(3), default="")
    choices: Mapped[dict[str, list[str]]] = mapped_column(default=dict)
    required: Mapped[bool] = mapped_column(default=False)
    apart: Mapped[bool] = mapped_column(default=True)
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)
    category: Mapped[Category] = relationship()


class Item(Shared, Base):
    """A thing that can be bought. `search` holds its normalised words and references, `name_key` its
    normalised name, `fields` its values of its family's fields by their codes; `changed_at` moves with its packs too,
    so that whoever keeps a copy knows."""

    __tablename__ = "item"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), default="", index=True)
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    maker: Mapped[Name] = mapped_column(default="")
    maker_reference: Mapped[Name] = mapped_column(default="", index=True)
    gtin: Mapped[str | None] = mapped_column(String(14), unique=True)
    base_unit: Mapped[str] = mapped_column(String(3))
    search: Mapped[str] = mapped_column(Text, default="")
    fields: Mapped[dict[str, str]] = mapped_column(default=dict, server_default="{}")
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(default=now, onupdate=now, index=True)
    category: Mapped[Category] = relationship()


class ItemWord(Shared, Base):
    """A word of `Item.search`, which a trigger of the database keeps in step (migration 0007): its index answers a
    search in fifty thousand items."""

    __tablename__ = "item_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: Mapped[str] = mapped_column(Text().with_variant(Text(collation="C"), "postgresql"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True, index=True)


class Pack(Shared, Base):
    """A unit the item is bought in: `content` base units, exactly. Never changed once a need uses it."""

    __tablename__ = "pack"
    __table_args__ = (
        UniqueConstraint("item_id", "name"),
        CheckConstraint("content > 0", name="content_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    name: Mapped[Name]
    unit: Mapped[str] = mapped_column(String(3))
    content: Mapped[Quantity]
    active: Mapped[bool] = mapped_column(default=True)
    item: Mapped[Item] = relationship()


class Supplier(GroupOnly, Base):
    __tablename__ = "supplier"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    email: Mapped[str] = mapped_column(String(254), default="")
    contact: Mapped[Name] = mapped_column(default="")
    telephone: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str] = mapped_column(String(2), default="fr")
    terms: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)


class Agreement(GroupOnly, Base):
    """A supplier's standing prices, valid on the days from `valid_from` to `valid_until`, both included."""

    __tablename__ = "agreement"
    __table_args__ = (CheckConstraint("valid_from <= valid_until", name="valid_in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[Code] = mapped_column(unique=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    supplier: Mapped[Supplier] = relationship()


class AgreementLine(GroupOnly, Base):
    """One item of an agreement; minimum and multiple in base units, once for the whole pool."""

    __tablename__ = "agreement_line"
    __table_args__ = (UniqueConstraint("agreement_id", "item_id"), Index(None, "item_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    supplier_reference: Mapped[Name] = mapped_column(default="")
    pack_id: Mapped[int | None] = mapped_column(ForeignKey("pack.id"))
    minimum: Mapped[Quantity] = mapped_column(default=Decimal(0))
    multiple: Mapped[Quantity] = mapped_column(default=Decimal(0))
    agreement: Mapped[Agreement] = relationship()
    item: Mapped[Item] = relationship()
    pack: Mapped[Pack | None] = relationship()


class Tier(GroupOnly, Base):
    """From `threshold` base units on, each base unit costs `unit_price` before tax."""

    __tablename__ = "tier"
    __table_args__ = (
        UniqueConstraint("agreement_line_id", "threshold"),
        CheckConstraint("threshold >= 0", name="threshold_positive"),
        CheckConstraint("unit_price >= 0", name="unit_price_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agreement_line_id: Mapped[int] = mapped_column(ForeignKey("agreement_line.id"))
    threshold: Mapped[Quantity]
    unit_price: Mapped[Price]
    line: Mapped[AgreementLine] = relationship()
