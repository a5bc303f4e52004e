"""Agreements out of a spreadsheet. A row is one price tier; the first row of an agreement's item holds its terms,
further ones add tiers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import PRICE_PLACES
from pooling.algorithms.units import unit_named
from pooling.catalogue import checks, snapshots
from pooling.catalogue.checks import TierPair
from pooling.catalogue.load_suppliers import SUPPLIER_CODE
from pooling.catalogue.models import Agreement, AgreementLine, Tier
from pooling.catalogue.snapshots import Known, Values, sorted_out, tell
from pooling.excel.tables import Book
from pooling.journal.rules import record
from pooling.loading import Column, Notice, Reading, Report, read

AGREEMENT_COLUMNS = (
    Column("reference", ("accord", "accord-cadre", "agreement", "Rahmenvertrag"), required=True, longest=64),
    Column("supplier", SUPPLIER_CODE, required=True, longest=64),
    Column("valid_from", ("valable du", "valid from", "gültig ab"), required=True, kind="day"),
    Column("valid_until", ("valable au", "valid until", "gültig bis"), required=True, kind="day"),
    Column("item", ("code article", "article", "item code", "Artikelnummer"), required=True, longest=64),
    Column("supplier_reference", ("réf. fournisseur", "référence fournisseur", "supplier reference", "Bestellnummer")),
    Column("pack", ("conditionnement", "pack", "Verpackung")),
    Column("minimum", ("minimum", "minimum de commande", "MOQ", "Mindestmenge"), kind="number"),
    Column("multiple", ("multiple", "multiple de commande", "Bestellvielfaches"), kind="number"),
    Column("threshold", ("à partir de", "from quantity", "ab Menge"), required=True, kind="number"),
    Column("unit_price", ("prix unitaire HT", "prix unitaire", "PU HT", "unit price", "Einzelpreis"),
           required=True, kind="number", places=PRICE_PLACES),
)  # fmt: skip

_NO_SUPPLIER = N_("There is no supplier %(code)s: correct the code, or load the suppliers first.")
_NO_ITEM = N_("There is no item %(code)s: correct the code, or load the catalogue first.")
_NO_PACK = N_("Item %(code)s has no pack “%(pack)s”: correct the name, or load the catalogue first.")
_HEAD_DIFFERS = N_("Row %(first)s says otherwise of agreement %(reference)s: supplier and dates must be the same.")
_SUPPLIER_FIXED = N_("Agreement %(reference)s is with another supplier: give this one its own reference.")
_LINE_DIFFERS = N_("Row %(first)s says otherwise of %(code)s in this agreement: repeat it or leave it blank.")
_TIER_TWICE = N_("A price from this quantity stands in row %(first)s already: keep one of them.")
_ENDS_FIRST = N_("The agreement ends before it begins: check the two dates.")
_LEFT_OUT = N_("Items of agreement %(reference)s that are not in the file keep their prices: %(count)s.")


@dataclass(frozen=True)
class PriceRow:
    row: int
    reference: str
    supplier: str
    valid_from: date
    valid_until: date
    item: str
    supplier_reference: str | None
    pack: str | None
    minimum: Decimal | None
    multiple: Decimal | None
    threshold: Decimal
    unit_price: Decimal


@dataclass
class _Line:
    """One item of an agreement as the file says it."""

    first: PriceRow
    item_id: int
    values: Values
    tiers: dict[Decimal, PriceRow] = field(default_factory=dict)

    def prices(self) -> list[TierPair]:
        return sorted((row.threshold, row.unit_price) for row in self.tiers.values())


@dataclass(frozen=True)
class _Ground:
    """What the rows refer to."""

    suppliers: dict[str, Known]
    agreements: dict[str, Known]
    items: dict[str, Known]
    packs: dict[tuple[int, str], Known]


def load_agreements(viewer: Viewer, book: Book) -> Report:
    """An item's tiers in the file replace those it had; items that are not in the file keep theirs."""
    reading = read(book, AGREEMENT_COLUMNS, PriceRow)
    ground = _Ground(
        snapshots.suppliers(viewer), snapshots.agreements(viewer), snapshots.items(viewer), snapshots.packs(viewer)
    )
    heads = _heads(reading, ground)
    lines = _lines(reading, ground)
    report = reading.report()
    if not report.refused:
        _write_agreements(viewer, heads, lines, ground, report)
        record(viewer, "catalogue.load", "catalogue:agreements", after={"rows": report.loaded, **report.counts()})
    return report


