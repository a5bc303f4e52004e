"""The engine's index of the whole catalogue, built once in this process and kept up as the catalogue changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import Select, func, select

from pooling.access.viewer import Viewer
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Alias as Said
from pooling.algorithms.matching.model import Item as Thing
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.queries import packs_of_items
from pooling.consolidation.contents import thing_of
from pooling.consolidation.models import Alias

Marks = tuple[object, ...]


@dataclass
class Shelf:
    """One group's catalogue as it was read at `marks`; `things` and `said` are what the index holds."""

    index: Catalogue = field(default_factory=Catalogue)
    marks: Marks = ()
    things: dict[str, Thing] = field(default_factory=dict)
    said: set[Said] = field(default_factory=set)
    lock: Lock = field(default_factory=Lock)


_shelves: dict[str, Shelf] = {}
_door = Lock()


@contextmanager
def shelf(viewer: Viewer) -> Iterator[Catalogue]:
    """The index, brought up to date, for this thread alone. Aliases are those that the viewer may read: what one firm's
    words taught is not told to another."""
    with _door:
        held = _shelves.setdefault(_name(viewer), Shelf())
    with held.lock:
        _bring_up(viewer, held)
        yield held.index


def _name(viewer: Viewer) -> str:
    """One a group and audience: system and unbarred buyers read the same aliases."""
    audience = (viewer.is_of_group, viewer.member_id, viewer.barred) if viewer.is_person else (True, None, ())
    return f"{viewer.session.get_bind().engine.url!r} {audience}"


def _bring_up(viewer: Viewer, held: Shelf) -> None:
    marks = tuple(viewer.session.execute(_marks()).one())
    if marks != held.marks:
        things = _things(viewer)
        held.index.remove(held.things.keys() - things.keys())
        held.index.add(thing for code, thing in things.items() if held.things.get(code) != thing)
        held.things, held.marks = things, marks
    said = _said(viewer)
    for gone in held.said - said:
        held.index.forget(gone)
    held.index.learn(said - held.said)
    held.said = said


def _marks() -> Select[*tuple[object, ...]]:
    """What changes whenever an item or a pack does."""
    items = select(func.count(), func.max(Item.id), func.max(Item.changed_at)).where(Item.active).subquery()
    packs = select(func.count(), func.max(Pack.id)).where(Pack.active).subquery()
    return select(items, packs)


def _things(viewer: Viewer) -> dict[str, Thing]:
    items = viewer.session.scalars(select(Item).where(Item.active)).all()
    packs = packs_of_items(viewer, [item.id for item in items])
    return {item.code: thing_of(item, packs[item.id]) for item in items}


def _said(viewer: Viewer) -> set[Said]:
    statement = (
        select(Alias.words, Item.code, Alias.same)
        .join(Item, Item.id == Alias.item_id)
        .where(Alias.dropped_at.is_(None), Item.active)
    )
    return {Said(words, code, yes=same) for words, code, same in viewer.session.execute(statement)}
