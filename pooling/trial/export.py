"""One workbook per supplier into a folder that was empty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.config import Settings
from pooling.excel.spec import Workbook
from pooling.excel.writer import render
from pooling.orders import queries
from pooling.orders.models import Order, OrderLine
from pooling.orders.sheets import Draft, file_name
from pooling.orders.words import words


class AsTyped(Draft):
    """Units stay as they were typed, even where they happen to be a code that has a name."""

    def unit(self, line: OrderLine) -> str:
        return line.unit


def must_be_free(folder: Path) -> None:
    """The folder is new or empty, so that what lies in it afterwards is what this run made."""
    if folder.exists() and not folder.is_dir():
        raise Refusal("not_a_folder", N_("%(folder)s is not a folder: name a new one."), folder=folder)
    if folder.is_dir() and any(folder.iterdir()):
        raise Refusal("not_empty", N_("Folder %(folder)s is not empty: name a new one, or empty it."), folder=folder)


def write(viewer: Viewer, orders: Iterable[Order], settings: Settings, folder: Path) -> dict[str, Order]:
    """Each order into a file of its own; by file name."""
    written: dict[str, Order] = {}
    for order in orders:
        name = _free(file_name(order), written)
        (folder / name).write_bytes(render(_workbook(viewer, order, settings)))
        written[name] = order
    return written


def _workbook(viewer: Viewer, order: Order, settings: Settings) -> Workbook:
    language, said = words(order.supplier.language)
    rows: Sequence[OrderLine] = queries.lines(viewer, order)
    stops, docks = queries.stops(viewer, order), queries.docks(viewer, order)
    draft = AsTyped(order, settings, language, said, rows, stops, docks)
    return Workbook(draft.title, draft.sheets, language, settings.group_name)


def _free(name: str, taken: Iterable[str]) -> str:
    """The same name, numbered when another supplier's file has it; disks may not tell capitals apart."""
    lowered = {each.casefold() for each in taken}
    path, number, free = PurePath(name), 1, name
    while free.casefold() in lowered:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free
