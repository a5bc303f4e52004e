"""`pooling export …`: workbooks into a folder."""

from __future__ import annotations

from pathlib import Path

import click
from flask_babel import gettext

from pooling import language
from pooling.algorithms.errors import N_
from pooling.campaigns.queries import campaign
from pooling.cli.ground import system
from pooling.cli.voice import progress, refuse, say, show_json
from pooling.orders import queries, rules, sheets


@click.group(help=N_("Write workbooks into a folder."))
def export() -> None: ...


@export.command("orders", help=N_("One workbook per supplier."))
@click.argument("code")
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help=N_("Folder."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def orders(code: str, folder: Path, *, as_json: bool) -> None:
    with system() as viewer:
        found = queries.orders(viewer, campaign(viewer, code))
        if not found:
            raise refuse(gettext("Campaign %(code)s has no orders yet.", code=code))
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for order in progress(found, N_("orders")):
            file = sheets.order_file(viewer, order, language.settings())
            (folder / file.name).write_bytes(file.data)
            rules.record_export(viewer, order, file.sha256)
            written.append({"order": order.number, "file": file.name, "sha256": file.sha256})
    if as_json:
        show_json({"campaign": code, "folder": folder.resolve(), "workbooks": written})
    else:
        say(N_("%(count)s workbooks written to %(folder)s."), count=len(written), folder=folder)
