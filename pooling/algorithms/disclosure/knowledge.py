"""All that is known from all publications, as one system of sums over unknown and known cells.

A cell whose contributions have not changed between two publications is one unknown: showing it once shows it in
both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from pooling.algorithms.disclosure.model import ALL_PERIODS, Frozen, Key, Parts, Path, Rule, Table, largest_two


@dataclass(frozen=True)
class Knowledge:
    """Cells by number: contributions and amounts in `unit`, the largest all of them are multiples of.

    `sums` says (total, parts); `newest` numbers the cells of the table to publish; `old` ones stood in an earlier
    publication, and `public` ones were shown there."""

    parts: Sequence[Parts]
    amounts: Sequence[int]
    sums: Sequence[tuple[int, tuple[int, ...]]]
    newest: Mapping[Key, int]
    old: frozenset[int]
    public: frozenset[int]
    unit: int

    def groups(self) -> list[str]:
        """Everybody who contributes anywhere: each could look from its own place; the largest first."""
        total: dict[str, int] = {}
        for parts in self.parts:
            for group, amount in parts.items():
                total[group] = total.get(group, 0) + amount
        return sorted(total, key=lambda group: (-total[group], group))

    def known_to(self, group: str | None) -> list[int]:
        """The least each cell can be for somebody who knows its own contributions."""
        return [parts.get(group, 0) if group else 0 for parts in self.parts]

    def alone(self, group: str | None) -> list[bool]:
        """Cells without parts that are one group's only: it must be supposed to know that nobody else is in them."""
        totals = {total for total, _parts in self.sums}
        return [
            group is not None and set(parts) == {group} and number not in totals
            for number, parts in enumerate(self.parts)
        ]


def knowledge_of(table: Table, earlier: Sequence[Frozen] = ()) -> Knowledge:
    numbers: dict[tuple[Key, Path, frozenset[tuple[str, int]]], int] = {}
    found: list[Parts] = []

    def numbered(source: Table) -> dict[Key, int]:
        own = {}
        for key in sorted(source.cells):
            version = key, source.scope(key), frozenset(source.cells[key].items())
            if version not in numbers:
                numbers[version] = len(found)
                found.append(source.cells[key])
            own[key] = numbers[version]
        return own

    newest = numbered(table)
    sums, old, public = _sums(table, newest), set[int](), set[int]()
    for each in earlier:
        own = numbered(each.table)
        sums |= _sums(each.table, own)
        old |= set(own.values())
        public |= {own[key] for key in each.shown}
        public |= {newest[key] for key in table.cells if _left_out(table, each, key)}
    unit = gcd(*(amount for parts in found for amount in parts.values())) or 1
    parts = [{group: amount // unit for group, amount in each.items()} for each in found]
    return Knowledge(
        parts, [sum(each.values()) for each in parts], sorted(sums), newest, frozenset(old), frozenset(public), unit
    )


def _left_out(table: Table, before: Frozen, key: Key) -> bool:
    """An empty cell of a family that an earlier table of the same period did not list: it said then that it was."""
    listed = before.table.cells
    return key.period != ALL_PERIODS and not table.cells[key] and key not in listed and Key((), key.period) in listed


def _sums(table: Table, numbers: Mapping[Key, int]) -> set[tuple[int, tuple[int, ...]]]:
    return {(numbers[total], tuple(sorted(numbers[part] for part in parts))) for total, parts in table.relations}


def slack(parts: Parts, rule: Rule, viewer: str | None, smallest: int) -> int:
    """How far above its amount a hidden cell must be able to lie, for somebody looking on; 0 when it hides nothing.

    From outside, up to x2 + (1 + p/100) · x1; from inside, up to the viewer's own + (1 + p/100) · the largest
    other. An empty cell must look as if the smallest contribution there is could stand in it."""
    others = [amount for group, amount in parts.items() if group != viewer]
    if not parts:
        return smallest
    if not others or rule.harmless(parts, viewer):
        return 0
    largest = max(others)
    own = parts.get(viewer, 0) if viewer else largest_two(others)[1]
    least = 1 if rule.counts(parts) else max(rule.margin(largest), 1)
    return max(own + largest + rule.margin(largest) - sum(parts.values()), least)
