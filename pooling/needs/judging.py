"""Each row of an uploaded sheet as the line it means, or the cells that keep it from being one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any, TypeVar

from pooling.access.viewer import Viewer
from pooling.algorithms.dates import parse_date
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, Sign, column_sign, from_cell, parse_money
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_columns import KEYS
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Category, Item, Pack
from pooling.catalogue.queries import items_coded, packs_of_items
from pooling.catalogue.words import name_key
from pooling.excel.tables import Row, Value
from pooling.loading import lines_of, text_of
from pooling.members.models import Site
from pooling.needs import import_queries, queries
from pooling.needs.field_cells import field_value
from pooling.needs.layout import ESTIMATED, FIRM, SPLIT, form_columns, lost_field
from pooling.needs.lines import Line, LineRefusal, columns, no_family, no_unit, nothing_named
from pooling.needs.models import Need
from pooling.needs.packing import pack_name
from pooling.needs.told import line_of
from pooling.needs.units import pack_meant, unit_meant
from pooling.needs.uploads import Kept, is_blank

Read = TypeVar("Read")
LONGEST = 4000
KEY = re.compile(r"[0-9a-f]{32}")
NUMBERS = ("quantity", "flex_minus", "flex_plus", "present_price")
FIRMNESS = {
    **dict.fromkeys((FIRM, "f", "oui", "o", "yes", "firm", "ja", "fest", "verbindlich", "1", "x", "vrai"), True),
    **dict.fromkeys(
        ("estime", "e", "estimation", "previsionnel", "non", "n", "no", "estimated", "nein", "geschatzt", "0", "faux"),
        False,
    ),
}
_NO_ITEM = N_("There is no item “%(code)s” in the catalogue: correct the code, or leave it blank and describe.")
_NO_FAMILY = N_("“%(family)s” is not a family of this campaign: choose one from the list.")
_NO_SITE = N_("“%(site)s” is not one of your delivery sites: choose it from the list.")
_NO_QUANTITY = N_("A quantity is missing here.")
_TOO_LONG = N_("This text has %(length)s characters: at most %(longest)s are kept, so shorten it.")
_FIRMNESS = N_("“%(text)s” is neither %(firm)s nor %(estimated)s.")
_SPLIT = N_("This line is split over several sites: change its quantity and its sites in the grid, not here.")
_CURRENCY = N_("This price is in %(theirs)s: convert it, prices are in %(ours)s here.")


@dataclass(frozen=True)
class Fault:
    field: str
    refusal: Refusal


@dataclass(frozen=True)
class Judged:
    """One row. `key` and `version` are those of the line it came from, when the file says so."""

    number: int
    cells: Mapping[str, Value]
    line: Line | None
    faults: tuple[Fault, ...] = ()
    key: str = ""
    version: int | None = None


@dataclass(frozen=True)
class Manner:
    """How a sheet is to be read: where its fields stand, and what descriptions get that lack it."""

    columns: Mapping[str, int]
    stamped: bool
    currency: str
    family: str = ""
    unit: str = ""


class Known:
    """Everything that rows may name, looked up once for all of them."""

    def __init__(self, viewer: Viewer, campaign: Campaign, member_id: int, rows: Sequence[Mapping[str, Value]]) -> None:
        self.folded = cache(normalise)  # the same words stand in a column again and again
        self.categories = queries.categories_of(viewer, campaign)
        self.families = _by_name(self.categories)
        self.sites = queries.sites_of(viewer, member_id)
        self.sites_called = _by_any_name(self.sites)
        self.coded = {code.lower(): item for code, item in items_coded(viewer, _texts(rows, ("item",))).items()}
        # a row whose code is known is about that item, whatever else it says
        others = [cells for cells in rows if str(cells.get("item")).lower() not in self.coded]
        self.keys = {text: name_key(text) for text in _texts(others, ("item", "maker_ref", "gtin", "designation"))}
        self.called: defaultdict[str, set[Item]] = defaultdict(set)
        for item in import_queries.items_named(viewer, campaign, self.keys):
            for name in (item.name_key, item.code.lower(), item.maker_reference, item.gtin):
                if name:
                    self.called[name].add(item)
        items = {item.id for item in self.coded.values()} | {each.id for some in self.called.values() for each in some}
        self.packs = packs_of_items(viewer, items)
        self.columns = form_columns(declared(viewer), self.categories)
        self.root_ids = frozenset(family.id for family in campaign.families)

    def item_called(self, text: str) -> Item | None:
        """The one item of which this is the whole name, code, maker reference or GTIN."""
        key = self.keys[text] if text in self.keys else name_key(text)
        found = self.called.get(key, set()) | self.called.get(text, set())
        found |= self.called.get(text.lower(), set())
        return next(iter(found)) if len(found) == 1 else None

    def site(self, text: str) -> Site | None:
        found = self.sites_called.get(self.folded(text), [])
        return found[0] if len(found) == 1 else None


def _texts(rows: Iterable[Mapping[str, Value]], fields: Sequence[str]) -> set[str]:
    cells = {cells.get(field) for cells in rows for field in fields}
    texts = {" ".join(str(cell).split())[:300] for cell in cells if isinstance(cell, str | int)}
    return texts - {""}


def _by_any_name(sites: Iterable[Site]) -> dict[str, list[Site]]:
    """By code, name and both, folded; one name may be that of several."""
    called: defaultdict[str, list[Site]] = defaultdict(list)
    for site in sites:
        for name in {normalise(each) for each in (site.code, site.name, site_label(site))}:
            called[name].append(site)
    return dict(called)


def site_label(site: Site) -> str:
    return f"{site.name} ({site.code})"


def judge(
    viewer: Viewer, campaign: Campaign, kept: Kept, manner: Manner, held: Mapping[str, Need], member_id: int
) -> list[Judged]:
    """Every row of the sheet; `held` are the member's lines of the campaign by key."""
    rows = [(number, _by_field(row, manner.columns)) for number, row in kept.rows]
    signs: dict[str, Sign | None] = {
        field: column_sign(cells.get(field) for _number, cells in rows) for field in NUMBERS
    }
    known = Known(viewer, campaign, member_id, [cells for _number, cells in rows])
    signs |= known.columns.signs(cells for _number, cells in rows)
    seen: set[str] = set()
    judged = []
    for number, cells in rows:
        key, version = _identity(cells.get("id"), seen)
        reading = _Reading(member_id, known, manner, signs, cells, held.get(key))
        judged.append(Judged(number, cells, reading.line(), tuple(reading.faults), key, version))
    return judged


