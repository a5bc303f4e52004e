"""A row of the entry grid as it is read. Hundreds of rows come in one form, so this is plainer than WTForms; numbers go
through the one parser all the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from pooling.algorithms.dates import parse_date
from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import AMOUNT_PLACES, PRICE_PLACES, QUANTITY_PLACES, parse, parse_money
from pooling.algorithms.units import unit_named
from pooling.catalogue import typed_fields
from pooling.catalogue.models import Category, Item, Pack
from pooling.fields import MoneyField
from pooling.language import language, sentence, settings
from pooling.members.models import Site
from pooling.needs.desk import Desk
from pooling.needs.lines import Line, LineRefusal, no_family, no_unit, nothing_named
from pooling.needs.packing import OWN, Asked, OwnPack, is_named, number, offered, understand
from pooling.needs.typed import OF_FAMILY, SPLIT, Typed
from pooling.needs.units import pack_meant, unit_meant

LONGEST = 2000
# the input of the grid in which each part of a Line stands
INPUT_OF = {
    "item": "what",
    "category": "family",
    "present_price": "price",
    "present_supplier": "supplier",
}


class Faults(Exception):  # noqa: N818 (like a Refusal, an answer)
    """What is wrong with a row: input name → a sentence in the reader's language."""

    def __init__(self, sentences: dict[str, str], asked: Iterable[Asked] = ()) -> None:
        super().__init__(sentences)
        self.sentences = sentences
        self.asked = tuple(asked)

    @classmethod
    def of(cls, refusal: Refusal) -> Faults:
        field = refusal.field if isinstance(refusal, LineRefusal) else "what"
        return cls({INPUT_OF.get(field, field): sentence(refusal)})


def read(desk: Desk, typed: Typed) -> Line:
    """The line that was typed, or Faults that name every input that cannot be read."""
    reading = _Reading(desk, typed)
    line = reading.line()
    if reading.faults:
        raise Faults(reading.faults, reading.asked)
    return line


def questions(desk: Desk, typed: Typed) -> tuple[Asked, ...]:
    """What is asked of its wording before it is a line, or offered beside one."""
    desk.look_up([typed])
    item, sign = desk.item_meant(typed), screen_sign(language())
    asked = understand(typed.texts, item, desk.packs_of(item) if item else (), sign).asked
    unit = unit_named(typed.unit)
    if asked or item or unit is None or typed.more.get(OWN):
        return asked
    return offered(typed.what, unit.code, number(typed.quantity, sign) or Decimal(1))


def answered(desk: Desk, typed: Typed, number: str) -> Typed:
    """With the one of these that was said to be meant."""
    asked = questions(desk, typed)
    return typed.with_texts(asked[int(number)].texts) if number.isdecimal() and int(number) < len(asked) else typed


