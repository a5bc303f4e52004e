"""Publications as later ones need them: firm by firm, so that firms which have become sisters since are judged as
one, written as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pooling.algorithms.disclosure import Frozen
from pooling.algorithms.disclosure.model import Key, Parts, Path, Relation, Table
from pooling.algorithms.disclosure.tables import merged

Sisters = Mapping[str, str]  # the company group of firms that have one
Place = tuple[Path, str]  # a family with those above it, and a quarter
Amounts = Mapping[str, Decimal]  # by firm


@dataclass(frozen=True)
class Kept:
    """`families` is the table of families; `items` those of the items within each shown family and quarter;
    `quantities` what was shown of an item in a quarter."""

    families: Frozen
    items: Mapping[Place, Frozen]
    quantities: Mapping[tuple[str, str], Amounts]

    def packed(self) -> dict[str, Any]:
        return {
            "families": _packed(self.families),
            "items": [[list(path), period, _packed(table)] for (path, period), table in self.items.items()],
            "quantities": [
                [item, period, {firm: str(amount) for firm, amount in amounts.items()}]
                for (item, period), amounts in self.quantities.items()
            ],
        }

    @classmethod
    def unpacked(cls, kept: Mapping[str, Any]) -> Kept:
        return cls(
            _unpacked(kept["families"]),
            {(tuple(path), period): _unpacked(table) for path, period, table in kept["items"]},
            {
                (item, period): {firm: Decimal(amount) for firm, amount in amounts.items()}
                for item, period, amounts in kept["quantities"]
            },
        )


def as_one(frozen: Frozen, sisters: Sisters) -> Frozen:
    """The same with sister firms as one contributor."""
    return Frozen(grouped(frozen.table, sisters), frozen.shown)


def grouped(table: Table, sisters: Sisters) -> Table:
    cells: dict[Key, Parts] = {
        key: merged({sisters.get(firm, firm): amount} for firm, amount in parts.items())
        for key, parts in table.cells.items()
    }
    return Table(cells, table.relations)


def _packed(frozen: Frozen) -> dict[str, Any]:
    return {
        "cells": [[*_key(key), dict(parts)] for key, parts in frozen.table.cells.items()],
        "sums": [[_key(each.total), _keys(each.parts)] for each in frozen.table.relations],
        "shown": _keys(sorted(frozen.shown)),
    }


def _unpacked(kept: Mapping[str, Any]) -> Frozen:

    cells = {Key(tuple(path), period): parts for path, period, parts in kept["cells"]}
    sums = tuple(Relation(_key_told(total), tuple(map(_key_told, parts))) for total, parts in kept["sums"])
    return Frozen(Table(cells, sums), frozenset(map(_key_told, kept["shown"])))


def _key(key: Key) -> list[Any]:
    return [list(key.family), key.period]


def _keys(keys: Iterable[Key]) -> list[Any]:
    return [_key(key) for key in keys]


def _key_told(told: list[Any]) -> Key:
    path, period = told
    return Key(tuple(path), period)
