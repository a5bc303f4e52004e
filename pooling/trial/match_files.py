"""The files of `pooling match`: a catalogue, needs and aliases in, results and groups out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.headers import guess
from pooling.algorithms.matching.model import Alias, Item, Line, Match
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, from_cell
from pooling.algorithms.units import unit_coded, unit_named
from pooling.excel import reader
from pooling.excel.reader import Row, Value
from pooling.trial.reading import LIMITS

RESULT = ("need_id", "item_code", "decision", "probability", "base_quantity", "reason", "c2", "c3", "c4", "c5")
GROUPS = ("group", "need_id", "description")
_BESIDE = 4  # candidates told after the best
_ROWS_LOOKED_AT = 20

# whole column names, folded; what is none of these is guessed by the words of a list of needs
_TITLES = {
    "code": "item_code, item code, code article, code, article, référence article, référence, sku, supplier_sku, "
    "artikelnummer, id",
    "id": "need_id, need id, id, line_id, ligne, n° ligne, line, besoin, query_id, qid, n°, numéro, no, nr, "
    "supplier_sku, sku",
    "text": "text, texte, description, désignation, designation, libellé, bezeichnung, wording, besoin exprimé",
    "quantity": "quantity, quantité, qté, qte, qty, menge",
    "unit": "unit_text, unit, unité, unite, unité de commande, einheit, uom",
    "price": "price, prix, prix unitaire, unit_price, unit price, pu, pu ht, preis, prix par unité de base",
    "maker": "maker, manufacturer, fabricant, marque, brand, hersteller, constructeur",
    "maker_ref": "maker_ref, maker ref, maker reference, référence fabricant, réf fabricant, ref fabricant, mpn, "
    "manufacturer reference, part number, herstellernummer",
    "supplier_refs": "supplier_ref, supplier ref, supplier reference, supplier_refs, référence fournisseur, "
    "réf fournisseur, ref fournisseur, lieferantennummer",
    "gtin": "gtin, ean, ean13, code ean, gencod, code-barres, barcode, upc",
    "base_unit": "base_unit, base unit, unité de base, basiseinheit",
    "pack_unit": "pack_unit, pack unit, conditionnement, unité de conditionnement, pack",
    "pack_content": "pack_content, pack content, contenance, contenu, contenu du conditionnement, inhalt",
    "specs": "specs, specifications, caractéristiques, attributs, attributes, merkmale",
    "answer": "yes, oui, answer, réponse, verdict, decision, décision, match, same",
}
_OWN = {
    "catalogue": ("code", "text", "maker", "maker_ref", "supplier_refs", "gtin", "base_unit", "pack_unit",
                  "pack_content", "specs", "price"),
    "needs": ("id", "text", "quantity", "unit", "maker_ref", "gtin", "price"),
    "aliases": ("text", "code", "answer"),
}  # fmt: skip
_GUESSED = {"description": "text", "quantity": "quantity", "unit": "unit", "unit_price": "price",
            "item_code": "code", "maker_ref": "maker_ref", "gtin": "gtin"}  # fmt: skip
_NO = frozenset({"no", "non", "nein", "n", "0", "false", "faux"})
_CALLED = {"text": N_("designation"), "code": N_("item code")}
_MISSING = N_("%(file)s has no column for the %(field)s. Name one text, designation or item_code.")
_NOT_WRITTEN = N_("%(file)s cannot be written: is there such a folder, and may you write in it?")
_NOTHING = N_("%(file)s has no row under its column names.")


@dataclass(frozen=True)
class Need:
    """One row of the needs: its own id, or its row number."""

    ref: str
    line: Line


def read_catalogue(path: Path) -> list[Item]:
    """Items by code; a code that stands again is the same item under another name."""
    found: dict[str, Item] = {}
    for cells in _rows(path, "catalogue", ("code", "text")):
        item = _item(cells)
        known = found.get(item.code)
        if item.code:
            found[item.code] = _renamed(known, item) if known else item
    return list(found.values())


def read_needs(path: Path) -> list[Need]:
    return [
        Need(
            cells.get("id", "") or str(number),
            Line(
                cells.get("text", ""),
                _number(cells.get("quantity", ""), QUANTITY_PLACES),
                cells.get("unit", ""),
                cells.get("maker_ref", ""),
                cells.get("gtin", ""),
                _number(cells.get("price", ""), PRICE_PLACES),
            ),
        )
        for number, cells in enumerate(_rows(path, "needs", ("text",)), 1)
    ]


def read_aliases(path: Path) -> list[Alias]:
    return [
        Alias(cells["text"], cells["code"], cells.get("answer", "").casefold() not in _NO)
        for cells in _rows(path, "aliases", ("text", "code"))
        if cells.get("text") and cells.get("code")
    ]


def write_results(path: Path, needs: Sequence[Need], matches: Sequence[Match], reasons: Sequence[str]) -> None:
    _write(path, RESULT, (_told(*each) for each in zip(needs, matches, reasons, strict=True)))


def write_groups(path: Path, groups: Sequence[Sequence[Need]]) -> None:
    rows = ((str(number), need.ref, need.line.text) for number, group in enumerate(groups, 1) for need in group)
    _write(path, GROUPS, rows)


def _told(need: Need, match: Match, reason: str) -> tuple[str, ...]:
    others = [candidate.code for candidate in match.candidates[1 : 1 + _BESIDE]]
    base = "" if match.base_quantity is None else f"{match.base_quantity.normalize():f}"
    return (
        need.ref,
        match.code,
        match.decision.value,
        f"{match.probability:.4f}",
        base,
        reason,
        *others,
        *[""] * (_BESIDE - len(others)),
    )


def _write(path: Path, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    try:
        file = path.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise Refusal("not_written", _NOT_WRITTEN, file=str(path)) from error
    with file:
        writer = csv.writer(file)
        writer.writerow(titles)
        writer.writerows(rows)


def _item(cells: dict[str, str]) -> Item:
    content = _number(cells.get("pack_content", ""), QUANTITY_PLACES)
    pack = _unit(cells.get("pack_unit", ""))
    supplier_ref = cells.get("supplier_refs", "")
    return Item(
        cells.get("code", ""),
        cells.get("text", ""),
        maker=cells.get("maker", ""),
        maker_ref=cells.get("maker_ref", ""),
        supplier_refs=(supplier_ref,) if supplier_ref else (),
        gtin="".join(filter(str.isdigit, cells.get("gtin", ""))),
        base_unit=_unit(cells.get("base_unit", "")),
        packs=((pack, content),) if pack and content else (),
        price=_number(cells.get("price", ""), PRICE_PLACES),
        specs=dict(_specs(cells.get("specs", ""))),
    )


def _renamed(known: Item, again: Item) -> Item:
    names = dict.fromkeys((*known.other_names, again.designation))
    packs = dict.fromkeys((*known.packs, *again.packs))
    others = tuple(name for name in names if name != known.designation)
    return replace(known, other_names=others, packs=tuple(packs))


def _specs(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        if equals and value.strip():
            yield name.strip(), value.strip()


def _unit(text: str) -> str:
    unit = unit_coded(text) or unit_named(text)
    return unit.code if unit else ""


def _number(text: str, places: int) -> Decimal | None:
    """A number, or none where the cell holds something else: a line is matched whatever its quantity says."""
    if not text:
        return None
    try:
        return from_cell(text, places=places, decimal_sign=None)
    except Refusal:
        return None


def _rows(path: Path, kind: str, needed: Sequence[str]) -> Iterator[dict[str, str]]:
    """The filled rows of the first sheet that names the columns; raises Refusal, UnreadableFile."""
    for table in reader.read(path, LIMITS).sheets:
        for index, row in enumerate(table.rows[:_ROWS_LOOKED_AT]):
            columns = _columns(row, _OWN[kind])
            if all(field in columns for field in needed):
                return _cells(table.rows[index + 1 :], columns, path)
    raise Refusal("column_missing", _MISSING, file=path.name, field=_CALLED[needed[-1]])


def _cells(rows: Sequence[Row], columns: dict[str, int], path: Path) -> Iterator[dict[str, str]]:
    filled = [row for row in rows if any(_text(cell) for cell in row)]
    if not filled:
        raise Refusal("no_rows", _NOTHING, file=path.name)
    return ({field: _text(row[place]) for field, place in columns.items() if place < len(row)} for row in filled)


def _text(cell: Value) -> str:
    return "" if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else " ".join(str(cell).split())


def _columns(row: Row, fields: Sequence[str]) -> dict[str, int]:
    """Each field's column: by its whole name, the first names first, else by its words."""
    names = {place: normalise(cell) for place, cell in enumerate(row) if isinstance(cell, str) and cell.strip()}
    columns: dict[str, int] = {}
    for field in fields:
        titles = [normalise(title) for title in _TITLES[field].split(",")]
        places = [place for title in titles for place, name in names.items() if name == title]
        free = [place for place in places if place not in columns.values()]
        if free:
            columns[field] = free[0]
    for place, name in names.items():
        field = _guess(name)
        if field in fields and field not in columns and place not in columns.values():
            columns[field] = place
    return columns


def _guess(name: str) -> str:
    found = guess(name).fields
    return _GUESSED.get(found[0], "") if len(found) == 1 else ""