def _by_field(row: Row, places: Mapping[str, int]) -> dict[str, Value]:
    return {field: row[place] for field, place in places.items() if place < len(row) and not is_blank(row[place])}


def _identity(cell: Value, seen: set[str]) -> tuple[str, int | None]:
    """Key and version of `0a1b….3`; a row that was copied with its id is a line of its own."""
    key, _, version = str(cell or "").strip().partition(".")
    if not key or key in seen or not KEY.fullmatch(key):
        return "", None
    seen.add(key)
    return key, int(version) if version.isdecimal() and len(version) < 9 else None


def _by_name(categories: Iterable[Category]) -> dict[str, Category]:
    """By path and code; by name where only one has it."""
    named: defaultdict[str, list[Category]] = defaultdict(list)
    whole: dict[str, Category] = {}
    for category in categories:
        named[normalise(category.name)].append(category)
        whole |= {normalise(category.path): category, normalise(category.code): category}
    return {name: found[0] for name, found in named.items() if len(found) == 1} | whole


class _Reading:
    """Of one row. What a line already holds is taken as it is, even when it is no longer offered."""

    def __init__(
        self,
        member_id: int,
        known: Known,
        manner: Manner,
        signs: Mapping[str, Sign | None],
        cells: Mapping[str, Value],
        need: Need | None,
    ) -> None:
        self.member_id = member_id
        self.known = known
        self.manner = manner
        self.signs = signs
        self.cells = cells
        self.need = need
        self.faults: list[Fault] = []

    def line(self) -> Line | None:
        item, designation = self._what()
        unsure = bool(self.faults)  # nothing is asked of a description that may be meant as an item
        family = None if item or unsure else self._try("category", self._family)
        line = Line(
            item=item,
            designation="" if item else designation,
            category=family,
            quantity=self._try("quantity", self._quantity) or Decimal(1),
            **self._counted(item, unsure),
            pack=self._try("pack", lambda: self._pack(item)) if item else None,
            site=self._try("site", self._site),
            split=self.need.split if self.need else (),
            wanted_on=self._try("wanted_on", self._day),
            firm=self._try("firm", self._firm) is not False,
            flex_minus=self._try("flex_minus", lambda: self._flexibility("flex_minus")) or Decimal(0),
            flex_plus=self._try("flex_plus", lambda: self._flexibility("flex_plus")) or Decimal(0),
            present_price=self._try("present_price", self._price),
            present_supplier=self._try("present_supplier", lambda: self._text("present_supplier")) or "",
            remark=self._try("remark", self._remark) or "",
            fields=self._fields(item.category if item else family, item),
        )
        if not self.faults and not (self.need is not None and essence(line) == essence_of(self.need)):
            self._try("designation", lambda: columns(line, self.member_id, self.known.root_ids))
        return None if self.faults else line

    def _try(self, field: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except LineRefusal as refusal:
            field = field if refusal.field == "unit" else refusal.field
            self.faults.append(Fault(self._shown_in(field), refusal))
        except Refusal as refusal:
            self.faults.append(Fault(self._shown_in(field), refusal))
        return None

    def _shown_in(self, field: str) -> str:
        """The column to blame: people write the pack beside the quantity, or in the column of units."""
        if field == "pack" and "pack" not in self.cells:
            return "unit"
        if field == "item" and "item" not in self.cells:
            return "designation"
        return field

    def _text(self, field: str) -> str:
        cell = self.cells.get(field)
        text = "" if cell is None else text_of(cell)
        if len(text) > LONGEST:
            raise Refusal("too_long", _TOO_LONG, length=len(text), longest=LONGEST)
        return text

    def _remark(self) -> str:
        cell = self.cells.get("remark")
        text = "" if cell is None else lines_of(cell)
        if len(text) > LONGEST:
            raise Refusal("too_long", _TOO_LONG, length=len(text), longest=LONGEST)
        return text

    def _what(self) -> tuple[Item | None, str]:
        designation = self._try("designation", lambda: self._text("designation")) or ""
        code = self._try("item", lambda: self._text("item")) or ""
        need = self.need
        if need is not None and need.item is not None and code.lower() == need.item.code.lower():
            return need.item, ""
        if need is not None and need.item is None and not code and designation == _one_line(need.designation):
            return None, designation
        item = self._item(code, designation)
        if item is not None or self.faults:
            return item, designation
        if code and self.manner.stamped:
            self.faults.append(Fault("item", Refusal("item", _NO_ITEM, code=code)))
        whole = designation if self.manner.stamped else self._with_references(designation)
        if not whole and not self.faults:
            self.faults.append(Fault("designation", nothing_named()))
        return None, whole

    def _item(self, code: str, designation: str) -> Item | None:
        if code and code.lower() in self.known.coded:
            return self.known.coded[code.lower()]
        named = [code] if self.manner.stamped and code else [code, *map(self._reference, ("gtin", "maker_ref"))]
        if not (code and self.manner.stamped):
            named.append(designation)
        return next((item for name in named if name and (item := self.known.item_called(name))), None)

    def _reference(self, field: str) -> str:
        return self._try(field, lambda: self._text(field)) or ""

    def _with_references(self, designation: str) -> str:
        return with_references(designation, [self._reference(field) for field in ("item", "maker_ref", "gtin")])

    def _fields(self, family: Category | None, item: Item | None) -> dict[str, str]:
        """A column that the file does not have leaves its values as they are."""
        values = dict(self.need.fields) if self.need is not None else {}
        if family is None:
            return values
        for key in self.manner.columns:
            if key.startswith(KEYS):
                values |= self._try(key, partial(self._field, key, family, item)) or {}
        return self.known.columns.known.kept(family.id, item, values)

    def _field(self, key: str, family: Category, item: Item | None) -> dict[str, str]:
        cell = self.cells.get(key)
        if key not in self.known.columns.headings:  # the families ask for other things since the file was kept
            if cell is not None:
                raise lost_field(key.removeprefix(KEYS))
            return {}
        return field_value(self.known.columns, key, family, item, cell, self.signs)

    def _family(self) -> Category:
        text = self._text("category")
        need = self.need
        if need is not None and need.item is None and normalise(text) == normalise(need.category.path):
            return need.category
        family = self.known.families.get(self.known.folded(text or self.manner.family))
        if family is None:
            raise Refusal("family", _NO_FAMILY, family=text) if text else no_family()
        return family

    def _counted(self, item: Item | None, unsure: bool) -> dict[str, Any]:
        """The unit of a description; a pack that it states itself is kept as it was confirmed on screen."""
        need = self.need
        if item is None and need is not None and need.own_content and self._text("pack") in ("", pack_name(need)):
            return {"unit": need.unit, "own_pack": need.own_pack, "own_content": need.own_content}
        return {"unit": "" if item or unsure else self._try("unit", self._unit) or ""}

    def _unit(self) -> str:
        text = self._text("pack") or self._text("unit")
        if self.need is not None and self.need.item is None and text == self.need.unit:
            return text
        if not text and self.need is not None and self.need.item is None and not self.need.unit:
            return ""
        if not text and not self.manner.unit:
            raise no_unit()
        return unit_meant(text or self.manner.unit)

    def _pack(self, item: Item | None) -> Pack | None:
        text = self._text("pack") or self._text("unit")
        need = self.need
        if item is None:
            return None
        if need is not None and need.pack is not None and need.item is item and text == need.pack.name:
            return need.pack
        return pack_meant(item, self.known.packs.get(item.id, []), text)

    def _site(self) -> Site | None:
        text = self._text("site")
        need = self.need
        if need is not None and need.is_split:
            if text and not text.startswith(SPLIT):
                raise Refusal("split", _SPLIT)
            return None
        if need is not None and need.site is not None and text in (need.site.name, site_label(need.site)):
            return need.site
        if not text:
            return self.known.sites[0] if need is None and len(self.known.sites) == 1 else None
        site = self.known.site(text)
        if site is None:
            raise Refusal("site", _NO_SITE, site=text)
        return site

    def _quantity(self) -> Decimal:
        quantity = self._number("quantity")
        if quantity is None:
            raise Refusal("missing", _NO_QUANTITY)
        if self.need is not None and self.need.is_split and quantity != self.need.wanted:
            raise Refusal("split", _SPLIT)
        return quantity

    def _flexibility(self, field: str) -> Decimal:
        return self._number(field) or Decimal(0)

    def _number(self, field: str) -> Decimal | None:
        cell = self.cells.get(field)
        return None if cell is None else from_cell(cell, places=QUANTITY_PLACES, decimal_sign=self.signs[field])

    def _price(self) -> Decimal | None:
        cell, sign = self.cells.get("present_price"), self.signs["present_price"]
        if cell is None:
            return None
        if not isinstance(cell, str):
            self._check_currency(self._text("currency"))
            return from_cell(cell, places=PRICE_PLACES, decimal_sign=sign, rounded=True)
        price, currency = parse_money(cell, places=PRICE_PLACES, decimal_sign=sign, typed=False, rounded=True)
        self._check_currency(currency or self._text("currency"))
        return price

    def _check_currency(self, written: str) -> None:
        if written:
            told = parse_money(f"1 {written}")[1] if len(written) <= 5 else written
            if told != self.manner.currency:
                raise Refusal("currency", _CURRENCY, theirs=written, ours=self.manner.currency)

    def _day(self) -> date | None:
        cell = self.cells.get("wanted_on")
        return None if cell is None else parse_date(cell)

    def _firm(self) -> bool:
        cell = self.cells.get("firm")
        if cell is None or isinstance(cell, bool):
            return cell is not False
        text = text_of(cell)
        word = self.known.folded(text)
        if word not in FIRMNESS:
            raise Refusal("firmness", _FIRMNESS, text=text, firm=FIRM, estimated=ESTIMATED)
        return FIRMNESS[word]


def with_references(designation: str, references: Iterable[str]) -> str:
    """What the catalogue does not know is kept where people will see it."""
    lost = [text for text in dict.fromkeys(references) if text and text.lower() not in designation.lower()]
    return " – ".join([*([designation] if designation else []), *(f"réf. {text}" for text in lost)])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def essence(line: Line) -> tuple[object, ...]:
    """What two lines must share to say the same, in the order of FIELDS; spaces do not count, nor what an item
    brings with it."""
    free = line.item is None
    return (
        line.item.id if line.item else None,
        _one_line(line.designation) if free else "",
        line.category.id if free and line.category else None,
        line.quantity,
        (line.unit, line.own_pack, line.own_content) if free else "",
        line.pack.id if line.pack else None,
        line.site.id if line.site else tuple((site.id, part) for site, part in line.split),
        line.wanted_on,
        line.firm,
        line.flex_minus,
        line.flex_plus,
        line.present_price,
        _one_line(line.present_supplier),
        "\n".join(map(_one_line, line.remark.strip().splitlines())),
        tuple(sorted(line.fields.items())),
    )


FIELDS: Sequence[str] = (
    "item", "designation", "category", "quantity", "unit", "pack", "site", "wanted_on", "firm", "flex_minus",
    "flex_plus", "present_price", "present_supplier", "remark", "fields",
)  # fmt: skip


def essence_of(need: Need) -> tuple[object, ...]:
    return essence(line_of(need))