def _heads(reading: Reading[PriceRow], ground: _Ground) -> dict[str, Values]:
    """Lower-case reference → the agreement's own values."""
    firsts: dict[str, PriceRow] = {}
    heads: dict[str, Values] = {}
    for row in reading.rows:
        key = row.reference.lower()
        first = firsts.setdefault(key, row)
        if first is row:
            heads[key] = _head(reading, row, ground)
            continue
        for name in ("supplier", "valid_from", "valid_until"):
            if getattr(row, name) != getattr(first, name):
                refusal = Refusal("differs", _HEAD_DIFFERS, first=first.row, reference=row.reference)
                reading.refuse(row.row, name, refusal)
    return heads


def _head(reading: Reading[PriceRow], row: PriceRow, ground: _Ground) -> Values:
    known, supplier = ground.agreements.get(row.reference.lower()), ground.suppliers.get(row.supplier.lower())
    if supplier is None:
        reading.refuse(row.row, "supplier", Refusal("no_supplier", _NO_SUPPLIER, code=row.supplier))
    elif known is not None and known.values["supplier_id"] != supplier.id:
        reading.refuse(row.row, "supplier", Refusal("fixed", _SUPPLIER_FIXED, reference=row.reference))
    if row.valid_from > row.valid_until:
        reading.refuse(row.row, "valid_until", Refusal("validity", _ENDS_FIRST))
    reference = known.values["reference"] if known is not None else row.reference
    try:
        checks.code(row.reference)
    except Refusal as refusal:
        reading.refuse(row.row, "reference", refusal)
    return {
        "reference": reference,
        "supplier_id": supplier.id if supplier is not None else None,
        "valid_from": row.valid_from,
        "valid_until": row.valid_until,
    }


def _lines(reading: Reading[PriceRow], ground: _Ground) -> dict[tuple[str, int], _Line]:
    """Lower-case reference and item id → line."""
    lines: dict[tuple[str, int], _Line] = {}
    for row in reading.rows:
        item = ground.items.get(row.item.lower())
        if item is None:
            reading.refuse(row.row, "item", Refusal("no_item", _NO_ITEM, code=row.item))
            continue
        key = (row.reference.lower(), item.id)
        line = lines.get(key)
        if line is None:
            line = lines[key] = _Line(row, item.id, _line_values(reading, row, item, ground))
        _check_line(reading, row, line)
        line.tiers.setdefault(row.threshold, row)
    return lines


def _line_values(reading: Reading[PriceRow], row: PriceRow, item: Known, ground: _Ground) -> Values:
    pack = ground.packs.get((item.id, normalise(row.pack))) if row.pack is not None else None
    if row.pack is not None and pack is None and not _is_base_unit(row.pack, item):
        reading.refuse(row.row, "pack", Refusal("no_pack", _NO_PACK, code=row.item, pack=row.pack))
    return {
        "supplier_reference": row.supplier_reference or "",
        "pack_id": pack.id if pack is not None else None,
        "minimum": row.minimum or Decimal(0),
        "multiple": row.multiple or Decimal(0),
    }


def _is_base_unit(text: str, item: Known) -> bool:
    """Sold by the base unit, and said so in the column of packs."""
    unit = unit_named(text)
    return unit is not None and unit.code == item.values["base_unit"]


