"""The cells of one row as the line they mean, and what is wrong with those that keep it from being one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from pooling.algorithms.dates import parse_date
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, Sign, from_cell, parse_money
from pooling.catalogue.field_columns import KEYS
from pooling.catalogue.models import Category, Item, Pack
from pooling.excel.tables import Value
from pooling.loading import lines_of, text_of
from pooling.members.models import Site
from pooling.needs.essence import essence, essence_of, one_line
from pooling.needs.field_cells import field_value
from pooling.needs.firmness import is_firm
from pooling.needs.known import Known, site_label
from pooling.needs.layout import ESTIMATED, FIRM, SPLIT, lost_field
from pooling.needs.lines import Line, LineRefusal, columns, no_family, no_unit, nothing_named
from pooling.needs.models import Need
from pooling.needs.packing import pack_name, pack_said
from pooling.needs.units import unit_meant
from pooling.needs.uploads import Manner

Read = TypeVar("Read")
LONGEST = 4000
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


class Reading:
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
        self.values: dict[str, Any] | None = None  # the columns of the line, where it is not what stands
        self.quantity: Decimal | None = None  # as it reads, zero too
        self.item: Item | None = None  # also of a row that is refused for something else

    def line(self) -> Line | None:
        item, designation = self._what()
        self.item = item
        unsure = bool(self.faults)  # nothing is asked of a description that may be meant as an item
        family = None if item or unsure else self._try("category", self._family)
        line = Line(
            item=item,
            designation="" if item else designation,
            category=family,
            quantity=self._try("quantity", self._quantity) or Decimal(0),
            **self._counted(item, unsure),
            pack=self._try("pack", lambda: self._pack(item)) if item else None,
            site=self._try("site", self._site),
            split=self.need.split if self.need else (),
            wanted_on=self._filled("wanted_on", self._day),
            firm=self._filled("firm", self._firm) is not False,
            flex_minus=self._flexibility("flex_minus"),
            flex_plus=self._flexibility("flex_plus"),
            present_price=self._filled("present_price", self._price),
            present_supplier=self._filled("present_supplier", lambda: self._text("present_supplier")) or "",
            remark=self._filled("remark", self._remark) or "",
            fields=self._fields(item.category if item else family, item),
        )
        if not self.faults and not (self.need is not None and essence(line) == essence_of(self.need)):
            self.values = self._try("designation", lambda: self._columns(line))
        return None if self.faults else line

    def _columns(self, line: Line) -> dict[str, Any]:
        return columns(line, self.member_id, self.known.root_ids, alike=self.known.columns.known.alike)

    def _filled(self, field: str, read: Callable[[], Read]) -> Read | None:
        """What a cell says; None where it is blank, as most are."""
        return self._try(field, read) if field in self.cells else None

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
        if need is not None and need.item is None and not code and designation == one_line(need.designation):
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
        for key in self.manner.fields:
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
        return pack_said(item, self.known.packs.get(item.id, []), text)

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
        quantity = self.quantity = self._number("quantity")
        if quantity is None:
            raise Refusal("missing", _NO_QUANTITY)
        if self.need is not None and self.need.is_split and quantity != self.need.wanted:
            raise Refusal("split", _SPLIT)
        return quantity

    def _flexibility(self, field: str) -> Decimal:
        moved = self._filled(field, lambda: self._number(field)) or Decimal(0)
        # people write −2 under « Peut céder (−) », whose sign it is
        return abs(moved) if field == "flex_minus" else moved

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
        told = is_firm(text)
        if told is None:
            raise Refusal("firmness", _FIRMNESS, text=text, firm=FIRM, estimated=ESTIMATED)
        return told


def with_references(designation: str, references: Iterable[str]) -> str:
    """What the catalogue does not know is kept where people will see it."""
    lost = [text for text in dict.fromkeys(references) if text and text.lower() not in designation.lower()]
    return " – ".join([*([designation] if designation else []), *(f"réf. {text}" for text in lost)])
