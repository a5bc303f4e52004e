"""Firms and their sites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.journal.rules import record
from pooling.members import identifiers, queries
from pooling.members.models import Member, Site

_NO_NAME = N_("A name is missing.")
_CODE_TAKEN = N_("There is already a firm %(code)s: choose another code.")
_SIREN_TAKEN = N_("The SIREN %(siren)s is already that of %(code)s: a firm is entered once.")
_SITE_TAKEN = N_("The firm already has a site %(code)s: choose another code.")
_SITES_DISAGREE = N_("The site %(site)s has the SIRET %(siret)s, which does not begin with the SIREN %(siren)s.")


@dataclass(frozen=True)
class Firm:
    """What the group keeps of a firm; sister firms bear the same `company_group`."""

    name: str
    siren: str | None = None
    company_group: str | None = None


@dataclass(frozen=True)
class Dock:
    """What the group keeps of a site."""

    name: str
    siret: str | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""
    opening_hours: str = ""


def make_member(
    viewer: Viewer, code: str, name: str, *, siren: str | None = None, company_group: str | None = None
) -> Member:
    code = identifiers.code(code)
    if queries.member_with_code(viewer, code) is not None:
        raise Refusal("code_taken", _CODE_TAKEN, code=code)
    member = Member(code=code, active=True)
    _fill_member(viewer, member, Firm(name, siren, company_group))
    viewer.session.add(member)
    viewer.session.flush()
    record(viewer, "members.create", f"member:{code}", member_id=member.id, after=told_of_member(member))
    return member


def edit_member(viewer: Viewer, member: Member, firm: Firm) -> bool:
    """Whether anything changed."""
    before = told_of_member(member)
    _fill_member(viewer, member, firm)
    _check_sites(viewer, member)
    return _keep(viewer, "members.edit", f"member:{member.code}", member.id, before, told_of_member(member))


def _fill_member(viewer: Viewer, member: Member, firm: Firm) -> None:
    siren = identifiers.siren(firm.siren)
    other = queries.member_with_siren(viewer, siren) if siren else None
    if other is not None and other is not member:
        raise Refusal("siren_taken", _SIREN_TAKEN, siren=siren, code=other.code)
    member.name = _name(firm.name)
    member.siren = siren
    member.company_group = (firm.company_group or "").strip() or None


def _check_sites(viewer: Viewer, member: Member) -> None:
    if member.siren is None:
        return
    for site in queries.sites(viewer, member.id):
        if site.siret and not site.siret.startswith(member.siren):
            raise Refusal("sites_disagree", _SITES_DISAGREE, site=site.code, siret=site.siret, siren=member.siren)


def set_member_active(viewer: Viewer, member: Member, active: bool) -> None:
    """A firm that left keeps its history; its people no longer come in (see people.set_active for each)."""
    before = told_of_member(member)
    member.active = active
    _keep(viewer, "members.edit", f"member:{member.code}", member.id, before, told_of_member(member))


def make_site(viewer: Viewer, member: Member, code: str, dock: Dock) -> Site:
    code = identifiers.code(code)
    if queries.site_with_code(viewer, member.id, code) is not None:
        raise Refusal("code_taken", _SITE_TAKEN, code=code)
    site = Site(member_id=member.id, code=code, active=True)
    _fill_site(member, site, dock)
    viewer.session.add(site)
    viewer.session.flush()
    record(viewer, "members.create_site", f"site:{code}", member_id=member.id, after=told_of_site(site))
    return site


def edit_site(viewer: Viewer, member: Member, site: Site, dock: Dock) -> bool:
    """Whether anything changed."""
    before = told_of_site(site)
    _fill_site(member, site, dock)
    return _keep(viewer, "members.edit_site", f"site:{site.code}", member.id, before, told_of_site(site))


def set_site_active(viewer: Viewer, member: Member, site: Site, active: bool) -> None:
    """A site that closed can no longer be chosen; what was delivered there stays told."""
    before = told_of_site(site)
    site.active = active
    _keep(viewer, "members.edit_site", f"site:{site.code}", member.id, before, told_of_site(site))


def _fill_site(member: Member, site: Site, dock: Dock) -> None:
    site.siret = identifiers.siret(dock.siret, member.siren)
    site.name = _name(dock.name)
    site.street = dock.street.strip()
    site.postcode = dock.postcode.strip()
    site.city = dock.city.strip()
    site.opening_hours = dock.opening_hours.strip()


def _name(text: str) -> str:
    tidy = " ".join(text.split())
    if not tidy:
        raise Refusal("no_name", _NO_NAME)
    return tidy


def _keep(
    viewer: Viewer, verb: str, subject: str, member_id: int, before: dict[str, Any], after: dict[str, Any]
) -> bool:
    viewer.session.flush()
    if before == after:
        return False
    record(viewer, verb, subject, member_id=member_id, before=before, after=after)
    return True


def told_of_member(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "siren": member.siren,
        "company_group": member.company_group,
        "active": member.active,
    }


def told_of_site(site: Site) -> dict[str, Any]:
    return {
        "name": site.name,
        "siret": site.siret,
        "address": f"{site.street}, {site.postcode} {site.city}",
        "opening_hours": site.opening_hours,
        "active": site.active,
    }
