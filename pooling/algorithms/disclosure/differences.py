"""What a later publication gives away beside an earlier one: the change of a cell is a figure of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pooling.algorithms.disclosure.model import Frozen, Key, Relation, Rule, Table

Changes = dict[str, int]


def told_changes(table: Table, earlier: Sequence[Frozen], rule: Rule) -> dict[Key, list[Changes]]:
    """Cells whose amount must not be seen beside earlier ones, with the changes that would show.

    No change is nothing to hide, unless a period came in between: it says that nobody wanted anything then."""
    found: dict[Key, list[Changes]] = {}
    for before in earlier:
        for key in sorted(before.shown & set(table.cells)):
            changes = _changes(table, before, [key])
            if (changes or table.scope(key) != before.table.scope(key)) and not rule.passes(changes):
                found.setdefault(key, []).append(changes)
    return found


def change_slack(changes: Changes, rule: Rule, viewer: str | None) -> int:
    """How far above its amount the changed cell must be able to lie, for somebody who knows its own change."""
    others = [amount for group, amount in changes.items() if group != viewer]
    if not others:
        return 0 if changes else 1
    return 0 if rule.harmless(changes, viewer) else max(others)


def told_sums(
    table: Table, earlier: Sequence[Frozen], rule: Rule, is_hidden: Callable[[Key], bool]
) -> Iterator[Relation]:
    """Sums whose shown parts, subtracted from both totals, leave a change that must not be seen."""
    for before in earlier:
        known = {_axis(relation): relation for relation in before.table.relations if relation.total in before.shown}
        for relation in table.relations:
            if is_hidden(relation.total) or _axis(relation) not in known:
                continue
            parts = sorted({*relation.parts, *known[_axis(relation)].parts})
            covered = [key for key in parts if _is_covered(key, table, before, is_hidden)]
            changes = _changes(table, before, covered)
            if changes and not rule.passes(changes):
                yield relation


def _axis(relation: Relation) -> tuple[Key, bool]:
    """The total, and whether it adds up periods or families."""
    return relation.total, relation.parts[0].period == relation.total.period


def _is_covered(key: Key, table: Table, before: Frozen, is_hidden: Callable[[Key], bool]) -> bool:
    """A cell that a table does not list is as good as shown there: it is empty."""
    return (key in table.cells and is_hidden(key)) or (key in before.table.cells and key not in before.shown)


def _changes(table: Table, before: Frozen, keys: Iterable[Key]) -> Changes:
    """By how much each group's contribution to the cells together changed, up or down."""
    net: Changes = {}
    for key in keys:
        for cells, sign in ((table.cells, 1), (before.table.cells, -1)):
            for group, amount in cells.get(key, {}).items():
                net[group] = net.get(group, 0) + sign * amount
    return {group: abs(amount) for group, amount in sorted(net.items()) if amount}
