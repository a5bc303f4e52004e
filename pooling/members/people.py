"""Who may sign in, and as what."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from pooling.access.viewer import MEMBER_ROLES, Viewer
from pooling.access.viewer import Role as RoleName
from pooling.algorithms.errors import N_, Refusal
from pooling.journal.rules import record
from pooling.members import identifiers, queries, sittings
from pooling.members.models import Member, Role, User

_NO_NAME = N_("A name is missing.")
_NO_ROLE = N_("Choose at least one thing this person may do.")
_NEEDS_FIRM = N_("Entering or approving needs is done for a firm: choose the firm this person works for.")
_GROUP_ONLY = N_("An administrator works for the group, not for one of its firms.")
_EMAIL_TAKEN = N_("%(email)s already has an account: each person signs in with an address of their own.")
_YOURSELF = N_("You cannot shut yourself out: ask another administrator.")
_LAST = N_("This is the only administrator left: appoint another one first.")
_LAST_APPROVER = N_(
    "%(name)s is the only one of the firm who approves its needs: appoint another approver first, or have the firm do"
    " without approval."
)
_FIRM_LEFT = N_("The firm %(code)s has left the group: take it back in before its people.")


def make_user(
    viewer: Viewer,
    email: str,
    name: str,
    member: Member | None,
    roles: Collection[RoleName],
    password_hash: str | None,
) -> User:
    """Somebody new, who signs in with the password behind `password_hash` (members.passwords.hashed)."""
    email = identifiers.email(email)
    check_roles(member, roles)
    if queries.user_with_email(viewer, email) is not None:
        raise Refusal("email_taken", _EMAIL_TAKEN, email=email)
    user = User(email=email, name=tidy_name(name), password=password_hash, fs_uniquifier=secrets.token_hex(32))
    user.active = True
    user.member_id = member.id if member is not None else None
    user.roles = _granted(viewer, roles)
    viewer.session.add(user)
    viewer.session.flush()
    user.member = member
    _record(viewer, "members.create_person", user, after=told_of_person(user))
    return user


def edit_person(viewer: Viewer, user: User, name: str, roles: Collection[RoleName]) -> bool:
    """Whether anything changed."""
    check_roles(user.member, roles)
    if RoleName.ADMINISTRATOR not in roles:
        _keep_an_administrator(viewer, user)
    if RoleName.APPROVER not in roles:
        _keep_an_approver(viewer, user)
    before = told_of_person(user)
    user.name = tidy_name(name)
    if set(before["roles"]) != {role.value for role in roles}:
        user.roles = _granted(viewer, roles)
    viewer.session.flush()
    if before == told_of_person(user):
        return False
    _record(viewer, "members.edit_person", user, before=before, after=told_of_person(user))
    return True


def choose_mails(viewer: Viewer, user: User, *, only_last_day: bool) -> None:
    """Of the mails about a campaign; what a buyer sends by hand comes all the same."""
    if user.only_last_day == only_last_day:
        return
    user.only_last_day = only_last_day
    viewer.session.flush()
    told = {"before": {"only_last_day": not only_last_day}, "after": {"only_last_day": only_last_day}}
    _record(viewer, "members.choose_mails", user, **told)


def set_active(viewer: Viewer, user: User, active: bool) -> None:
    """Shut somebody out at once, wherever they are signed in, or let them in again."""
    if user.active == active:
        return
    if not active:
        if user.id == viewer.user_id:
            raise Refusal("yourself", _YOURSELF)
        _keep_an_administrator(viewer, user)
        _keep_an_approver(viewer, user)
        end_sessions(viewer, user)
    elif user.member is not None and not user.member.active:
        raise Refusal("firm_left", _FIRM_LEFT, code=user.member.code)
    before = told_of_person(user)
    user.active = active
    viewer.session.flush()
    _record(viewer, "members.edit_person", user, before=before, after=told_of_person(user))


def end_sessions(viewer: Viewer, user: User) -> None:
    """Every cookie of this person names a number that no longer exists, and a sitting that has ended."""
    user.fs_uniquifier = secrets.token_hex(32)
    sittings.end_all(viewer, user)


def shut_out_firm(viewer: Viewer, member: Member) -> int:
    """When a firm leaves: how many of its people no longer come in."""
    present = [user for user in queries.people(viewer, member) if user.active]
    for user in present:
        set_active(viewer, user, active=False)
    return len(present)


def check_roles(member: Member | None, roles: Collection[RoleName]) -> None:
    if not roles:
        raise Refusal("no_role", _NO_ROLE)
    if member is None and MEMBER_ROLES & set(roles):
        raise Refusal("needs_firm", _NEEDS_FIRM)
    if member is not None and RoleName.ADMINISTRATOR in roles:
        raise Refusal("group_only", _GROUP_ONLY)


def ensure_roles(viewer: Viewer) -> dict[str, Role]:
    """The rows that stand for access.viewer.Role, made where they are missing."""
    known = queries.roles(viewer)
    for name in RoleName:
        if name.value not in known:
            known[name.value] = Role(name=name.value)
            viewer.session.add(known[name.value])
    return known


def _granted(viewer: Viewer, roles: Collection[RoleName]) -> list[Role]:
    known = ensure_roles(viewer)
    return [known[name.value] for name in RoleName if name in roles]


def _keep_an_administrator(viewer: Viewer, leaving: User) -> None:
    present = queries.administrators(viewer)
    if leaving in present and len(present) == 1:
        raise Refusal("last_administrator", _LAST)


def _keep_an_approver(viewer: Viewer, leaving: User) -> None:
    """Of a firm that wants its needs approved; without one nothing of it would ever be ordered."""
    firm = leaving.member
    if firm is None or not (firm.active and firm.needs_approval):
        return
    present = queries.approvers(viewer, firm.id)
    if leaving in present and len(present) == 1:
        raise Refusal("last_approver", _LAST_APPROVER, name=leaving.name)


def tidy_name(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise Refusal("no_name", _NO_NAME)
    return tidy


def told_of_person(user: User) -> dict[str, Any]:
    return {
        "name": user.name,
        "email": user.email,
        "roles": sorted(role.name for role in user.roles),
        "active": user.active,
    }


def _record(viewer: Viewer, verb: str, user: User, **told: Any) -> None:
    record(viewer, verb, f"user:{user.id}", member_id=user.member_id, **told)
