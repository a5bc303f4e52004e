from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import lazyload

from pooling.access.scope import one
from pooling.access.viewer import Role as RoleName
from pooling.access.viewer import Viewer
from pooling.members.models import (
    Charter,
    CharterAcceptance,
    Invitation,
    Member,
    Role,
    SignInAttempt,
    Site,
    Sitting,
    User,
)


def charter(viewer: Viewer) -> Charter | None:
    """The version in force."""
    return viewer.session.scalars(select(Charter).order_by(Charter.version.desc()).limit(1)).first()


def charters(viewer: Viewer) -> Sequence[Charter]:
    """Every version, newest first."""
    return viewer.session.scalars(select(Charter).order_by(Charter.version.desc())).all()


def charter_version(viewer: Viewer, version: int) -> Charter:
    return one(viewer, select(Charter).where(Charter.version == version))


def acceptance(viewer: Viewer, charter: Charter) -> CharterAcceptance | None:
    """When this person accepted this version."""
    statement = select(CharterAcceptance).where(
        CharterAcceptance.charter_id == charter.id, CharterAcceptance.user_id == viewer.user_id
    )
    return viewer.session.scalars(statement).first()


# said once, not on every request
_IN_FORCE = (
    select(CharterAcceptance.id)
    .select_from(Charter)
    .outerjoin(
        CharterAcceptance,
        and_(CharterAcceptance.charter_id == Charter.id, CharterAcceptance.user_id == bindparam("me")),
    )
    .order_by(Charter.version.desc())
    .limit(1)
)


def charter_accepted(viewer: Viewer) -> bool:
    """Whether this person accepted the charter in force; true when the group has none. One statement: it
    is asked on every request."""
    in_force = viewer.session.execute(_IN_FORCE, {"me": viewer.user_id}).first()
    return in_force is None or in_force[0] is not None


def acceptances(viewer: Viewer, charter: Charter) -> dict[int, datetime]:
    """When each user accepted this version, by user id."""
    statement = select(CharterAcceptance).where(CharterAcceptance.charter_id == charter.id)
    return {row.user_id: row.accepted_at for row in viewer.session.scalars(statement)}


def members(viewer: Viewer, text: str = "") -> Sequence[Member]:
    """By name; every word of `text` stands in the name, the code, the SIREN or the company group."""
    statement = select(Member).order_by(func.lower(Member.name), Member.code)
    for word in text.split():
        columns = (Member.name, Member.code, Member.siren, Member.company_group)
        statement = statement.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return viewer.session.scalars(statement).all()


def member(viewer: Viewer, code: str) -> Member:
    return one(viewer, select(Member).where(Member.code == code))


def members_by_id(viewer: Viewer) -> dict[int, Member]:
    return {each.id: each for each in viewer.session.scalars(select(Member))}


def member_names(viewer: Viewer, ids: Collection[int]) -> dict[int, str]:
    """Names by id, of the members this viewer may know."""
    return dict(viewer.session.execute(select(Member.id, Member.name).where(Member.id.in_(ids))).all())


def site_names(viewer: Viewer, members: Collection[int]) -> dict[tuple[int, str], str]:
    """Names by firm and code, of the sites of these members that this viewer may know."""
    found = viewer.session.execute(select(Site.member_id, Site.code, Site.name).where(Site.member_id.in_(members)))
    return {(member, code): name for member, code, name in found}


def own_firm(viewer: Viewer) -> Member:
    return one(viewer, select(Member).where(Member.id == viewer.firm))


def member_with_code(viewer: Viewer, code: str) -> Member | None:
    return viewer.session.scalars(select(Member).where(Member.code == code)).first()


def member_with_siren(viewer: Viewer, siren: str) -> Member | None:
    return viewer.session.scalars(select(Member).where(Member.siren == siren)).first()


def company_groups(viewer: Viewer) -> Sequence[str]:
    statement = select(Member.company_group).where(Member.company_group.is_not(None)).distinct()
    return sorted(name for name in viewer.session.scalars(statement) if name)


def sisters(viewer: Viewer, firm: Member) -> Sequence[Member]:
    """The other firms of its company group."""
    if firm.company_group is None:
        return []
    statement = select(Member).where(Member.company_group == firm.company_group, Member.id != firm.id)
    return viewer.session.scalars(statement.order_by(Member.name)).all()


def sites(viewer: Viewer, member_id: int) -> Sequence[Site]:
    """Those in use first."""
    statement = select(Site).where(Site.member_id == member_id).order_by(Site.active.desc(), Site.code)
    return viewer.session.scalars(statement).all()


def site(viewer: Viewer, member_id: int, code: str) -> Site:
    return one(viewer, select(Site).where(Site.member_id == member_id, Site.code == code))


def site_with_code(viewer: Viewer, member_id: int, code: str) -> Site | None:
    return viewer.session.scalars(select(Site).where(Site.member_id == member_id, Site.code == code)).first()


def site_counts(viewer: Viewer) -> dict[int, int]:
    """How many sites in use each firm has, by member id."""
    statement = select(Site.member_id, func.count(Site.id)).where(Site.active).group_by(Site.member_id)
    return dict(viewer.session.execute(statement).all())


def people_counts(viewer: Viewer) -> dict[int, int]:
    """How many people of each firm can sign in, by member id."""
    statement = (
        select(User.member_id, func.count(User.id))
        .where(User.active, User.member_id.is_not(None))
        .group_by(User.member_id)
    )
    return {member_id: count for member_id, count in viewer.session.execute(statement) if member_id is not None}


