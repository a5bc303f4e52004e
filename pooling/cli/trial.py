"""`pooling try`: the newcomer's first taste, on a file they already have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from flask_babel import gettext

from pooling import language
from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.algorithms.errors import N_
from pooling.campaigns.queries import campaign
from pooling.cli import shares
from pooling.cli.ground import interpreter
from pooling.cli.shares import SAMPLE, SHARES
from pooling.cli.voice import progress, refuse, show_json, warn
from pooling.config import Settings
from pooling.consolidation import together
from pooling.db import make_engine
from pooling.migrations import upgrade
from pooling.trial import line, summary, whole
from pooling.trial.export import must_be_free
from pooling.trial.figures import Figures
from pooling.trial.judging import judge
from pooling.trial.reading import read
from pooling.trial.rows import Reading

LISTED = 20  # rows told on a terminal; resume.xlsx and --json have them all


@click.command("try", help=N_("Run the whole line on a spreadsheet of needs: one workbook per supplier, nothing kept."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help=N_("A new or empty folder."))
@SHARES
@SAMPLE
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def try_(file: Path, folder: Path, sample: int, *, with_shares: bool, as_json: bool) -> None:
    must_be_free(folder)
    reading = judge(read(file), language.settings().currency)
    if not reading.taken:
        _tell(Figures(reading), folder, as_json=as_json)
        raise refuse(gettext("No row of this file could be taken."))
    figures = run(reading, folder, sample if with_shares or sample else None)
    _tell(figures, folder, as_json=as_json)
    if not figures.adds_up:
        raise refuse(summary.verdict(figures))


def run(reading: Reading, folder: Path, sample: int | None = None) -> Figures:
    """With so many matches to be judged, and what firms could buy together; without a number, neither."""
    with _throwaway(reading.currency) as (viewer, settings):
        figures = whole.perform(viewer, reading, folder, settings, _words(reading), progress)
        if sample is not None:
            figures.shares = together.shares(viewer, campaign(viewer, line.CODE), sample)
        return figures


@contextmanager
def _throwaway(currency: str) -> Iterator[tuple[Viewer, Settings]]:
    """An empty group of its own, of which nothing stays."""
    with TemporaryDirectory(prefix="pooling-") as place:
        url = f"sqlite:///{(Path(place) / 'trial.db').as_posix()}"
        present = language.settings()
        settings = Settings(url, "", "", gettext("Trial group"), zone=present.zone, currency=currency)
        upgrade(url)
        engine = make_engine(url)
        viewer = open_session(engine, Kind.SYSTEM)
        try:
            with interpreter(settings).app_context(), viewer.session:
                yield viewer, settings
        finally:
            engine.dispose()


def _words(reading: Reading) -> line.Words:
    periods = ", ".join(reading.periods())
    name = gettext("Trial: %(periods)s", periods=periods) if periods else gettext("Trial")
    return line.Words(gettext(line.NO_CATEGORY), gettext(line.NO_MEMBER), name[:200])


def _tell(figures: Figures, folder: Path, *, as_json: bool) -> None:
    if as_json:
        show_json(_told(figures, folder))
        return
    for name, value in summary.figures_told(figures):
        shown = value if isinstance(value, str) else language.quantity(Decimal(value))
        click.echo(f"{name:<48} {shown}")
    _tell_rows(figures.reading)
    if figures.shares:
        shares.tell(figures.shares)
    if figures.orders:
        click.echo(summary.verdict(figures))
        click.echo(gettext("Workbooks and resume.xlsx are in %(folder)s.", folder=folder.resolve()))


def _tell_rows(reading: Reading) -> None:
    for refused in reading.refused[:LISTED]:
        place = gettext("Sheet “%(sheet)s”, row %(row)s", sheet=refused.place.sheet, row=refused.place.number)
        warn(f"{place}: {summary.reasons(refused)}")
    if len(reading.refused) > LISTED:
        more = len(reading.refused) - LISTED
        warn(gettext("… and %(count)s more rows: resume.xlsx lists them all.", count=more))


def _told(figures: Figures, folder: Path) -> dict[str, Any]:
    reading, stations = figures.reading, figures.stations
    return {
        "rows": reading.rows,
        "taken": len(reading.taken),
        "refused": [
            {"row": refused.place.number, "reason": summary.reasons(refused), "sheet": refused.place.sheet}
            for refused in reading.refused
        ],
        "members": figures.members,
        "pools": len(figures.pools),
        "shared_pools": figures.shared_pools,
        "orders": figures.orders,
        "workbooks": len(figures.suppliers),
        "quantity_in": reading.quantity,
        "quantity_out": figures.quantity_out,
        "quantity_needs": stations.needs,
        "quantity_pools": stations.pools,
        "quantity_order_lines": stations.order_lines,
        "adds_up": figures.adds_up,
        "currency": reading.currency,
        "periods": list(reading.periods()),
        "notes": [
            {"row": remark.place.number, "note": language.sentence(remark.what), "sheet": remark.place.sheet}
            for remark in reading.remarks
        ],
        "folder": folder.resolve(),
    } | ({"shares": shares.told(figures.shares)} if figures.shares else {})
