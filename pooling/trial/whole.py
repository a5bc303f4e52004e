"""The trial from the rows of a file to a folder of workbooks, and back to a sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.config import Settings
from pooling.trial import export, figures, line, recount, summary
from pooling.trial.figures import Figures, SupplierFigures
from pooling.trial.line import Words
from pooling.trial.rows import Reading

READERS = 2  # as many files are read back at once, each in a process of its own
Progress = Callable[[Iterable[Any], str], Iterable[Any]]


def perform(
    viewer: Viewer, reading: Reading, folder: Path, settings: Settings, words: Words, progress: Progress
) -> Figures:
    """Run the line in the viewer's empty group and leave its workbooks in `folder`, which must be free."""
    if not reading.taken:
        raise Refusal("nothing_taken", N_("No row of this file could be taken."))
    orders = line.run(viewer, reading, words, progress)
    folder.mkdir(parents=True, exist_ok=True)
    written = export.write(viewer, progress(orders, N_("workbooks")), settings, folder)
    names = {name: order.supplier.name for name, order in written.items()}
    result = Figures(
        reading=reading,
        members=figures.member_count(viewer),
        pools=figures.pools(viewer),
        orders=len(orders),
        stations=figures.stations(viewer),
    )
    read_back(result, folder, names, progress)
    (folder / summary.FILE).write_bytes(summary.render_summary(result, settings.group_name))
    return result


def read_back(result: Figures, folder: Path, names: dict[str, str], progress: Progress) -> None:
    """Fill in what the workbooks say, and what of it differs from the rows of the file."""
    with ThreadPoolExecutor(READERS) as pool:
        lists = pool.map(lambda name: list(recount.lines_of(folder / name)), names)
        ordered = dict(zip(names, progress(lists, N_("reading back")), strict=True))
    result.suppliers = [
        SupplierFigures(names[name], name, len(lines), sum((each.quantity for each in lines), Decimal(0)))
        for name, lines in ordered.items()
    ]
    result.quantity_out = figures.total(result.suppliers)
    found = recount.counted((names[name], lines) for name, lines in ordered.items())
    result.astray = recount.differences(recount.expected(result.reading.taken), found)
