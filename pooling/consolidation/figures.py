"""A publication as members read it: which rows there are, and what stands in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pooling.algorithms.disclosure import Frozen
from pooling.algorithms.disclosure.model import ALL_PERIODS, DIRECT, Key, Path
from pooling.algorithms.sharing.lines import quantity
from pooling.catalogue.models import Category, Item
from pooling.catalogue.queries import path_key
from pooling.consolidation.frozen import Kept
from pooling.consolidation.models import Publication, PublishedTotal


@dataclass(frozen=True)
class Names:
    """What the codes of a publication are called on its day; `asked` are the top families that have a row whatever
    stands in it."""

    families: Mapping[Path, Category]
    items: Mapping[int, Item]
    asked: Collection[int]

    def path(self, line: Path) -> str:
        line = line[:-1] if is_direct(line) else line
        return self.families[line].path if line else ""

    def order(self, line: Path) -> tuple[object, ...]:
        """A family before its own, what stands on it directly after them."""
        return (path_key(self.path(line)) if line else (), is_direct(line))


def figures(kept: Kept, names: Names, publication: Publication) -> list[PublishedTotal]:
    rows = [*_families(kept.families, names), *_items(kept, names)]
    for place, row in enumerate(rows):
        row.publication_id, row.place = publication.id, place
    return rows


def paths(families: Sequence[Category]) -> dict[int, Path]:
    """The codes of each family with those above it: names change and families move under others, codes stay."""
    known = {each.id: each for each in families}
    found: dict[int, Path] = {}
    for each in families:
        line, above = [each.code], each.parent_id
        while above is not None:
            line.append(known[above].code)
            above = known[above].parent_id
        found[each.id] = tuple(reversed(line))
    return found


def is_direct(line: Path) -> bool:
    return bool(line) and line[-1] == DIRECT


def _families(frozen: Frozen, names: Names) -> Iterator[PublishedTotal]:
    """A row in which nothing is shown is left out below the top: it would say no more than that."""
    cells, told = frozen.table.cells, {key.family for key in frozen.shown}
    quarters = sorted({key.period for key in cells} - {ALL_PERIODS})
    for line in sorted({key.family for key in cells}, key=names.order):
        if line in told or not line or _has_a_row(line, names):
            for period in (*quarters, ALL_PERIODS):
                if (key := Key(line, period)) in cells:
                    yield _total(names, line, period, amount=_amount(frozen, key))


def _has_a_row(line: Path, names: Names) -> bool:
    return len(line) == 1 and names.families[line].id in names.asked


def _items(kept: Kept, names: Names) -> Iterator[PublishedTotal]:
    """Only those that pass: that one is hidden would say that somebody wanted it."""
    for line, period in sorted(kept.items, key=lambda place: (names.order(place[0]), place[1])):
        frozen = kept.items[line, period]
        shown = [key for key in frozen.shown if key.family and not is_direct(key.family)]
        for key in sorted(shown, key=lambda key: path_key(names.items[int(key.family[0])].name)):
            item = names.items[int(key.family[0])]
            row = _total(names, line, period, amount=_amount(frozen, key))
            row.item_code, row.item_name, row.unit = item.code, item.name, item.base_unit
            asked = kept.quantities.get((key.family[0], period))
            row.quantity = sum(asked.values(), Decimal(0)) if asked else None
            yield row


def _total(names: Names, line: Path, period: str, amount: Decimal | None) -> PublishedTotal:
    return PublishedTotal(
        path=names.path(line),
        direct=is_direct(line),
        period=period,
        item_code="",
        item_name="",
        unit="",
        amount=amount,
        quantity=None,
    )


def _amount(frozen: Frozen, key: Key) -> Decimal | None:
    return quantity(sum(frozen.table.cells[key].values())) if key in frozen.shown else None
