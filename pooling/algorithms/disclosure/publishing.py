"""A table is published with as little hidden as needed: what is unsafe itself, and what would give it away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pooling.algorithms.disclosure.audit import Auditor, Viewer, viewer_of
from pooling.algorithms.disclosure.differences import Changes, change_slack, told_changes, told_sums
from pooling.algorithms.disclosure.knowledge import knowledge_of, slack
from pooling.algorithms.disclosure.model import Frozen, Key, Rule, Table
from pooling.algorithms.disclosure.tables import merged

# programmes solved before what was hidden too carefully stays hidden
MOST_SOLVED = 600


def publish(table: Table, rule: Rule | None = None, earlier: Sequence[Frozen] = ()) -> Frozen:
    """The same table, rule and earlier publications give the same answer, whatever the order of entry."""
    desk = _Desk(table, rule or Rule(), earlier)
    if desk.cover():
        desk.tidy()
    else:
        desk.hide_everything()
    return desk.frozen()


def is_safe(frozen: Frozen, rule: Rule, earlier: Sequence[Frozen] = ()) -> bool:
    """Whether a publication as it stands gives nothing away, from outside or from any firm's place."""
    desk = _Desk(frozen.table, rule, earlier)
    for key, number in desk.knowledge.newest.items():
        if key in frozen.shown and desk.hidden[number]:
            return False
        desk.hidden[number] = key not in frozen.shown and number not in desk.knowledge.public
    return desk.is_safe()


class _Desk:
    """One table being covered. A cell once hidden stays so until `tidy`."""

    def __init__(self, table: Table, rule: Rule, earlier: Sequence[Frozen]) -> None:
        self.table, self.rule, self.earlier = table, rule, earlier
        self.knowledge = knowledge_of(table, earlier)
        told = told_changes(table, earlier, rule)
        self.needs = self._needs(told)
        newest = set(self.knowledge.newest.values())
        self.hidden = [
            number not in self.knowledge.public
            and (number in self.needs or number not in newest or number in self.knowledge.old)
            for number in range(len(self.knowledge.amounts))
        ]
        self.fixed = list(self.hidden)  # never shown again
        self._auditor = Auditor(self.knowledge, sorted(self.needs))
        self._viewers = list(self._looking(told))

    def _needs(self, told: dict[Key, list[Changes]]) -> dict[int, int]:
        """Sensitive cells, and how much a look from outside must leave open."""
        known = self.knowledge
        found = {
            number: slack(parts, self.rule, None, self._smallest)
            for number, parts in enumerate(known.parts)
            if number not in known.public and not self.rule.passes(parts)
        }
        for number, need in self._changed(told, None).items():
            found[number] = max(found.get(number, 0), need)
        return found

    def _changed(self, told: dict[Key, list[Changes]], viewer: str | None) -> dict[int, int]:
        return {
            self.knowledge.newest[key]: max(
                -(-change_slack(changes, self.rule, viewer) // self.knowledge.unit) for changes in all_changes
            )
            for key, all_changes in told.items()
        }

    @property
    def _smallest(self) -> int:
        """What an empty cell must look as if it could hold."""
        return min((amount for parts in self.knowledge.parts for amount in parts.values()), default=1)

    def _looking(self, told: dict[Key, list[Changes]]) -> Iterator[Viewer]:
        yield viewer_of(self.knowledge, None, self.needs)
        smallest = self._smallest
        for group in self.knowledge.groups():
            needs = {number: slack(self.knowledge.parts[number], self.rule, group, smallest) for number in self.needs}
            for number, need in self._changed(told, group).items():
                needs[number] = max(needs[number], need)
            yield viewer_of(self.knowledge, group, needs)

    @property
    def _prices(self) -> dict[int, float]:
        """What could be hidden besides: few cells first, then small ones, margins last."""
        known = self.knowledge
        most = max(known.amounts, default=0) + 1
        totals = {total for total, _parts in known.sums}
        return {
            number: 1 + known.amounts[number] / most + (number in totals)
            for number in sorted(set(known.newest.values()) - known.public)
            if not self.hidden[number]
        }

    def cover(self) -> bool:
        """Hide what gives something away, until nothing does; whether that could be done."""
        settled = False
        while not settled:
            if not self._cover_sums():
                return False
            settled = True
            for viewer in self._viewers:
                for cell in self._auditor.exposed(viewer, self.hidden):
                    more = self._auditor.mend(viewer, self.hidden, self._prices, cell)
                    if not more:
                        return False
                    settled = False
                    for number in more:
                        self.hidden[number] = True
        return True

    def is_safe(self) -> bool:
        return not self._open_sums() and not any(
            True for viewer in self._viewers for _cell in self._auditor.exposed(viewer, self.hidden)
        )

    def tidy(self) -> None:
        """Show again what was hidden besides and need not be, the largest first."""
        known = self.knowledge
        extra = [n for n in set(known.newest.values()) if self.hidden[n] and not self.fixed[n]]
        for number in sorted(extra, key=lambda number: (-known.amounts[number], number)):
            if self._auditor.solved > MOST_SOLVED:
                return
            self.hidden[number] = False
            self.hidden[number] = not self.is_safe()

    def hide_everything(self) -> None:
        for number in set(self.knowledge.newest.values()) - self.knowledge.public:
            self.hidden[number] = True

    def frozen(self) -> Frozen:
        newest = self.knowledge.newest
        shown = (key for key, number in newest.items() if not self.hidden[number] and self.table.cells[key])
        return Frozen(self.table, frozenset(shown))

    def _cover_sums(self) -> bool:
        while found := self._open_sums():
            total, parts = found[0]
            number = self._cover_for(total, parts)
            if number is None:
                return False
            self.hidden[number] = True
        return True

    def _open_sums(self) -> list[tuple[int, tuple[int, ...]]]:
        """Sums whose hidden parts, together, are as good as shown and must not be."""
        found = [sum_ for sum_ in self.knowledge.sums if self._gives_away(*sum_)]
        newest = self.knowledge.newest
        for relation in told_sums(self.table, self.earlier, self.rule, lambda key: self.hidden[newest[key]]):
            found.append((newest[relation.total], ()))
        return found

    def _gives_away(self, total: int, parts: Sequence[int]) -> bool:
        together = [self.knowledge.parts[part] for part in parts if self.hidden[part]]
        return bool(together) and not self.hidden[total] and not self.rule.passes(merged(together))

    def _cover_for(self, total: int, parts: Sequence[int]) -> int | None:
        """The smallest part with which the hidden ones pass together; else the smallest; else the total."""
        prices = self._prices
        together = [self.knowledge.parts[part] for part in parts if self.hidden[part]]
        possible = sorted(prices.keys() & set(parts), key=lambda part: (self.knowledge.amounts[part], part))
        enough = (part for part in possible if self.rule.passes(merged([*together, self.knowledge.parts[part]])))
        return next(enough, next(iter(possible), total if total in prices else None))
