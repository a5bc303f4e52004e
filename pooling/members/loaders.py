"""Firms with their sites, and people, out of a spreadsheet. Loading the same file again changes nothing; the
caller rolls back when a row was refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pooling.access.viewer import Role as RoleName
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.excel.tables import Book
from pooling.journal.rules import record
from pooling.loading import Column, Reading, Report, Tally, read
from pooling.members import identifiers, people, queries, rules
from pooling.members.models import Member, Site, User
from pooling.members.passwords import hashed
from pooling.members.rules import Dock, Firm

MEMBER_COLUMNS = (
    Column("code", ("code adhérent", "member code", "code"), required=True, longest=20),
    Column("name", ("adhérent", "nom de l'adhérent", "raison sociale", "member", "name"), required=True,
           may_be_blank=True),
    Column("siren", ("SIREN",), longest=20),
    Column("company_group", ("groupe de sociétés", "groupe", "company group")),
    Column("site_code", ("code site", "site code"), longest=20),
    Column("site_name", ("site", "nom du site", "site name")),
    Column("siret", ("SIRET",), longest=30),
    Column("street", ("adresse", "rue", "address", "street"), longest=300),
    Column("postcode", ("code postal", "CP", "postcode"), longest=20),
    Column("city", ("ville", "commune", "city")),
    Column("opening_hours", ("horaires", "horaires d'ouverture", "opening hours"), longest=300),
)  # fmt: skip
PEOPLE_COLUMNS = (
    Column("email", ("courriel", "e-mail", "adresse électronique", "email"), required=True, longest=254),
    Column("name", ("nom", "name"), required=True),
    Column("member", ("adhérent", "code adhérent", "member"), longest=20),
    Column("roles", ("rôles", "roles", "rôle"), required=True),
)
DOCK_FIELDS = {"site_name": "name", "siret": "siret", "street": "street", "postcode": "postcode", "city": "city",
               "opening_hours": "opening_hours"}  # fmt: skip
FIRM_FIELDS = ("name", "siren", "company_group")
# where to point at, by what was refused; anything else is the row's
CELL = {
    "bad_siren": "siren", "siren_taken": "siren", "bad_siret": "siret", "other_firm": "siret",
    "bad_email": "email", "email_taken": "email", "needs_firm": "member", "group_only": "roles", "no_role": "roles",
    "no_firm": "member", "other_member": "member", "unknown_role": "roles", "last_administrator": "roles",
}  # fmt: skip
ROLE_WORDS = {
    RoleName.ENTRY: ("entry", "saisie", "saisit"),
    RoleName.APPROVER: ("approver", "validation", "valide", "valideur"),
    RoleName.BUYER: ("buyer", "acheteur", "acheteuse", "achats"),
    RoleName.ADMINISTRATOR: ("administrator", "administrateur", "administratrice", "admin"),
}

_ROWS_DISAGREE = N_("Row %(row)s gives the firm %(code)s another value here: write the same in each of its rows.")
_SITE_TWICE = N_("The site %(code)s of this firm stands in row %(row)s already: give each site a code of its own.")
_NO_NAME = N_("Write the name beside the code.")
_SITE_WITHOUT_CODE = N_("Give this site a code, such as %(code)s-1.")
_NO_FIRM = N_("There is no firm with the code %(code)s: load the firms first, or correct the code.")
_OTHER_MEMBER = N_("%(email)s works for another firm: deactivate that account and use another address.")
_UNKNOWN_ROLE = N_("“%(text)s” is not a role. The roles are: saisie, validation, acheteur, administrateur.")
_PERSON_TWICE = N_("%(email)s stands in row %(row)s already: one row per person.")


@dataclass(frozen=True)
class MemberRow:
    row: int
    code: str
    name: str | None
    siren: str | None
    company_group: str | None
    site_code: str | None
    site_name: str | None
    siret: str | None
    street: str | None
    postcode: str | None
    city: str | None
    opening_hours: str | None


@dataclass(frozen=True)
class PersonRow:
    row: int
    email: str
    name: str
    member: str | None
    roles: str


def load_members(viewer: Viewer, book: Book) -> Report:
    """One row per site, the firm's own values repeated (or left blank after its first row)."""
    reading = read(book, MEMBER_COLUMNS, MemberRow)
    tallies = {"member": Tally(), "site": Tally()}
    firms: dict[str, tuple[MemberRow, Member]] = {}
    docks: dict[tuple[int, str], int] = {}
    for row in list(reading.rows):
        member = _member_of(viewer, reading, row, firms, tallies["member"])
        if member is not None and (row.site_code or row.site_name or row.siret):
            _load_site(viewer, reading, row, member, docks, tallies["site"])
    return _report(viewer, "members.load", reading, tallies)


def _member_of(
    viewer: Viewer, reading: Reading[MemberRow], row: MemberRow, firms: dict[str, tuple[MemberRow, Member]],
    tally: Tally,
) -> Member | None:  # fmt: skip
    try:
        code = identifiers.code(row.code)
        if code in firms:
            first, member = firms[code]
            _check_repeated(reading, first, row, code)
            return member
        member = _load_member(viewer, reading, row, code, tally)
    except Refusal as refusal:
        default = "name" if refusal.code == "no_name" else "code"
        reading.refuse(row.row, CELL.get(refusal.code, default), refusal)
        return None
    firms[code] = (row, member)
    return member