def people(viewer: Viewer, member: Member | None) -> Sequence[User]:
    """The people of a firm, or of the group itself; those who can sign in first."""
    employer = User.member_id.is_(None) if member is None else User.member_id == member.id
    statement = select(User).where(employer).order_by(User.active.desc(), func.lower(User.name))
    return viewer.session.scalars(statement).all()


def everybody(viewer: Viewer) -> Sequence[User]:
    """All who can sign in, by firm and name; the group's own staff first."""
    statement = select(User).where(User.active).order_by(User.member_id.is_not(None), User.member_id, User.name)
    return viewer.session.scalars(statement).all()


def person(viewer: Viewer, user_id: int) -> User:
    return one(viewer, select(User).where(User.id == user_id))


def user_with_email(viewer: Viewer, email: str) -> User | None:
    return viewer.session.scalars(select(User).where(func.lower(User.email) == email.lower())).first()


def administrators(viewer: Viewer) -> Sequence[User]:
    """Those who can sign in."""
    statement = select(User).where(User.active, User.roles.any(Role.name == RoleName.ADMINISTRATOR.value))
    return viewer.session.scalars(statement).all()


def approvers(viewer: Viewer, member_id: int) -> Sequence[User]:
    """Those of a firm who can sign in, by name."""
    may_approve = User.roles.any(Role.name == RoleName.APPROVER.value)
    statement = select(User).where(User.member_id == member_id, User.active, may_approve)
    return viewer.session.scalars(statement.order_by(User.name, User.id).options(lazyload(User.roles))).all()


def roles(viewer: Viewer) -> dict[str, Role]:
    return {role.name: role for role in viewer.session.scalars(select(Role))}


def invitations(viewer: Viewer, member: Member | None) -> Sequence[Invitation]:
    """Those of a firm, or of the group's own staff, that nobody used yet; newest first."""
    employer = Invitation.member_id.is_(None) if member is None else Invitation.member_id == member.id
    statement = select(Invitation).where(employer, Invitation.used_at.is_(None), Invitation.revoked_at.is_(None))
    return viewer.session.scalars(statement.order_by(Invitation.written_at.desc(), Invitation.id.desc())).all()


def invitation(viewer: Viewer, invitation_id: int) -> Invitation:
    return one(viewer, select(Invitation).where(Invitation.id == invitation_id))


def invitation_of(viewer: Viewer, token_hash: str) -> Invitation | None:
    """Locked until the transaction ends: a link opens once, however often it is clicked."""
    statement = select(Invitation).where(Invitation.token_hash == token_hash).with_for_update(of=Invitation)
    return viewer.session.scalars(statement).first()


def pending_invitations_to(viewer: Viewer, email: str) -> Sequence[Invitation]:
    statement = select(Invitation).where(
        func.lower(Invitation.email) == email.lower(), Invitation.used_at.is_(None), Invitation.revoked_at.is_(None)
    )
    return viewer.session.scalars(statement).all()


def last_success(viewer: Viewer, account: str, address: str) -> datetime | None:
    """When this account was last opened from this address."""
    statement = select(func.max(SignInAttempt.at)).where(
        SignInAttempt.account == account, SignInAttempt.address == address, SignInAttempt.succeeded
    )
    return viewer.session.scalar(statement)


def failures(
    viewer: Viewer, *, since: datetime, account: str | None = None, address: str | None = None
) -> tuple[int, datetime | None]:
    """How many tries at an account, or from an address, failed after `since`, and when the last one did."""
    statement = select(func.count(SignInAttempt.id), func.max(SignInAttempt.at)).where(
        SignInAttempt.at > since, SignInAttempt.succeeded.is_(False)
    )
    if account is not None:
        statement = statement.where(SignInAttempt.account == account)
    if address is not None:
        statement = statement.where(SignInAttempt.address == address)
    count, last = viewer.session.execute(statement).one()
    return count, last


_WHO_SITS = (
    select(User, Sitting)
    .join(Sitting, Sitting.user_id == User.id)
    .where(User.fs_uniquifier == bindparam("uniquifier"), User.active)
    .where(Sitting.token_hash == bindparam("token_hash"))
    .where(Sitting.ended_at.is_(None), Sitting.seen_at > bindparam("since"))
)


def who_sits(viewer: Viewer, uniquifier: str, token_hash: str, since: datetime) -> tuple[User, Sitting] | None:
    """Whose cookie it is, if that sitting goes on and was seen after `since`. One statement: it is asked on
    every request."""
    told = {"uniquifier": uniquifier, "token_hash": token_hash, "since": since}
    found = viewer.session.execute(_WHO_SITS, told).one_or_none()
    return (found[0], found[1]) if found is not None else None


def sittings(viewer: Viewer, since: datetime) -> Sequence[Sitting]:
    """The viewer's own that go on and were seen after `since`; the latest first."""
    statement = select(Sitting).where(*_mine(viewer), Sitting.seen_at > since)
    return viewer.session.scalars(statement.order_by(Sitting.seen_at.desc(), Sitting.id.desc())).all()


def sitting(viewer: Viewer, key: str) -> Sitting:
    """One of the viewer's own that go on."""
    return one(viewer, select(Sitting).where(*_mine(viewer), Sitting.key == key))


def _mine(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    return Sitting.user_id == viewer.user_id, Sitting.ended_at.is_(None)


def sittings_unseen(viewer: Viewer, user_id: int, before: datetime) -> Sequence[Sitting]:
    return viewer.session.scalars(select(Sitting).where(Sitting.user_id == user_id, Sitting.seen_at <= before)).all()