def _check_line(reading: Reading[PriceRow], row: PriceRow, line: _Line) -> None:
    for name in ("supplier_reference", "pack", "minimum", "multiple"):
        value = getattr(row, name)
        if value is not None and value != getattr(line.first, name):
            reading.refuse(row.row, name, Refusal("differs", _LINE_DIFFERS, first=line.first.row, code=row.item))
    if row.threshold in line.tiers:
        first = line.tiers[row.threshold].row
        reading.refuse(row.row, "threshold", Refusal("tier_twice", _TIER_TWICE, first=first))
    for name in ("minimum", "multiple", "threshold", "unit_price"):
        try:
            checks.not_negative(getattr(row, name))
        except Refusal as refusal:
            reading.refuse(row.row, name, refusal)


def _write_agreements(
    viewer: Viewer, heads: dict[str, Values], lines: dict[tuple[str, int], _Line], ground: _Ground, report: Report
) -> None:
    pairs = [(ground.agreements.get(key), values) for key, values in heads.items()]
    new, changed = sorted_out(viewer, pairs, report, "agreement", "reference")
    snapshots.write(viewer, Agreement, new, changed)
    ids = {key: known.id for key, known in snapshots.agreements(viewer).items() if key in heads}
    standing = snapshots.lines(viewer, set(ids.values()))
    _tell_left_out(report, heads, ids, lines, standing)
    outcome = _line_changes(viewer, ids, lines, standing, heads)
    tally = report.tally("line")
    tally.new, tally.changed = len(outcome.new), len(outcome.changed)
    tally.same = len(lines) - tally.new - tally.changed
    _write_lines(viewer, outcome)


@dataclass
class _LineChanges:
    new: list[Values] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    tiers: dict[tuple[int, int], list[TierPair]] = field(default_factory=dict)


def _line_changes(
    viewer: Viewer,
    ids: dict[str, int],
    lines: dict[tuple[str, int], _Line],
    standing: dict[tuple[int, int], Known],
    heads: dict[str, Values],
) -> _LineChanges:
    outcome = _LineChanges()
    for (reference, item_id), line in lines.items():
        key = (ids[reference], item_id)
        known, values = standing.get(key), line.values | {"agreement_id": key[0], "item_id": item_id}
        whole = values | {"tiers": line.prices()}
        if known is not None and whole == known.values:
            continue
        outcome.tiers[key] = line.prices()
        if known is None:
            outcome.new.append(values)
            continue
        outcome.changed.append(values | {"id": known.id})
        tell(viewer, f"agreement:{heads[reference]['reference']}", known.values, whole, note=line.first.item)
    return outcome


def _write_lines(viewer: Viewer, outcome: _LineChanges) -> None:
    snapshots.write(viewer, AgreementLine, outcome.new, outcome.changed)
    standing = snapshots.lines(viewer, {agreement_id for agreement_id, _ in outcome.tiers})
    snapshots.drop_tiers(viewer, [values["id"] for values in outcome.changed])
    tiers: list[dict[str, Any]] = [
        {"agreement_line_id": standing[key].id, "threshold": threshold, "unit_price": unit_price}
        for key, prices in outcome.tiers.items()
        for threshold, unit_price in prices
    ]
    snapshots.write(viewer, Tier, tiers, [])


def _tell_left_out(
    report: Report,
    heads: dict[str, Values],
    ids: dict[str, int],
    lines: dict[tuple[str, int], _Line],
    standing: Iterable[tuple[int, int]],
) -> None:
    """A line that is missing from the file is said, never deleted."""
    in_file = {(ids[reference], item_id) for reference, item_id in lines}
    left = Counter(agreement_id for agreement_id, item_id in standing if (agreement_id, item_id) not in in_file)
    named: Sequence[str] = [key for key, number in ids.items() if left[number]]
    for key in named:
        report.notes.append(Notice(_LEFT_OUT, {"reference": heads[key]["reference"], "count": left[ids[key]]}))
