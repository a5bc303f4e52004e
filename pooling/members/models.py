from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from flask_security import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pooling.access.scope import Firm, FirmRecord, GateOnly, Personal, Shared
from pooling.db import Base, Code, Name, now


class Member(Firm, Base):
    """A firm of the group. Firms of one `company_group` are sisters and count as one in totals.
    `needs_approval`: what its people enter counts once one of its approvers said yes."""

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    siren: Mapped[str | None] = mapped_column(String(9), unique=True)
    company_group: Mapped[Name | None]
    active: Mapped[bool] = mapped_column(default=True)
    needs_approval: Mapped[bool] = mapped_column(default=False)


class Site(FirmRecord, Base):
    """A dock of a member, where goods are delivered."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("member_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    code: Mapped[Code]
    name: Mapped[Name]
    siret: Mapped[str | None] = mapped_column(String(14))
    street: Mapped[str] = mapped_column(String(300), default="")
    postcode: Mapped[str] = mapped_column(String(20), default="")
    city: Mapped[Name] = mapped_column(default="")
    opening_hours: Mapped[str] = mapped_column(String(300), default="")
    active: Mapped[bool] = mapped_column(default=True)
    member: Mapped[Member] = relationship()


user_role = Table(
    "user_role",
    Base.metadata,
    Column("user_id", ForeignKey("user.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Shared, Base, RoleMixin):
    """One of access.viewer.Role, as Flask-Security wants it."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Code] = mapped_column(unique=True)
    permissions: ClassVar[None] = None


class User(FirmRecord, Base, UserMixin):
    """A person employed by one member, or by the group (no member)."""

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[Name]
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    only_last_day: Mapped[bool] = mapped_column(default=False)  # of the mails about a deadline
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    member: Mapped[Member | None] = relationship(lazy="joined")
    roles: Mapped[list[Role]] = relationship(secondary=user_role, lazy="selectin")


class Invitation(GateOnly, Base):
    """A one-time link by which somebody becomes a user; only the hash of its token is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[Name]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    roles: Mapped[str] = mapped_column(String(120))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    written_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    member: Mapped[Member | None] = relationship()


class Charter(Shared, Base):
    """The group's rules, one row per version; the newest is the one in force."""

    __tablename__ = "charter"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    text: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime] = mapped_column(default=now)


class CharterAcceptance(FirmRecord, Base):
    __tablename__ = "charter_acceptance"
    __table_args__ = (UniqueConstraint("charter_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    charter_id: Mapped[int] = mapped_column(ForeignKey("charter.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    accepted_at: Mapped[datetime] = mapped_column(default=now)


class SignInAttempt(GateOnly, Base):
    """One try at a password, kept thirty days. `account` and `address` are keyed hashes: people type their
    password into the wrong field, and addresses say where somebody was."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "account", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=now)


class Sitting(Personal, Base):
    """One browser that signed in, from then until it signs out. Its cookies hold a token of which only the
    hash is kept here: a copied cookie is worth nothing once the sitting has ended."""

    __tablename__ = "sitting"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)  # in addresses, where it opens nothing
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime] = mapped_column(default=now)  # to the hour
    ended_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(40), default="")  # names without versions: no fingerprint
    remembered: Mapped[bool] = mapped_column(default=False)
