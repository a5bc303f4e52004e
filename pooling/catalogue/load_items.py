"""Families, items and packs out of a spreadsheet. A row is an item and one of its packs; the first row of an
item holds its fields, further ones add packs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.catalogue import checks, queries, snapshots
from pooling.catalogue.families import make_category
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.queries import path_key
from pooling.catalogue.snapshots import Known, Values, tell
from pooling.catalogue.words import name_key, search_words
from pooling.excel.tables import Book, Value
from pooling.journal.rules import record
from pooling.loading import Column, Reading, Report, read

COLUMNS = (
    Column("category", ("famille", "famille d'achat", "catégorie", "category", "family", "Warengruppe", "Kategorie"),
           required=True, may_be_blank=True, longest=600),
    Column("code", ("code article", "article", "item code", "item", "Artikelnummer", "Artikelnr."),
           required=True, longest=64),
    Column("name", ("désignation", "libellé", "designation", "description", "item name", "Bezeichnung"),
           required=True, may_be_blank=True, longest=300),
    Column("maker", ("fabricant", "marque", "maker", "manufacturer", "brand", "Hersteller", "Marke")),
    Column("maker_reference", ("réf. fabricant", "référence fabricant", "maker reference", "manufacturer reference",
                               "part number", "Herstellernummer", "Hersteller-Nr.")),
    Column("gtin", ("GTIN", "EAN", "code-barres", "barcode"), longest=40),
    Column("base_unit", ("unité de base", "unité", "base unit", "unit", "Basiseinheit", "Einheit"), kind="unit",
           required=True, may_be_blank=True),
    Column("active", ("actif", "article actif", "active", "aktiv"), kind="yes_no"),
    Column("pack", ("conditionnement", "pack", "packaging", "Verpackung", "Gebinde")),
    Column("pack_unit", ("unité conditionnement", "unité du conditionnement", "pack unit", "Verpackungseinheit"),
           kind="unit"),
    Column("content", ("contenu", "contenance", "content", "pack content", "Inhalt"), kind="number"),
    Column("pack_active", ("conditionnement actif", "pack active", "Verpackung aktiv"), kind="yes_no"),
)  # fmt: skip
NEEDED = ("category", "name", "base_unit")
OWN = (*NEEDED, "maker", "maker_reference", "gtin", "active")

_DIFFERS = N_("This differs from row %(first)s, which holds the fields of %(code)s: repeat them or leave them blank.")
_FIRST_ROW = N_("The first row of %(code)s must hold its family, designation and base unit.")
_PACK_PARTS = N_("A pack needs its name, its unit and its content: fill all three, or none.")
_PACK_TWICE = N_("The pack “%(pack)s” of %(code)s stands in row %(first)s already: keep one of them.")
_GTIN_TWICE = N_("GTIN %(gtin)s belongs to %(code)s too: check both.")
_UNIT_USED = N_("Packs, prices or needs count in %(unit)s, the base unit of %(code)s: make a new item instead.")
_PACK_USED = N_("Needs were entered in “%(pack)s” of %(code)s: deactivate it and make a pack with another name.")


@dataclass(frozen=True)
class ItemRow:
    row: int
    category: str | None
    code: str
    name: str | None
    maker: str | None
    maker_reference: str | None
    gtin: str | None
    base_unit: str | None
    active: bool | None
    pack: str | None
    pack_unit: str | None
    content: Decimal | None
    pack_active: bool | None
    fields: Mapping[str, Value] = made(default_factory=dict)  # the cells of the columns of fields, by their key


@dataclass
class _Plan:
    """What is to be written of one item, `item` without its family's number as long as that may be new."""

    first: ItemRow
    known: Known | None
    item: Values
    packs: dict[str, tuple[ItemRow, Known | None, Values]] = made(default_factory=dict)


def load_catalogue(viewer: Viewer, book: Book) -> Report:
    """Take the file in whole, or refuse it with every reason and write nothing."""
    columns = field_columns(viewer)
    reading = read(book, (*COLUMNS, *columns.loaded), columns.row_of(ItemRow))
    items, packs = snapshots.items(viewer), snapshots.packs(viewer)
    plans = _plans(reading, items, packs)
    _take_fields(viewer, reading, plans, columns)
    _check_gtins(reading, plans, items)
    _check_used(viewer, reading, plans)
    report = reading.report()
    if not report.refused:
        _write(viewer, plans, report, columns)
        record(viewer, "catalogue.load", "catalogue:items", after={"rows": report.loaded, **report.counts()})
    return report


def field_columns(viewer: Viewer) -> FieldColumns:
    """One for every field that any family declares."""
    titles = [title for column in COLUMNS for title in column.titles]
    return FieldColumns(declared(viewer), [family.id for family in queries.categories(viewer)], titles)