def _check_repeated(reading: Reading[MemberRow], first: MemberRow, row: MemberRow, code: str) -> None:
    for name in FIRM_FIELDS:
        said = getattr(row, name)
        if said is not None and normalise(said) != normalise(getattr(first, name) or ""):
            reading.refuse(row.row, name, Refusal("rows_disagree", _ROWS_DISAGREE, row=first.row, code=code))


def _load_member(viewer: Viewer, reading: Reading[MemberRow], row: MemberRow, code: str, tally: Tally) -> Member:
    member = queries.member_with_code(viewer, code)
    if member is None:
        if row.name is None:
            raise Refusal("no_name", _NO_NAME)
        tally.new += 1
        return rules.make_member(viewer, code, row.name, siren=row.siren, company_group=row.company_group)
    present = Firm(member.name, member.siren, member.company_group)
    given = {name: getattr(row, name) for name in FIRM_FIELDS if reading.has(name)}
    given["name"] = row.name or member.name
    _count(tally, changed=rules.edit_member(viewer, member, replace(present, **given)))
    return member


def _load_site(
    viewer: Viewer, reading: Reading[MemberRow], row: MemberRow, member: Member, docks: dict[tuple[int, str], int],
    tally: Tally,
) -> None:  # fmt: skip
    try:
        if not row.site_code:
            raise Refusal("no_code", _SITE_WITHOUT_CODE, code=member.code)
        code = identifiers.code(row.site_code)
        first = docks.setdefault((member.id, code), row.row)
        if first != row.row:
            raise Refusal("site_twice", _SITE_TWICE, code=code, row=first)
        _write_site(viewer, reading, row, member, code, tally)
    except Refusal as refusal:
        default = "site_name" if refusal.code == "no_name" else "site_code"
        reading.refuse(row.row, CELL.get(refusal.code, default), refusal)


def _write_site(
    viewer: Viewer, reading: Reading[MemberRow], row: MemberRow, member: Member, code: str, tally: Tally
) -> None:
    site = queries.site_with_code(viewer, member.id, code)
    given = {name: getattr(row, column) for column, name in DOCK_FIELDS.items() if reading.has(column)}
    given = {name: value if name == "siret" else value or "" for name, value in given.items()}
    if site is None:
        given["name"] = row.site_name or ""
        rules.make_site(viewer, member, code, Dock(**given))
        tally.new += 1
        return
    given["name"] = row.site_name or site.name
    _count(tally, changed=rules.edit_site(viewer, member, site, replace(dock_of(site), **given)))


def dock_of(site: Site) -> Dock:
    return Dock(site.name, site.siret, site.street, site.postcode, site.city, site.opening_hours)


def load_people(viewer: Viewer, book: Book, password: str) -> Report:
    """People who sign in at once with `password`: for a demo group. A real group invites its people."""
    reading = read(book, PEOPLE_COLUMNS, PersonRow)
    tallies = {"person": Tally()}
    secret = hashed(password)
    seen: dict[str, int] = {}
    for row in list(reading.rows):
        try:
            _load_person(viewer, row, secret, seen, tallies["person"])
        except Refusal as refusal:
            reading.refuse(row.row, CELL.get(refusal.code, "email"), refusal)
    return _report(viewer, "members.load_people", reading, tallies)


def _load_person(viewer: Viewer, row: PersonRow, secret: str, seen: dict[str, int], tally: Tally) -> None:
    email = identifiers.email(row.email)
    first = seen.setdefault(email, row.row)
    if first != row.row:
        raise Refusal("person_twice", _PERSON_TWICE, email=email, row=first)
    member, granted = _firm_named(viewer, row.member), roles_named(row.roles)
    user = queries.user_with_email(viewer, email)
    if user is None:
        people.make_user(viewer, email, row.name, member, granted, secret)
        tally.new += 1
        return
    _check_firm(user, member)
    _count(tally, changed=people.edit_person(viewer, user, row.name, granted))


def _check_firm(user: User, member: Member | None) -> None:
    if user.member_id != (member.id if member is not None else None):
        raise Refusal("other_member", _OTHER_MEMBER, email=user.email)


def _firm_named(viewer: Viewer, code: str | None) -> Member | None:
    if code is None:
        return None
    member = queries.member_with_code(viewer, code.strip().upper())
    if member is None:
        raise Refusal("no_firm", _NO_FIRM, code=code)
    return member


def roles_named(text: str) -> list[RoleName]:
    """Roles out of their French or English names, separated by commas."""
    granted = []
    for word in filter(None, (normalise(part) for part in re.split(r"[,;/+]", text))):
        role = next((role for role, words in ROLE_WORDS.items() if word in words), None)
        if role is None:
            raise Refusal("unknown_role", _UNKNOWN_ROLE, text=word)
        granted.append(role)
    return granted


def _count(tally: Tally, *, changed: bool) -> None:
    tally.changed += changed
    tally.same += not changed


def _report(
    viewer: Viewer, verb: str, reading: Reading[MemberRow] | Reading[PersonRow], tallies: dict[str, Tally]
) -> Report:
    report = reading.report()
    if not report.refused:
        report.tallies = tallies
        if report.new or report.changed:
            record(viewer, verb, f"sheet:{reading.sheet}"[:120], after=report.counts())
    return report
