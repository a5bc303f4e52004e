"""Items that a description may mean: the matching engine's index of the catalogue, kept by each process.

It is built when somebody first asks, a large one aside (docs/decisions/0012-the-grid.md), and told what has changed
since whenever the journal has a word of the catalogue that it does not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import inf
from threading import Lock, Thread
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import case, func, select

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Candidate, Verdict
from pooling.algorithms.matching.model import Item as Known
from pooling.catalogue.models import Category, Item
from pooling.catalogue.queries import items_coded, search_items
from pooling.journal.models import Entry

AT_ONCE = 2_000  # items put in while somebody waits; more than these are put in aside
SLICE = 200  # and so many between two questions
PATIENCE = 0.2  # seconds to wait for whoever is putting items in
ANEW = 600  # seconds after which the catalogue is looked through whatever the journal says
CONSIDERED = 12
_SAME = (Verdict.SAME, Verdict.NEAR)


def likely_items(viewer: Viewer, text: str, *, families: Sequence[int] | None = None, most: int = 3) -> list[Item]:
    """Up to `most` active items that say what the text says and nothing against it, the likeliest first. While the
    index is being built, items found by the text's own words. `families` are ids of top families; None means all."""
    candidates = _index_of(viewer).ask(viewer, text)
    if candidates is None:
        return search_items(viewer, text, families=families, limit=most)
    codes = [each.code for each in candidates if _may_be_meant(each)]
    found = items_coded(viewer, codes)
    open_now = _open(viewer, [each.id for each in found.values()], families)
    return [found[code] for code in codes if code in found and found[code].id in open_now][:most]


def _may_be_meant(candidate: Candidate) -> bool:
    verdicts = [each.verdict for each in candidate.differences]
    alike, beyond = sum(each in _SAME for each in verdicts), verdicts.count(Verdict.EXTRA)
    return alike > 0 and alike >= beyond and Verdict.OTHER not in verdicts


def _open(viewer: Viewer, ids: Sequence[int], families: Sequence[int] | None) -> set[int]:
    statement = select(Item.id).join(Item.category).where(Item.id.in_(ids), Item.active, Category.active)
    if families is not None:
        statement = statement.where(Category.root_id.in_(families))
    return set(viewer.session.scalars(statement))


@dataclass
class _Index:
    """One database's. `held` is what was put in; `heard` the last entry of the journal that was read."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    held: dict[str, Known] = field(default_factory=dict)
    heard: int = -1
    looked: float = -inf
    changing: Lock = field(default_factory=Lock)  # held by whoever reads or changes the catalogue
    filling: Lock = field(default_factory=Lock)  # held by the one who brings it up to date

    def ask(self, viewer: Viewer, text: str) -> list[Candidate] | None:
        """None while it cannot say."""
        if self.filling.acquire(blocking=False):
            self._keep_up(viewer)
        if not self.held or not self.changing.acquire(timeout=PATIENCE):
            return None
        try:
            return self.catalogue.suggest(text, CONSIDERED)
        finally:
            self.changing.release()

    def _keep_up(self, viewer: Viewer) -> None:
        fresh, gone = self._news(viewer)
        if len(fresh) > AT_ONCE:
            Thread(target=self._fill, args=(fresh, gone), daemon=True).start()
        else:
            self._fill(fresh, gone)

    def _news(self, viewer: Viewer) -> tuple[list[Known], set[str]]:
        """Items to put in, and codes to take out."""
        heard, of_catalogue = _heard_since(viewer, self.heard)
        if not of_catalogue and monotonic() - self.looked < ANEW:
            self.heard = heard
            return [], set()
        items = _items(viewer)
        self.heard, self.looked = heard, monotonic()
        fresh = [item for item in items if self.held.get(item.code) != item]
        return fresh, self.held.keys() - {item.code for item in items}

    def _fill(self, fresh: Sequence[Known], gone: set[str]) -> None:
        try:
            for start in range(0, len(fresh), SLICE):
                with self.changing:
                    self.catalogue.add(fresh[start : start + SLICE])
            if gone:
                with self.changing:
                    self.catalogue.remove(gone)
            if fresh or gone:
                kept = {code: item for code, item in self.held.items() if code not in gone}
                self.held = kept | {item.code: item for item in fresh}
        finally:
            self.filling.release()


_INDEXES: WeakKeyDictionary[object, _Index] = WeakKeyDictionary()
_MAKING = Lock()


def _index_of(viewer: Viewer) -> _Index:
    with _MAKING:
        return _INDEXES.setdefault(viewer.session.get_bind(), _Index())


def _heard_since(viewer: Viewer, last: int) -> tuple[int, bool]:
    """The journal's newest entry, and whether one since `last` is about the catalogue: no word of any is read."""
    of_catalogue = func.max(case((Entry.verb.like("catalogue.%"), 1), else_=0))
    statement = select(func.max(Entry.id), of_catalogue).where(Entry.id > last)
    with in_full(viewer) as everyone:
        newest, said = everyone.session.execute(statement).one()
    return (last if newest is None else newest), bool(said)


def _items(viewer: Viewer) -> list[Known]:
    columns = (Item.code, Item.name, Item.maker, Item.maker_reference, Item.gtin, Item.base_unit)
    statement = select(*columns).where(Item.active).order_by(Item.id)
    return [
        Known(code, name, maker=maker, maker_ref=reference, gtin=gtin or "", base_unit=unit)
        for code, name, maker, reference, gtin, unit in viewer.session.execute(statement)
    ]
