"""The list of firms as a workbook: to fill in, to correct, and to load again."""

from __future__ import annotations

from collections.abc import Iterator

from pooling.access.viewer import Viewer
from pooling.excel.spec import Column, Sheet, Workbook
from pooling.excel.writer import render
from pooling.members import queries
from pooling.members.loaders import MEMBER_COLUMNS
from pooling.members.models import Member, Site

CODES = frozenset({"code", "siren", "site_code", "siret", "postcode"})


def members_workbook(viewer: Viewer, group_name: str) -> bytes:
    """Every firm and site in use, under the headers that `loaders.load_members` reads."""
    columns = [
        Column(column.titles[0], "code" if column.field in CODES else "text", key=column.field)
        for column in MEMBER_COLUMNS
    ]
    sheet = Sheet("Adhérents", columns, list(_rows(viewer)), landscape=True, autofilter=True, frozen_columns=2)
    return render(Workbook("Adhérents et sites", [sheet], author=group_name))


def _rows(viewer: Viewer) -> Iterator[list[str | None]]:
    for member in queries.members(viewer):
        sites = [site for site in queries.sites(viewer, member.id) if site.active]
        if not sites:
            yield [*_firm(member), *[None] * 7]
        for site in sites:
            yield [*_firm(member), *_site(site)]


def _firm(member: Member) -> list[str | None]:
    return [member.code, member.name, member.siren, member.company_group]


def _site(site: Site) -> list[str | None]:
    return [site.code, site.name, site.siret, site.street, site.postcode, site.city, site.opening_hours]