def _plans(reading: Reading[ItemRow], items: dict[str, Known], packs: dict[tuple[int, str], Known]) -> dict[str, _Plan]:
    plans: dict[str, _Plan] = {}
    faulty = {error.row for error in reading.refused}
    for row in reading.rows:
        if row.row - 1 in faulty and all(getattr(row, name) is None for name in ("category", "base_unit")):
            faulty.add(row.row)  # it follows an item that was refused: one error says it all
            continue
        try:
            plan = plans.get(row.code.lower()) or _begun(reading, row, items.get(row.code.lower()))
            plans[row.code.lower()] = plan
            _check_repeated(row, plan)
            _add_pack(row, plan, packs)
        except _At as place:
            faulty.add(row.row)
            reading.refuse(row.row, place.name, place.refusal)
    return plans


class _At(Exception):  # noqa: N818 (carries a refusal to its cell)
    def __init__(self, name: str, refusal: Refusal) -> None:
        self.name, self.refusal = name, refusal


def _at(name: str, check: Callable[..., Any], *args: Any) -> Any:
    try:
        return check(*args)
    except Refusal as refusal:
        raise _At(name, refusal) from refusal


def _begun(reading: Reading[ItemRow], row: ItemRow, known: Known | None) -> _Plan:
    if any(getattr(row, name) is None for name in NEEDED):
        missing = next(name for name in NEEDED if getattr(row, name) is None)
        raise _At(missing, Refusal("first_row", _FIRST_ROW, code=row.code))
    _at("category", checks.path, row.category)
    item: Values = dict(known.values) if known is not None else {"code": _at("code", checks.code, row.code)}
    item |= {name: getattr(row, name) or "" for name in ("maker", "maker_reference") if reading.has(name) or not known}
    if reading.has("gtin") or known is None:
        item["gtin"] = _at("gtin", checks.gtin, row.gtin)
    active = known.values["active"] if known is not None else True
    item |= {"name": row.name, "base_unit": row.base_unit, "active": active if row.active is None else row.active}
    return _Plan(row, known, item)


def _check_repeated(row: ItemRow, plan: _Plan) -> None:
    for name in OWN:
        value = getattr(row, name)
        if value is not None and value != getattr(plan.first, name):
            raise _At(name, Refusal("differs", _DIFFERS, first=plan.first.row, code=row.code))


def _add_pack(row: ItemRow, plan: _Plan, packs: dict[tuple[int, str], Known]) -> None:
    given = [value is not None for value in (row.pack, row.pack_unit, row.content)]
    if not any(given):
        return
    if row.pack is None or row.pack_unit is None or row.content is None:
        missing = ("pack", "pack_unit", "content")[given.index(False)]
        raise _At(missing, Refusal("pack_parts", _PACK_PARTS))
    key = normalise(row.pack)
    if key in plan.packs:
        first = plan.packs[key][0].row
        raise _At("pack", Refusal("pack_twice", _PACK_TWICE, pack=row.pack, code=row.code, first=first))
    known = packs.get((plan.known.id, key)) if plan.known is not None else None
    content = _at("content", checks.content, row.content, plan.item["base_unit"])
    active = known.values["active"] if known is not None else True
    values = {"name": row.pack, "unit": row.pack_unit, "content": content}
    plan.packs[key] = row, known, values | {"active": active if row.pack_active is None else row.pack_active}


def _take_fields(viewer: Viewer, reading: Reading[ItemRow], plans: dict[str, _Plan], columns: FieldColumns) -> None:
    """What the columns of fields say of each item; one that is not in the file leaves its values as they are."""
    signs = columns.signs(row.fields for row in reading.rows)
    ids = {path_key(family.path): family.id for family in queries.categories(viewer)}
    for plan in plans.values():
        plan.item["fields"] = dict(plan.known.values["fields"]) if plan.known is not None else {}
        path = plan.first.category or ""
        family_id = _nearest(path_key(path), ids)
        for key in columns.headings:
            if reading.has(key):
                cell = plan.first.fields.get(key)
                try:
                    plan.item["fields"] |= columns.value(key, family_id, path, cell, signs)
                except Refusal as refusal:
                    reading.refuse(plan.first.row, key, refusal)
        plan.item["fields"] = {code: value for code, value in sorted(plan.item["fields"].items()) if value}


def _nearest(key: tuple[str, ...], ids: Mapping[tuple[str, ...], int]) -> int:
    """The family of this path or, while that is to be made, the one it will stand under: it asks for the same."""
    return next((ids[key[:depth]] for depth in range(len(key), 0, -1) if key[:depth] in ids), 0)


