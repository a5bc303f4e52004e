"""How somebody becomes a user: a link that opens once, of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from pooling.access.viewer import Role as RoleName
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.db import now
from pooling.journal.rules import record
from pooling.members import identifiers, queries
from pooling.members.models import Invitation, Member, User
from pooling.members.people import check_roles, ensure_roles, make_user, tidy_name

LASTS = timedelta(days=14)

_HAS_ACCOUNT = N_("%(email)s already has an account: no invitation is needed.")
_USED = N_("This invitation was used or revoked: it cannot be sent again.")


def invite(
    viewer: Viewer, email: str, name: str, member: Member | None, roles: Collection[RoleName]
) -> tuple[Invitation, str]:
    """The invitation and its token, which is told this once; earlier invitations to the address end."""
    email = identifiers.email(email)
    check_roles(member, roles)
    if queries.user_with_email(viewer, email) is not None:
        raise Refusal("has_account", _HAS_ACCOUNT, email=email)
    for earlier in queries.pending_invitations_to(viewer, email):
        revoke(viewer, earlier)
    ensure_roles(viewer)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(email=email, name=tidy_name(name), token_hash=token_hash(token), expires_at=now() + LASTS)
    invitation.roles = ",".join(role.value for role in RoleName if role in roles)
    invitation.member = member
    viewer.session.add(invitation)
    viewer.session.flush()
    _record(viewer, "members.invite", invitation)
    return invitation, token


def renew(viewer: Viewer, invitation: Invitation) -> str:
    """A new link for the same invitation; the old one no longer opens."""
    if not is_pending(invitation):
        raise Refusal("invitation_used", _USED)
    token = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(token)
    invitation.expires_at = now() + LASTS
    viewer.session.flush()
    _record(viewer, "members.invite_again", invitation)
    return token


def revoke(viewer: Viewer, invitation: Invitation) -> None:
    if not is_pending(invitation):
        raise Refusal("invitation_used", _USED)
    invitation.revoked_at = now()
    viewer.session.flush()
    _record(viewer, "members.revoke_invitation", invitation)


def opened(viewer: Viewer, token: str) -> Invitation | None:
    """The invitation a link opens, while it does."""
    invitation = queries.invitation_of(viewer, token_hash(token))
    if invitation is None or not is_pending(invitation) or invitation.expires_at <= now():
        return None
    return invitation


def accept_invitation(viewer: Viewer, invitation: Invitation, name: str, password_hash: str) -> User:
    """Make the user; `invitation` comes fresh from `opened`, in the same transaction."""
    roles = [RoleName(word) for word in invitation.roles.split(",")]
    user = make_user(viewer, invitation.email, name, invitation.member, roles, password_hash)
    invitation.used_at = now()
    viewer.session.flush()
    _record(viewer, "members.accept_invitation", invitation)
    return user


def is_pending(invitation: Invitation) -> bool:
    return invitation.used_at is None and invitation.revoked_at is None


def token_hash(token: str) -> str:
    # the token has 256 random bits: a plain hash cannot be searched through
    return hashlib.sha256(token.encode()).hexdigest()


def _record(viewer: Viewer, verb: str, invitation: Invitation) -> None:
    told: dict[str, Any] = {
        "email": invitation.email,
        "name": invitation.name,
        "roles": invitation.roles,
        "expires_at": invitation.expires_at.isoformat(),
    }
    record(viewer, verb, f"invitation:{invitation.id}", member_id=invitation.member_id, after=told)
