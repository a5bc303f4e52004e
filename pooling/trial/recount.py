"""An independent reading of what was written: only the files are looked at, nothing of how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pooling.excel import reader
from pooling.excel.reader import Row, Value
from pooling.trial.reading import LIMITS
from pooling.trial.rows import Taken, folded

SHEET = "Commande"
TITLES = ("Désignation", "Quantité", "Unité")
# a cell holds 32,767 characters, so of longer descriptions only the beginning can be compared
COMPARED = 30_000

UNNAMED = "sans fournisseur"

Key = tuple[str, str]  # supplier, and what is asked of it in which unit
Sums = dict[Key, Decimal]


@dataclass(frozen=True)
class OrderedLine:
    designation: str
    quantity: Decimal
    unit: str


class Unrecognisable(Exception):  # noqa: N818
    """A workbook has no sheet Commande with its three columns: a fault of this program."""


def lines_of(path: Path) -> Iterator[OrderedLine]:
    """What the sheet Commande of one workbook orders; every number in its column of quantities counts."""
    sheet = next((table for table in reader.read(path, LIMITS).sheets if table.name == SHEET), None)
    rows = iter(sheet.rows if sheet is not None else [])
    names = next((row for row in rows if set(TITLES) <= {cell for cell in row if isinstance(cell, str)}), None)
    if names is None:
        raise Unrecognisable(path.name)
    designation, quantity, unit = (names.index(title) for title in TITLES)
    for row in rows:
        amount = _at(row, quantity)
        if isinstance(amount, int | Decimal) and not isinstance(amount, bool):
            yield OrderedLine(_text(_at(row, designation)), Decimal(amount), _text(_at(row, unit)))


def counted(suppliers: Iterable[tuple[str, Iterable[OrderedLine]]]) -> Sums:
    """The sums of what is ordered of each supplier."""
    return _summed(
        ((supplier_key(supplier), _key(line.designation, line.unit)), line.quantity)
        for supplier, lines in suppliers
        for line in lines
    )


def expected(lines: Iterable[Taken]) -> Sums:
    """What the rows of the file add up to, supplier by supplier."""
    return _summed(((supplier_key(line.supplier), _key(line.description, line.unit)), line.quantity) for line in lines)


def _summed(quantities: Iterable[tuple[Key, Decimal]]) -> Sums:
    sums: Sums = {}
    for key, quantity in quantities:
        sums[key] = sums.get(key, Decimal(0)) + quantity
    return sums


def supplier_key(name: str) -> str:
    """Lines without a supplier go to the one that stands for none."""
    return folded(name) or folded(UNNAMED)


def differences(wanted: Mapping[Key, Decimal], found: Mapping[Key, Decimal]) -> list[Key]:
    return sorted(key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key))


def _key(designation: str, unit: str) -> str:
    return f"{folded(designation[:COMPARED])}\t{folded(unit)}"


def _at(row: Row, column: int) -> Value:
    return row[column] if column < len(row) else None


def _text(cell: Value) -> str:
    return "" if cell is None else str(cell)
