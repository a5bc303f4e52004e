"""The matching engine's index of the whole catalogue, built once in this process and kept up as the catalogue
changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Item as Thing
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.queries import packs_of_items

MOST_KEPT = 4  # databases one process serves; tests have hundreds, one after the other


@dataclass
class Kept:
    """One group's catalogue as it was read at `marks`; `things` is what the index holds."""

    index: Catalogue = field(default_factory=Catalogue)
    marks: tuple[object, ...] = ()
    things: dict[str, Thing] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)


_kept: dict[str, Kept] = {}
_door = Lock()


@contextmanager
def index(viewer: Viewer) -> Iterator[Catalogue]:
    """The index, up to date, for this thread alone as long as it is held. It is everybody's: whoever teaches it a
    firm's words makes it forget them before letting go."""
    held = _held(str(viewer.session.get_bind().engine.url))
    with held.lock:
        marks = _marks(viewer)
        if marks != held.marks:
            _bring_up(viewer, held)
            held.marks = marks
        yield held.index


def thing_of(item: Item, packs: Sequence[Pack]) -> Thing:
    """An item of the catalogue as the engine sees it."""
    return Thing(
        code=item.code,
        designation=item.name,
        maker=item.maker,
        maker_ref=item.maker_reference,
        gtin=item.gtin or "",
        base_unit=item.base_unit,
        packs=tuple((pack.unit, pack.content) for pack in packs),
    )


def _held(name: str) -> Kept:
    with _door:
        if name not in _kept:
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[name] = Kept()
        return _kept[name]


def _marks(viewer: Viewer) -> tuple[object, ...]:
    """What changes whenever an item or one of its packs does."""
    items = select(func.count(), func.max(Item.id), func.max(Item.changed_at)).where(Item.active)
    packs = select(func.count(), func.max(Pack.id)).where(Pack.active)
    return (*viewer.session.execute(items).one(), *viewer.session.execute(packs).one())


def _bring_up(viewer: Viewer, held: Kept) -> None:
    items = viewer.session.scalars(select(Item).where(Item.active)).all()
    packs = packs_of_items(viewer, [item.id for item in items])
    things = {item.code: thing_of(item, packs[item.id]) for item in items}
    held.index.remove(held.things.keys() - things.keys())
    held.index.add(thing for code, thing in things.items() if held.things.get(code) != thing)
    held.things = things
