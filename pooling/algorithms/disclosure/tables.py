"""Contributions become a table: sister firms merged, and every family and period added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pooling.algorithms.disclosure.model import ALL_PERIODS, DIRECT, Contribution, Key, Parts, Path, Relation, Table
from pooling.algorithms.sharing.lines import whole


def draw_up(
    contributions: Iterable[Contribution], sisters: Mapping[str, str] | None = None, families: Iterable[Path] = ()
) -> Table:
    """`sisters` names the company group of firms that have one; `families` are shown though nobody wants them.

    Raises ValueError for an amount below zero, which could hide anything."""
    leaves: dict[Key, dict[str, int]] = {}
    sister_of = sisters or {}
    for each in contributions:
        if each.amount < 0:
            raise ValueError("an amount is below zero")
        parts = leaves.setdefault(Key(each.family, each.period), {})
        group = sister_of.get(each.firm, each.firm)
        parts[group] = parts.get(group, 0) + whole(each.amount)
    paths = _with_ancestors({key.family for key in leaves} | set(families))
    return _table(_on_leaves(leaves, paths), sorted({key.period for key in leaves}))


def merged(all_parts: Iterable[Parts]) -> dict[str, int]:
    """What each group contributes to several cells together."""
    total: dict[str, int] = {}
    for parts in all_parts:
        for group, amount in parts.items():
            total[group] = total.get(group, 0) + amount
    return {group: total[group] for group in sorted(total) if total[group]}


def _with_ancestors(paths: set[Path]) -> set[Path]:
    return {path[:depth] for path in paths for depth in range(len(path) + 1)} | {()}


def _on_leaves(leaves: Mapping[Key, Parts], paths: set[Path]) -> dict[Path, dict[str, Parts]]:
    """What stands on a family with sub-families gets a line of its own among them."""
    parents = {path[:-1] for path in paths if path}
    found: dict[Path, dict[str, Parts]] = {path: {} for path in paths - parents}
    for key, parts in leaves.items():
        path = (*key.family, DIRECT) if key.family in parents else key.family
        found.setdefault(path, {})[key.period] = parts
    return found


def _table(leaves: Mapping[Path, Mapping[str, Parts]], periods: Sequence[str]) -> Table:
    children = _children(leaves)
    cells: dict[Key, Parts] = {}
    for path in sorted({*children, *leaves}, key=lambda path: (-len(path), path)):
        for period in periods:
            under = [cells[Key(child, period)] for child in children.get(path, ())]
            cells[Key(path, period)] = merged(under or [leaves[path].get(period, {})])
        if len(periods) != 1:
            cells[Key(path, ALL_PERIODS)] = merged(cells[Key(path, period)] for period in periods)
    return Table({key: cells[key] for key in sorted(cells)}, tuple(sorted(_relations(children, cells, periods))))


def _children(leaves: Iterable[Path]) -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = {}
    for path in sorted(_with_ancestors(set(leaves)) - {()}):
        found.setdefault(path[:-1], []).append(path)
    return found


def _relations(
    children: Mapping[Path, Sequence[Path]], cells: Iterable[Key], periods: Sequence[str]
) -> Iterator[Relation]:
    for key in cells:
        if key.family in children:
            yield Relation(key, tuple(Key(child, key.period) for child in children[key.family]))
        if key.period == ALL_PERIODS:
            yield Relation(key, tuple(Key(key.family, period) for period in periods))
