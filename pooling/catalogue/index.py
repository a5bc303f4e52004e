"""The matching engine's index of the whole catalogue, built once in this process and kept up as the catalogue
changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread

from sqlalchemy import Engine

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.algorithms.category_fields import told
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Item as Thing
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.queries import active_items, marks_of_items, packs_of_items

AT_ONCE = 2_000  # items looked through while somebody who types waits
PATIENCE = 0.2  # seconds
MOST_KEPT = 4  # databases one process serves; tests have hundreds, one after the other


@dataclass
class Kept:
    """One group's catalogue as it was read at `marks`; `things` is what the index holds."""

    index: Catalogue = field(default_factory=Catalogue)
    marks: tuple[object, ...] = ()
    things: dict[str, Thing] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    filling: bool = False  # aside, by a thread of its own


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


@contextmanager
def index_at_hand(viewer: Viewer) -> Iterator[Catalogue | None]:
    """The same for somebody who types and cannot wait for tens of thousands of items to be put in: that is done
    aside, and meanwhile, or while another holds the index for long, there is none."""
    held = _held(str(viewer.session.get_bind().engine.url))
    if held.filling or not held.lock.acquire(timeout=PATIENCE):
        yield None
        return
    try:
        yield held.index if _catches_up(viewer, held) else None
    finally:
        held.lock.release()


def _catches_up(viewer: Viewer, held: Kept) -> bool:
    marks = _marks(viewer)
    if marks == held.marks:
        return True
    if max(int(str(marks[0])), len(held.things)) > AT_ONCE:
        held.filling = True
        Thread(target=_fill, args=(viewer.session.get_bind().engine, held), daemon=True).start()
        return False
    _bring_up(viewer, held)
    held.marks = marks
    return True


def _fill(engine: Engine, held: Kept) -> None:
    program = open_session(engine, Kind.SYSTEM)
    try:
        with index(program):
            pass
    finally:
        held.filling = False
        program.session.close()


def thing_of(item: Item, packs: Sequence[Pack], known: Declared | None = None) -> Thing:
    """An item of the catalogue as the engine sees it; with what is `known` of fields, its values of them."""
    fields = known.by_code if known is not None else {}
    return Thing(
        code=item.code,
        designation=item.name,
        maker=item.maker,
        maker_ref=item.maker_reference,
        gtin=item.gtin or "",
        base_unit=item.base_unit,
        packs=tuple((pack.unit, pack.content) for pack in packs),
        specs={fields[code].label: told(fields[code], value) for code, value in item.fields.items() if code in fields},
    )


def _held(name: str) -> Kept:
    with _door:
        if name not in _kept:
            while len(_kept) >= MOST_KEPT:
                _kept.pop(next(iter(_kept)))
            _kept[name] = Kept()
        return _kept[name]


def _marks(viewer: Viewer) -> tuple[object, ...]:
    """What changes whenever an item, one of its packs or the name of a field does."""
    return (*marks_of_items(viewer), tuple((field.code, field.label) for field in declared(viewer).by_code.values()))


def _bring_up(viewer: Viewer, held: Kept) -> None:
    items = active_items(viewer)
    packs = packs_of_items(viewer, [item.id for item in items])
    known = declared(viewer)
    things = {item.code: thing_of(item, packs[item.id], known) for item in items}
    held.index.remove(held.things.keys() - things.keys())
    held.index.add(thing for code, thing in things.items() if held.things.get(code) != thing)
    held.things = things
