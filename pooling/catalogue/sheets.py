"""The catalogue as workbooks, in the very layout its loaders read: export, edit, load again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from pooling.access.viewer import Viewer
from pooling.catalogue import queries, snapshots, supply_queries
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.load_agreements import AGREEMENT_COLUMNS
from pooling.catalogue.load_items import COLUMNS, field_columns
from pooling.catalogue.load_suppliers import SUPPLIER_COLUMNS
from pooling.catalogue.snapshots import Known
from pooling.excel.spec import Cell, Column, Kind, Sheet, Workbook
from pooling.loading import Column as LoadedColumn

CODES = frozenset({"code", "gtin", "maker_reference", "base_unit", "pack_unit", "telephone", "reference", "supplier",
                   "item", "supplier_reference"})  # fmt: skip
KINDS: dict[str, Kind] = {"content": "quantity", "minimum": "quantity", "multiple": "quantity",
                          "threshold": "quantity", "unit_price": "price", "valid_from": "date",
                          "valid_until": "date"}  # fmt: skip
YES_NO = {True: "oui", False: "non"}
Row = Sequence[Cell]


def catalogue(viewer: Viewer, author: str) -> Workbook:
    families = {family.id: family.path for family in queries.categories(viewer)}
    columns = field_columns(viewer)
    packs: defaultdict[int, list[Known]] = defaultdict(list)
    for (item_id, _name), pack in snapshots.packs(viewer).items():
        packs[item_id].append(pack)
    items = sorted(snapshots.items(viewer).values(), key=lambda item: (families[item.values["category_id"]], item.id))
    rows: list[Row] = []
    for item in items:
        mine = sorted(packs[item.id], key=lambda pack: (pack.values["content"], pack.values["name"]))
        rows += _item_rows(item, families, mine, columns)
    return _workbook("Catalogue", [*COLUMNS, *columns.loaded], rows, author, columns)


def _item_rows(item: Known, families: dict[int, str], packs: list[Known], columns: FieldColumns) -> Iterable[Row]:
    told = item.values
    values: Row = columns.cells(told["category_id"], told["fields"])
    blank: Row = [None] * len(values)
    own: Row = (
        families[told["category_id"]], told["code"], told["name"], told["maker"], told["maker_reference"],
        told["gtin"], told["base_unit"], YES_NO[told["active"]],
    )  # fmt: skip
    again: Row = (None, told["code"], told["name"], None, None, None, None, None)
    for place, (facts, pack) in enumerate(zip_longest([own, *[again] * (len(packs) - 1)], packs)):
        held = pack.values if pack is not None else None
        parts: Row = (held["name"], held["unit"], held["content"], YES_NO[held["active"]]) if held else ()
        yield (*facts, *parts, *[None] * (4 - len(parts)), *(blank if place else values))


def suppliers(viewer: Viewer, author: str) -> Workbook:
    rows: list[Row] = [
        (each.code, each.name, each.email, each.contact, each.telephone, each.language, each.terms, YES_NO[each.active])
        for each in supply_queries.suppliers(viewer)
    ]
    return _workbook("Fournisseurs", SUPPLIER_COLUMNS, rows, author)


def agreements(viewer: Viewer, author: str) -> Workbook:
    rows: list[Row] = []
    for line, tiers in supply_queries.all_lines(viewer):
        head = line.agreement
        for tier in tiers:
            rows.append((
                head.reference, head.supplier.code, head.valid_from, head.valid_until, line.item.code,
                line.supplier_reference, line.pack.name if line.pack is not None else None, line.minimum, line.multiple,
                tier.threshold, tier.unit_price,
            ))  # fmt: skip
    return _workbook("Accords", AGREEMENT_COLUMNS, rows, author)


def _workbook(
    name: str, columns: Sequence[LoadedColumn], rows: Sequence[Row], author: str, fields: FieldColumns | None = None
) -> Workbook:
    numbers = {key for key, heading in fields.headings.items() if heading.is_number} if fields else set()
    drawn = [
        Column(
            column.titles[0], kind="quantity" if column.field in numbers else _kind(column.field), key=column.field
        )
        for column in columns
    ]  # fmt: skip
    return Workbook(name, [Sheet(name, drawn, rows, landscape=True, autofilter=True)], author=author)


def _kind(field: str) -> Kind:
    return "code" if field in CODES else KINDS.get(field, "text")