def _check_gtins(reading: Reading[ItemRow], plans: dict[str, _Plan], items: dict[str, Known]) -> None:
    """No two items share one, once the file is taken in."""
    owners = {known.values["gtin"]: known.values["code"] for code, known in items.items() if code not in plans}
    for plan in plans.values():
        gtin = plan.item["gtin"]
        if gtin is not None and gtin in owners:
            reading.refuse(plan.first.row, "gtin", Refusal("gtin", _GTIN_TWICE, gtin=gtin, code=owners[gtin]))
        owners.setdefault(gtin, plan.item["code"])


def _check_used(viewer: Viewer, reading: Reading[ItemRow], plans: dict[str, _Plan]) -> None:
    """What lines count in is never changed under them."""
    units = {plan.known.id: plan for plan in plans.values() if plan.known and _differs(plan, "base_unit")}
    for number in queries.used(viewer, "item.id", units, by_us=True):
        plan = units[number]
        unit, code = plan.known.values["base_unit"] if plan.known else "", plan.item["code"]
        reading.refuse(plan.first.row, "base_unit", Refusal("unit_used", _UNIT_USED, unit=unit, code=code))
    packs = {known.id: (row, known) for row, known, values in _packs(plans) if known and _altered(known, values)}
    for number in queries.used(viewer, "pack.id", packs):
        row, known = packs[number]
        refusal = Refusal("pack_used", _PACK_USED, pack=known.values["name"], code=row.code)
        reading.refuse(row.row, "content", refusal)


def _differs(plan: _Plan, name: str) -> bool:
    return plan.known is not None and plan.known.values[name] != plan.item[name]


def _altered(known: Known, values: Values) -> bool:
    return any(known.values[name] != values[name] for name in ("name", "unit", "content"))


def _packs(plans: dict[str, _Plan]) -> Iterator[tuple[ItemRow, Known | None, Values]]:
    for plan in plans.values():
        yield from plan.packs.values()


def _write(viewer: Viewer, plans: dict[str, _Plan], report: Report, columns: FieldColumns) -> None:
    families = _families(viewer, plans, report)
    for plan in plans.values():
        plan.item["category_id"] = families[path_key(plan.first.category or "")]
    _write_items(viewer, plans, report, columns)
    ids = {code: known.id for code, known in snapshots.items(viewer).items()}
    new, changed = [], []
    tally = report.tally("pack")
    for code, plan in plans.items():
        for _row, known, values in plan.packs.values():
            if known is None:
                new.append(values | {"item_id": ids[code]})
            elif any(known.values[name] != value for name, value in values.items()):
                changed.append(values | {"id": known.id})
                tell(viewer, f"item:{plan.item['code']}", known.values, {**known.values, **values})
            else:
                tally.same += 1
    tally.new, tally.changed = len(new), len(changed)
    snapshots.write(viewer, Pack, new, changed)


def _families(viewer: Viewer, plans: dict[str, _Plan], report: Report) -> dict[tuple[str, ...], int]:
    """Path → number, the missing families made."""
    known = {path_key(family.path): family.id for family in queries.categories(viewer)}
    tally = report.tally("category")
    before = len(known)
    asked = {path_key(plan.first.category or ""): plan.first.category or "" for plan in plans.values()}
    tally.same = len(asked.keys() & known.keys())
    for key, path in asked.items():
        if key not in known:
            known[key] = make_category(viewer, path).id
    tally.new = len(queries.categories(viewer)) - before
    return known


def _write_items(viewer: Viewer, plans: dict[str, _Plan], report: Report, columns: FieldColumns) -> None:
    new, changed, moved = [], [], []
    outcome: Counter[str] = Counter()
    for plan in plans.values():
        values = plan.item | {"search": _search(plan.item, columns), "name_key": name_key(plan.item["name"])}
        if plan.known is None:
            new.append(values)
        elif plan.item != plan.known.values:
            changed.append(values | {"id": plan.known.id})
            moved += [{"id": plan.known.id, "gtin": None}] if _differs(plan, "gtin") else []
            tell(viewer, f"item:{plan.item['code']}", plan.known.values, plan.item)
        else:
            outcome["same"] += 1
    tally = report.tally("item")
    tally.new, tally.changed, tally.same = len(new), len(changed), outcome["same"]
    snapshots.write(viewer, Item, [], moved)  # first freed, so that two items may exchange theirs
    snapshots.write(viewer, Item, new, changed)


def _search(item: Values, columns: FieldColumns) -> str:
    found_by = columns.known.search_words(item["fields"])
    return search_words(item["name"], item["code"], item["maker"], item["maker_reference"], item["gtin"], found_by)
