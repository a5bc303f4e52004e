"""What of a table of amounts may be read by members: docs/algorithms/disclosure.md, applied to the group's families,
and within each family that is shown to its items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pooling.algorithms.disclosure import Contribution, Frozen, Rule, draw_up, may_say, publish
from pooling.algorithms.disclosure.model import DIRECT, Key, Path
from pooling.consolidation.frozen import Amounts, Kept, Place, Sisters, as_one, grouped

Tick = Callable[[int, int], None]


def unheard(_done: int, _total: int) -> None:
    """For work that nobody watches."""


@dataclass(frozen=True)
class Part:
    """One firm's of one thing in a quarter: `path` is the codes of its family with those above it, `item` the item's
    number, blank for what is none; the amount in cents' places, the quantity in the item's base unit."""

    path: Path
    period: str
    item: str
    firm: str
    amount: Decimal
    quantity: Decimal


@dataclass(frozen=True)
class Source:
    """All that could be published, `families` with those asked about in vain, and what was published before."""

    parts: Sequence[Part]
    families: frozenset[Path]
    sisters: Sisters
    earlier: Sequence[Kept]

    @cached_property
    def parents(self) -> frozenset[Path]:
        """Families with sub-families: what stands on one itself is a line of its own among them."""
        paths = {*self.families, *(part.path for part in self.parts)}
        return frozenset(path[:depth] for path in paths for depth in range(len(path)))

    def line_of(self, path: Path) -> Path:
        return (*path, DIRECT) if path in self.parents else path


def judge(source: Source, rule: Rule, tick: Tick = unheard) -> Kept:
    """The same source and rule give the same answer. `tick` hears how many tables are done, of how many: families are
    one, the items of each shown line and quarter another."""
    table = draw_up(
        (Contribution(part.path, part.period, part.firm, part.amount) for part in source.parts), None, source.families
    )
    before = [as_one(each.families, source.sisters) for each in source.earlier]
    shown = publish(grouped(table, source.sisters), rule, before).shown
    items = dict(_items(source, rule, shown, tick))
    return Kept(Frozen(table, shown), items, dict(_quantities(source, rule, items)))


def _items(source: Source, rule: Rule, shown: frozenset[Key], tick: Tick) -> Iterator[tuple[Place, Frozen]]:
    """Only within a line that is shown, whose amount is known then: what is told of its items tells nothing of other
    lines."""
    held: dict[Place, list[Contribution]] = defaultdict(list)
    for part in source.parts:
        item = (part.item,) if part.item else ()
        held[source.line_of(part.path), part.period].append(Contribution(item, part.period, part.firm, part.amount))
    places = [place for place in sorted(held) if Key(*place) in shown]
    for done, place in enumerate(places, 1):
        tick(done, len(places) + 1)
        yield place, _items_at(source, rule, place, held[place])


def _items_at(source: Source, rule: Rule, place: Place, parts: Iterable[Contribution]) -> Frozen:
    table, whole = draw_up(parts), Key((), place[1])
    one = grouped(table, source.sisters)
    before = [as_one(each.items[place], source.sisters) for each in source.earlier if place in each.items]
    shown = publish(one, rule, before).shown
    elsewhere = [as_one(each, source.sisters) for each in _elsewhere(source, place)]
    if whole not in shown or not all(_may_follow(one.cells, each, key, rule) for key in shown for each in elsewhere):
        shown = frozenset()
    return Frozen(table, shown | {whole})  # the line itself is shown


def _elsewhere(source: Source, place: Place) -> Iterator[Frozen]:
    """Tables of the same quarter in which an item stood under another family."""
    for each in source.earlier:
        yield from (table for (path, period), table in each.items.items() if period == place[1] and path != place[0])


def _may_follow(cells: Mapping[Key, Mapping[str, int]], before: Frozen, key: Key, rule: Rule) -> bool:
    if not key.family or key.family == (DIRECT,) or key not in before.shown:
        return True
    now, then = cells[key], before.table.cells[key]
    changed = {group: abs(now.get(group, 0) - then.get(group, 0)) for group in {*now, *then}}
    changed = {group: change for group, change in changed.items() if change}
    return not changed or rule.passes(changed)


def _quantities(source: Source, rule: Rule, items: Mapping[Place, Frozen]) -> Iterator[tuple[tuple[str, str], Amounts]]:
    """Beside an amount that is shown, if it passes by itself: there is one for an item in a quarter, and no sum of
    them is shown anywhere."""
    held: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for part in source.parts:
        held[part.item, part.period][part.firm] += part.quantity
    for (_path, period), table in items.items():
        for key in sorted(table.shown):
            if key.family and key.family != (DIRECT,):
                at = key.family[0], period
                before = [each.quantities[at] for each in source.earlier if at in each.quantities]
                if may_say(held[at], rule, source.sisters, before):
                    yield at, dict(held[at])
