"""`pooling load …`: spreadsheets into the group, all rows or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_
from pooling.campaigns.queries import campaign
from pooling.catalogue import rules as catalogue
from pooling.cli.ground import system
from pooling.cli.voice import refuse, say, show_json, warn
from pooling.excel import reader
from pooling.excel.reader import Book
from pooling.loading import Report
from pooling.members import loaders as members
from pooling.needs import loads as needs

Loader = Callable[[Viewer, Book], Report]
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
JSON = click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))


@click.group(help=N_("Take a spreadsheet in: every row, or none and the reasons."))
def load() -> None: ...


@load.command("members", help=N_("Firms and their delivery sites."))
@FILE
@JSON
def load_members(file: Path, *, as_json: bool) -> None:
    _load(file, members.load_members, as_json=as_json)


@load.command("suppliers", help=N_("Suppliers."))
@FILE
@JSON
def load_suppliers(file: Path, *, as_json: bool) -> None:
    _load(file, catalogue.load_suppliers, as_json=as_json)


@load.command("catalogue", help=N_("Families, items and their packs."))
@FILE
@JSON
def load_catalogue(file: Path, *, as_json: bool) -> None:
    _load(file, catalogue.load_catalogue, as_json=as_json)


@load.command("agreements", help=N_("Suppliers' standing prices."))
@FILE
@JSON
def load_agreements(file: Path, *, as_json: bool) -> None:
    _load(file, catalogue.load_agreements, as_json=as_json)


@load.command("needs", help=N_("Needs of one or many firms, into an open campaign."))
@FILE
@click.option("--campaign", "code", required=True, help=N_("Code of the campaign."))
@JSON
def load_needs(file: Path, code: str, *, as_json: bool) -> None:
    _load(file, lambda viewer, book: needs.load_needs(viewer, campaign(viewer, code), book), as_json=as_json)


def _load(file: Path, loader: Loader, *, as_json: bool) -> None:
    book = reader.read(file)
    with system() as viewer:
        report = loader(viewer, book)
        _tell(report, as_json=as_json)
        if report.refused:
            raise refuse(refusal_of(report))


def refusal_of(report: Report) -> str:
    return "\n".join(error.sentence() for error in report.refused)


def _tell(report: Report, *, as_json: bool) -> None:
    if as_json:
        show_json(report.json())
        return
    for note in report.notes:
        warn(note.sentence())
    if not report.refused:
        counts = {"loaded": report.loaded, "new": report.new, "changed": report.changed, "same": report.same}
        say(N_("%(loaded)s rows taken: %(new)s new, %(changed)s changed, %(same)s as they were."), **counts)
