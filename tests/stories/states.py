"""Every page of the program, from `app.url_map`, in the states it has: empty, filled, refusing what was sent, closed.

A route is a page unless NO_PAGE says what it is instead, and a page has all four states unless ABSENT says why not:
what is in neither and cannot be shown fails the test, like a route that the sweep does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import select

from pooling.access.doors import doors_of
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from tests.access.stage import Stage, set_up
from tests.access.test_sweep import FITS, address, rules, values_of

# the first who may see a page reads it
READERS = (None, "alice", "brigitte", "adele")
NO_PAGE = {
    "static": "files",
    "bootstrap.static": "files",
    "icons": "files",
    "home": "leads to the reader's own first page",
    "security.logout": "signs out",
    "security.reset_password": "leads back: the stage has no link that was mailed",
    "catalogue.pick": "JSON",
    "catalogue.export": "a workbook",
    "members.workbook": "a workbook",
    "needs.download": "a workbook",
    "needs.refused_rows": "a workbook",
    "needs.file": "what was attached",
    "needs.fields": "a piece of the grid",
    "needs.items": "JSON",
    "needs.pulse": "JSON",
    "orders.workbook": "a workbook",
    "orders.archive": "workbooks, zipped",
}
ORDERED = "the orders of the campaign are made: it leads to them"
ENTRY_OVER = "leads to the recap"
NO_TOTALS = "shows totals while they are worked out aside, and none are"
NO_LINE = "shows one line of the firm, and there is none"
ABSENT: dict[str, dict[str, str]] = {
    "empty": {
        "needs.files": NO_LINE,
        "needs.files on behalf": NO_LINE,
        **dict.fromkeys(
            (f"{name}{who}" for name in ("needs.columns", "needs.pending") for who in ("", " on behalf")),
            "shows a file that was uploaded, and there is none",
        ),
        "catalogue.edit_field": "shows a field of a family, and there is none",
        "catalogue.supplier": "shows a supplier, and there is none",
        "catalogue.edit_supplier": "shows a supplier, and there is none",
        "consolidation.pool": "shows a pool, and there is none",
        "consolidation.lines_behind": "shows the lines of a pool, and there is none",
        "consolidation.publishing_under_way": NO_TOTALS,
        "consolidation.pools": "shows a campaign that was consolidated, and there is none",
        "sourcing.awards": "shows a campaign that was consolidated, and there is none",
        "consolidation.earlier_totals": "shows what was published, and nothing was",
        "consolidation.shares": "shows what a firm got of pools, and there is none",
        "orders.create": "shows a campaign that was consolidated, and there is none",
        "orders.one": "shows an order, and there is none",
    },
    "filled": {"consolidation.publishing_under_way": NO_TOTALS, "orders.create": ORDERED},
    "refusing": {
        "consolidation.publishing_under_way": NO_TOTALS,
        "security.forgot_password": "says the same of every address",
        "orders.create": ORDERED,
        "needs.late_requests": "its buttons decide; what is typed beside them is free",
    },
    "closed": {
        **dict.fromkeys(
            (f"{name}{who}" for name in ("needs.grid", "needs.paste", "needs.renew") for who in ("", " on behalf")),
            ENTRY_OVER,
        ),
    },
}
NOTHING_YET = Stage(pool=1, preview="rien", order="rien", supplier="rien")


def empty(system: Viewer) -> Stage:
    """The cast and its catalogue; two open campaigns nobody has answered."""
    open_blank(system)
    return NOTHING_YET


def filled(system: Viewer) -> Stage:
    """Lines in T1, orders in T3, and T2 open with nothing in it."""
    open_blank(system)
    return set_up(system)


def closed(system: Viewer) -> Stage:
    stage = filled(system)
    advance(system, _campaign(system, "T1"), State.CLOSED)
    return stage


def open_blank(system: Viewer) -> None:
    _campaign(system, "T2").state = State.OPEN


def _campaign(system: Viewer, code: str) -> Campaign:
    return system.session.scalars(select(Campaign).where(Campaign.code == code)).one()


STATES: dict[str, Callable[[Viewer], Stage]] = {"empty": empty, "filled": filled, "refusing": filled, "closed": closed}


@dataclass(frozen=True)
class Shown:
    name: str  # the endpoint, and whether a buyer is there on behalf of a firm
    address: str


def pages(app: Flask, reader: str | None, stage: Stage) -> Iterator[Shown]:
    """Those that this reader is the first to see."""
    for endpoint, method, on_behalf in rules(app):
        if method != "GET" or endpoint in NO_PAGE:
            continue
        values = values_of(endpoint, stage, on_behalf)
        doors = doors_of(app, endpoint, values)
        if next(each for each in READERS if doors & FITS[each]) == reader:
            yield Shown(f"{endpoint}{' on behalf' if on_behalf else ''}", address(app, endpoint, values))


def listed(app: Flask, reader: str | None) -> set[str]:
    return {shown.name for shown in pages(app, reader, NOTHING_YET)}
