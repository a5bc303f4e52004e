"""An import as people read it: rows with their differences, refusals with their cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext

from pooling.algorithms.grouping import normalise
from pooling.algorithms.number_format import format_number
from pooling.algorithms.numbers import as_excel_shows
from pooling.catalogue.declared import Declared
from pooling.excel.tables import Value
from pooling.language import day, language, price, quantity, sentence
from pooling.needs.comparing import Compared
from pooling.needs.conflict import labels
from pooling.needs.judging import Judged
from pooling.needs.line_cells import with_references
from pooling.needs.lines import Line
from pooling.needs.models import Need
from pooling.needs.packing import pack_name
from pooling.needs.told import line_of
from pooling.needs.unit_words import counted, told_split, unit_name
from pooling.needs.uploads import letters_of

LONGEST = 120


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownRow:
    """A row to tick: `number` is Excel's (0 for a line that the file does not hold)."""

    number: int
    tick: str
    name: str
    summary: str
    outcome: str = ""
    changes: tuple[Change, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ShownFault:
    number: int
    cell: str
    name: str
    written: str
    why: str


def field_labels() -> dict[str, str]:
    """Of every part of a line, and of what only a member's own file has."""
    told = labels()
    return {
        "item": gettext("Item code"),
        "designation": gettext("Designation"),
        "category": told["family"],
        "quantity": told["quantity"],
        "unit": gettext("Unit"),
        "pack": gettext("Pack"),
        "present_price": told["price"],
        "present_supplier": told["supplier"],
        "site": told["site"],
        "wanted_on": told["wanted_on"],
        "firm": told["firm"],
        "flex_minus": told["flex_minus"],
        "flex_plus": told["flex_plus"],
        "remark": told["remark"],
        "fields": gettext("Fields of the family"),
        "maker_ref": gettext("Maker reference"),
        "gtin": gettext("GTIN (bar code)"),
        "currency": gettext("Currency"),
    }


def texts_of(line: Line, known: Declared) -> dict[str, str]:
    """Each part of a line as it is read."""
    item = line.item
    return {
        "item": item.code if item else "",
        "designation": _named(line),
        "category": line.category.path if line.category and item is None else "",
        "quantity": quantity(line.quantity),
        "unit": unit_name(item.base_unit if item else line.unit),
        "pack": pack_name(line),
        "present_price": price(line.present_price),
        "present_supplier": line.present_supplier,
        "site": told_split(line.split) or (line.site.name if line.site else ""),
        "wanted_on": day(line.wanted_on),
        "firm": str(gettext("firm") if line.firm else gettext("estimated")),
        "flex_minus": quantity(line.flex_minus),
        "flex_plus": quantity(line.flex_plus),
        "remark": line.remark,
        "fields": known.words(line.fields, language()),
    }


def shown_row(compared: Compared, known: Declared) -> ShownRow:
    """What accepting this row would write, beside what stands."""
    row, need = compared.row, compared.need
    line = row.line or (line_of(need) if need else None)
    if line is None:
        return ShownRow(row.number, compared.tick, name_of(row), "", str(compared.outcome))
    return ShownRow(
        row.number,
        compared.tick,
        _named(line),
        summary(line, known),
        str(compared.outcome),
        _changes(compared, line, known),
        _note(row, line),
    )


def _note(row: Judged, line: Line) -> str:
    """What the line keeps that the row does not say, and what the row calls its item and pack when those are other
    names: it is shown back before it counts."""
    split = gettext("split kept: %(split)s", split=told_split(line.split)) if line.split else ""
    others = ", ".join(_other_names(row, line))
    return " · ".join(filter(None, [gettext("in the file: %(name)s", name=others) if others else "", split]))


def _other_names(row: Judged, line: Line) -> Iterator[str]:
    if line.item is None:
        return
    called = written_in(row.cells.get("designation"))
    if normalise(called) not in {"", *map(normalise, (line.item.name, line.item.code, line.item.maker_reference))}:
        yield called
    packed = written_in(row.cells.get("pack") or row.cells.get("unit"))
    if line.pack is not None and packed and normalise(packed) != normalise(line.pack.name):
        yield packed


def _named(line: Line) -> str:
    return line.item.name if line.item else line.designation


def _changes(compared: Compared, line: Line, known: Declared) -> tuple[Change, ...]:
    if compared.need is None or not compared.changes:
        return ()
    told, after, before = field_labels(), texts_of(line, known), texts_of(line_of(compared.need), known)
    return tuple(Change(told[name], before[name], after[name]) for name in compared.changes)


def shown_missing(need: Need, known: Declared) -> ShownRow:
    line = line_of(need)
    return ShownRow(0, f"{need.key}.{need.version}", _named(line), summary(line, known))


def summary(line: Line, known: Declared) -> str:
    """« 2 × carton de 5 · Ø 6 mm · 3,80 € · Quai · Papéto »."""
    pack = pack_name(line)
    if pack:
        quantity_told = f"{quantity(line.quantity)} × {pack}"
    else:
        quantity_told = counted(line.quantity, line.item.base_unit if line.item else line.unit)
    site = told_split(line.split) or (line.site.name if line.site else "")
    fields = known.words(line.fields, language()) if line.fields else ""
    family = line.category.path if line.item is None and line.category else ""
    parts = [quantity_told, family, fields, price(line.present_price), site, line.present_supplier]
    return " · ".join(part for part in parts if part.strip())


def shown_faults(row: Judged, columns: Mapping[str, int]) -> list[ShownFault]:
    """One for every cell that keeps this row from being a line."""
    found = []
    for fault in row.faults:
        letters = letters_of(columns, fault.field)
        place = f"{letters}{row.number}" if letters else ""
        written = written_in(row.cells.get(fault.field))
        found.append(ShownFault(row.number, place, name_of(row), written, sentence(fault.refusal)))
    return found


def name_of(row: Judged) -> str:
    return next((written_in(row.cells[name]) for name in ("designation", "item") if name in row.cells), "–")


def written_in(cell: Value) -> str:
    """A cell as it shows in Excel, near enough."""
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, Decimal):
        return format_number(cell, locale=language())
    text = "" if cell is None else " ".join(as_excel_shows(cell).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def corrected_from(row: Judged, *, stamped: bool, family: str, unit: str) -> tuple[dict[str, Value], dict[str, str]]:
    """A refused row as the form shows it again, and why, by field."""
    cells: dict[str, Value] = dict(row.cells)
    why = {fault.field: sentence(fault.refusal) for fault in reversed(row.faults)}
    if stamped:
        return cells, why
    references = [written_in(cells.pop(name, None)) for name in ("item", "maker_ref", "gtin")]
    if row.item is not None:
        cells["item"] = row.item.code  # however the list named it
    else:
        cells["designation"] = with_references(written_in(cells.get("designation")), references)
        cells.setdefault("category", family)
        cells.setdefault("unit", unit)
    return cells, {
        ("designation" if name in ("item", "maker_ref", "gtin") else name): said for name, said in why.items()
    }
