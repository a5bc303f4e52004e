"""The person (or the program) on whose behalf something is read or done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Role(StrEnum):
    """What a user may do; a member's employee may also be a buyer (a conflicted one)."""

    ENTRY = "entry"
    APPROVER = "approver"
    BUYER = "buyer"
    ADMINISTRATOR = "administrator"


MEMBER_ROLES = frozenset({Role.ENTRY, Role.APPROVER})
GROUP_ROLES = frozenset({Role.BUYER, Role.ADMINISTRATOR})


class Kind(StrEnum):
    PERSON = "person"
    GATEKEEPER = "gatekeeper"  # knows people only: sign-in, invitations, forgotten passwords
    SYSTEM = "system"  # the command line, the seed, the outbox


@dataclass(frozen=True)
class Viewer:
    """Who looks, through which session. Every query and rule takes it first; there is no other way in."""

    kind: Kind
    session: Session = field(repr=False, compare=False)
    user_id: int | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    member_id: int | None = None
    member_name: str | None = None
    barred: tuple[int, ...] = ()  # categories whose lines a conflicted buyer does not see

    @property
    def is_person(self) -> bool:
        return self.kind is Kind.PERSON

    @property
    def is_system(self) -> bool:
        return self.kind is Kind.SYSTEM

    @property
    def is_member(self) -> bool:
        return self.is_person and self.member_id is not None and bool(self.roles & MEMBER_ROLES)

    @property
    def is_approver(self) -> bool:
        return self.is_member and Role.APPROVER in self.roles

    @property
    def is_buyer(self) -> bool:
        return self.is_person and Role.BUYER in self.roles

    @property
    def is_administrator(self) -> bool:
        return self.is_person and Role.ADMINISTRATOR in self.roles

    @property
    def is_of_group(self) -> bool:
        return self.is_system or self.is_buyer or self.is_administrator

    @property
    def is_conflicted(self) -> bool:
        return self.is_buyer and self.member_id is not None

    @property
    def firm(self) -> int:
        """The member this viewer works for; a programming error when there is none."""
        if self.member_id is None:
            raise LookupError(f"{self.name or self.kind} works for no member")
        return self.member_id

    def barred_from(self, *categories: int) -> Viewer:
        return replace(self, barred=tuple(sorted(categories)))
