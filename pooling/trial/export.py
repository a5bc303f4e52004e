"""One workbook per supplier into a folder that was empty."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.config import Settings
from pooling.orders.models import Order
from pooling.orders.sheets import order_file


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
        file = order_file(viewer, order, settings, units_as_typed=True)
        name = _free(file.name, written)
        (folder / name).write_bytes(file.data)
        written[name] = order
    return written


def _free(name: str, taken: Iterable[str]) -> str:
    """The same name, numbered when another supplier's file has it; disks may not tell capitals apart."""
    lowered = {each.casefold() for each in taken}
    path, number, free = PurePath(name), 1, name
    while free.casefold() in lowered:
        number += 1
        free = f"{path.stem}-{number}{path.suffix}"
    return free
