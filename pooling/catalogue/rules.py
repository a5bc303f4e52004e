"""The verbs of families, items and packs; suppliers and their prices are in `supply`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.catalogue import checks, queries
from pooling.catalogue.families import add_category, make_category, move_category, share_by
from pooling.catalogue.field_queries import declared
from pooling.catalogue.load_agreements import load_agreements
from pooling.catalogue.load_items import load_catalogue
from pooling.catalogue.load_suppliers import load_suppliers
from pooling.catalogue.models import Category, Item, Pack
from pooling.catalogue.supply import make_supplier
from pooling.catalogue.words import name_key, search_words
from pooling.db import now
from pooling.journal.rules import record

__all__ = [
    "ItemFacts", "add_category", "edit_item", "edit_pack", "load_agreements", "load_catalogue", "load_suppliers",
    "make_category", "make_item", "make_pack", "make_supplier", "move_category", "share_by", "switch_category",
    "switch_item", "switch_pack",
]  # fmt: skip

_PACK_USED = N_("Needs were entered in “%(pack)s”: it can no longer be changed. Deactivate it and make a new one.")
_UNIT_USED = N_(
    "Packs, prices or needs count in %(unit)s: the base unit of %(code)s can no longer be changed."
    " Deactivate the item and make a new one."
)
_GTIN_TAKEN = N_("GTIN %(gtin)s already belongs to item %(code)s: check both.")


@dataclass(frozen=True)
class ItemFacts:
    """What is known of an item besides its code."""

    name: str
    category: Category
    base_unit: str
    maker: str = ""
    maker_reference: str = ""
    gtin: str | None = None
    fields: Mapping[str, str] = made(default_factory=dict)  # by code, judged


def switch_category(viewer: Viewer, family: Category, *, active: bool) -> None:
    """With all that stands below it."""
    for each in queries.below(viewer, family):
        _switch(viewer, each, f"category:{each.code}", active=active)


def make_item(viewer: Viewer, code: str, facts: ItemFacts) -> Item:
    code = checks.code(code)
    if queries.code_taken(viewer, Item.code, code):
        raise Refusal("code_taken", N_("There is already an item %(code)s: choose another code."), code=code)
    item = Item(code=code)
    _fill_item(viewer, item, facts)
    viewer.session.add(item)
    viewer.session.flush()
    record(viewer, "catalogue.make_item", f"item:{code}", after=_told(item))
    return item


def edit_item(viewer: Viewer, item: Item, facts: ItemFacts) -> None:
    if facts.base_unit != item.base_unit and queries.used(viewer, "item.id", [item.id], by_us=True):
        raise Refusal("unit_used", _UNIT_USED, unit=item.base_unit, code=item.code)
    before = _told(item)
    _fill_item(viewer, item, facts)
    viewer.session.flush()
    if before != _told(item):
        record(viewer, "catalogue.edit_item", f"item:{item.code}", before=before, after=_told(item))


def _fill_item(viewer: Viewer, item: Item, facts: ItemFacts) -> None:
    gtin = checks.gtin(facts.gtin)
    owner = queries.gtin_owner(viewer, gtin) if gtin else None
    if owner is not None and owner != item.code:
        raise Refusal("gtin_taken", _GTIN_TAKEN, gtin=gtin, code=owner)
    known = declared(viewer)
    asked = {each.code for each in known.of(facts.category.id)}
    values = {code: value for code, value in sorted(facts.fields.items()) if value and code in asked}
    checked = {**_columns(facts), "name": checks.name(facts.name, 300), "gtin": gtin, "fields": values}
    checks.unit(facts.base_unit)
    for name, value in checked.items():
        setattr(item, name, value)
    item.category = facts.category
    item.name_key = name_key(item.name)
    found_by = known.search_words(values)
    item.search = search_words(item.name, item.code, item.maker, item.maker_reference, gtin, found_by)


def _columns(facts: ItemFacts) -> dict[str, Any]:
    return {name: value for name, value in vars(facts).items() if name != "category"}


def switch_item(viewer: Viewer, item: Item, *, active: bool) -> None:
    """A retired item stays on the lines that name it and is no longer offered."""
    _switch(viewer, item, f"item:{item.code}", active=active)


def make_pack(viewer: Viewer, item: Item, name: str, unit: str, content: Decimal) -> Pack:
    pack = Pack(item=item)
    _fill_pack(viewer, pack, item, name, unit, content)
    viewer.session.add(pack)
    viewer.session.flush()
    record(viewer, "catalogue.make_pack", f"item:{item.code}", after=_pack_told(pack))
    return pack


def edit_pack(viewer: Viewer, pack: Pack, name: str, unit: str, content: Decimal) -> None:
    if queries.used(viewer, "pack.id", [pack.id]):
        raise Refusal("pack_used", _PACK_USED, pack=pack.name)
    before = _pack_told(pack)
    _fill_pack(viewer, pack, pack.item, name, unit, content)
    viewer.session.flush()
    if before != _pack_told(pack):
        record(viewer, "catalogue.edit_pack", f"item:{pack.item.code}", before=before, after=_pack_told(pack))


def _fill_pack(viewer: Viewer, pack: Pack, item: Item, name: str, unit: str, content: Decimal) -> None:
    name = checks.name(name)
    with viewer.session.no_autoflush:
        others = [] if item.id is None else queries.packs_of(viewer, item, active_only=False)
    if any(normalise(each.name) == normalise(name) and each is not pack for each in others):
        raise Refusal("pack_taken", N_("This item already has a pack “%(name)s”: choose another name."), name=name)
    pack.name, pack.unit, pack.content = name, checks.unit(unit), checks.content(content, item.base_unit)
    item.changed_at = now()


def switch_pack(viewer: Viewer, pack: Pack, *, active: bool) -> None:
    _switch(viewer, pack, f"item:{pack.item.code}", active=active, pack=pack.name)


def _switch(viewer: Viewer, thing: Category | Item | Pack, subject: str, *, active: bool, **told: str) -> None:
    if thing.active == active:
        return
    thing.active = active
    viewer.session.flush()
    verb = "activate" if active else "deactivate"
    record(
        viewer, f"catalogue.{verb}", subject, before={"active": not active, **told}, after={"active": active, **told}
    )


def _told(item: Item) -> dict[str, Any]:
    return {
        "name": item.name, "category": item.category.path, "maker": item.maker, "gtin": item.gtin,
        "maker_reference": item.maker_reference, "base_unit": item.base_unit, "fields": item.fields,
    }  # fmt: skip


def _pack_told(pack: Pack) -> dict[str, Any]:
    return {"pack": pack.name, "unit": pack.unit, "content": str(pack.content)}
