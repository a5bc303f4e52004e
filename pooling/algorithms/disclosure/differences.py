"""What a later publication gives away beside an earlier one: the change of a cell is a figure of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pooling.algorithms.disclosure.model import Frozen, Key, Relation, Rule, Table

Changes = dict[str, int]


def told_changes(table: Table, earlier: Sequence[Frozen], rule: Rule) -> dict[Key, int]:
    """Cells whose amount must not be seen beside an earlier one, with the largest change that would show."""
    found: dict[Key, int] = {}
    for before in earlier:
        for key in sorted(before.shown & set(table.cells)):
            changes = _changes(table, before, [key])
            if changes and not rule.passes(changes):
                found[key] = max(found.get(key, 0), *changes.values())
    return found


def told_sums(
    table: Table, earlier: Sequence[Frozen], rule: Rule, is_hidden: Callable[[Key], bool]
) -> Iterator[Relation]:
    """Sums whose shown parts, subtracted from both totals, leave a change that must not be seen."""
    for before in earlier:
        for relation in sorted(set(before.table.relations) & set(table.relations)):
            if is_hidden(relation.total) or relation.total not in before.shown:
                continue
            covered = [key for key in relation.parts if is_hidden(key) or key not in before.shown]
            changes = _changes(table, before, covered)
            if changes and not rule.passes(changes):
                yield relation


def _changes(table: Table, before: Frozen, keys: Iterable[Key]) -> Changes:
    """By how much each group's contribution to the cells together changed, up or down."""
    net: Changes = {}
    for key in keys:
        for cells, sign in ((table.cells, 1), (before.table.cells, -1)):
            for group, amount in cells[key].items():
                net[group] = net.get(group, 0) + sign * amount
    return {group: abs(amount) for group, amount in sorted(net.items()) if amount}