class _Reading:
    def __init__(self, desk: Desk, typed: Typed) -> None:
        self.desk = desk
        self.typed = typed
        self.faults: dict[str, str] = {}
        self.asked: tuple[Asked, ...] = ()
        self.sign = screen_sign(language())

    def line(self) -> Line:
        typed, item = self.typed, self.desk.item_meant(self.typed)
        if not typed.what and item is None:
            self._refuse("what", nothing_named())
        self._check_lengths()
        self._understand(item)
        family = None if item else self._family()
        return Line(
            item=item,
            designation="" if item else typed.what,
            category=family,
            quantity=self._number("quantity", blank=False),
            **({} if item else self._unit()),
            pack=self._pack(item) if item else None,
            **self._places(),
            wanted_on=self._day(),
            firm=typed.firm != "0",
            flex_minus=self._number("flex_minus"),
            flex_plus=self._number("flex_plus"),
            present_price=self._price(),
            present_supplier=typed.supplier,
            remark=typed.remark,
            fields=self._fields(item.category_id if item else family.id if family else 0, item),
        )

    def _understand(self, item: Item | None) -> None:
        """Packs in free words; while one is asked about, neither its quantity nor its unit is refused."""
        packs = self.desk.packs_of(item) if item else ()
        understood = understand(self.typed.texts, item, packs, self.sign)
        self.typed, self.asked = self.typed.with_texts(understood.texts), understood.asked
        if self.asked:
            self.faults[understood.about] = gettext("Is this what you mean?")

    def _fields(self, family_id: int, item: Item | None) -> dict[str, str]:
        texts = self.typed.group(OF_FAMILY)
        if not texts:
            return {}
        values, faults = typed_fields.read(self.desk.declared.asked(family_id, item, texts), texts)
        self.faults |= {f"{OF_FAMILY}.{code}": why for code, why in faults.items()}
        return values

    def _refuse(self, name: str, refusal: Refusal) -> None:
        if not (self.asked and name in ("quantity", "unit")):
            self.faults.setdefault(name, sentence(refusal))

    def _check_lengths(self) -> None:
        for name in ("what", "remark"):
            if len(getattr(self.typed, name)) > LONGEST:
                self.faults[name] = gettext("This text is too long: at most %(longest)s characters.", longest=LONGEST)

    def _number(self, name: str, *, blank: bool = True) -> Decimal:
        """A quantity; a blank one is none, where that is an answer."""
        text = self.typed.texts.get(name, "")
        if blank and not text:
            return Decimal(0)
        try:
            return parse(text, places=QUANTITY_PLACES, decimal_sign=self.sign)
        except Refusal as refusal:
            self._refuse(name, refusal)
            return Decimal(1)

    def _price(self) -> Decimal | None:
        if not self.typed.price:
            return None
        try:
            price, currency = parse_money(self.typed.price, places=PRICE_PLACES, decimal_sign=self.sign)
        except Refusal as refusal:
            self._refuse("price", refusal)
            return None
        ours = settings().currency
        if currency not in (None, ours):
            self.faults["price"] = gettext("Prices are in %(ours)s here: convert this one.", ours=ours)
        return price

    def _day(self) -> date | None:
        if not self.typed.wanted_on:
            return None
        try:
            return parse_date(self.typed.wanted_on)
        except Refusal as refusal:
            self._refuse("wanted_on", refusal)
            return None

    def _family(self) -> Category | None:
        family = self.desk.family_meant(self.typed.family)
        if family is None and self.typed.family:
            self.faults["family"] = gettext("This family is not part of the campaign: choose one from the list.")
        elif family is None:
            self._refuse("family", no_family())
        return family

    def _unit(self) -> dict[str, Any]:
        own = OwnPack.confirmed(self.typed.more.get(OWN, ""))
        if own is not None and is_named(self.typed.unit, own):
            return {"unit": own.unit, "own_pack": own.package, "own_content": own.content}
        try:
            if not self.typed.unit:
                raise no_unit()
            return {"unit": unit_meant(self.typed.unit)}
        except LineRefusal as refusal:
            self._refuse("unit", refusal)
            return {"unit": "C62"}

    def _pack(self, item: Item) -> Pack | None:
        try:
            return pack_meant(item, self.desk.packs_of(item), self.typed.unit)
        except LineRefusal as refusal:
            self._refuse("unit", refusal)
            return None

    def _places(self) -> dict[str, Any]:
        """The site, or the split over several, which says more than the site beside it."""
        parts = [(self._own_site(f"{SPLIT}.{code}", code), code) for code in sorted(self.typed.group(SPLIT))]
        split = [(site, self._number(f"{SPLIT}.{code}")) for site, code in parts if site is not None]
        split = [(site, quantity) for site, quantity in split if quantity]
        if not split:
            return {"site": self._own_site("site", self.typed.site)}
        if len(split) == 1 and split[0][1] == self._number("quantity"):
            return {"site": split[0][0]}
        return {"split": tuple(split)}

    def _own_site(self, name: str, code: str) -> Site | None:
        site = self.desk.site_meant(code)
        if site is None and code:
            self.faults[name] = gettext("This delivery site is not one of yours: choose it from the list.")
        return site


class CeilingForm(FlaskForm):
    amount = MoneyField(
        _l("Ceiling per quarter, excl. VAT"),
        places=AMOUNT_PLACES,
        description=_l("Leave it blank to have none. Your firm alone sees it: not the group, not its buyers."),
    )
