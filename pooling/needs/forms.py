"""A row of the entry grid as it is typed, and as it is read. Hundreds of rows come in one form, so this is
plainer than WTForms; numbers go through the one parser all the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property

from flask_babel import gettext

from pooling.access.viewer import Viewer
from pooling.algorithms.dates import parse_date
from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.number_format import screen_sign
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES, parse, parse_money
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Category, Item, Pack
from pooling.catalogue.queries import items_called, items_coded, packs_of_items
from pooling.language import language, sentence, settings
from pooling.members.models import Member, Site
from pooling.needs import queries
from pooling.needs.lines import Line, LineRefusal, no_family, no_unit, nothing_named
from pooling.needs.models import HEARD_BY
from pooling.needs.units import pack_meant, unit_meant
from pooling.needs.writing import Writing, whose

LONGEST = 2000
# the input of the grid in which each part of a Line stands
INPUT_OF = {
    "item": "what",
    "category": "family",
    "present_price": "price",
    "present_supplier": "supplier",
    "flex_minus": "quantity",
    "flex_plus": "quantity",
}


@dataclass(frozen=True)
class Typed:
    """The texts of one row. `item` is the code of the item picked; it holds while `what` is its name."""

    item: str = ""
    what: str = ""
    family: str = ""
    quantity: str = ""
    unit: str = ""
    site: str = ""
    wanted_on: str = ""
    firm: str = "1"
    price: str = ""
    supplier: str = ""
    remark: str = ""

    @classmethod
    def sent(cls, form: Mapping[str, str], prefix: str = "") -> Typed:
        """From a form whose inputs are named `prefix` and the field."""
        given = {each.name: form.get(prefix + each.name, each.default) for each in fields(cls)}
        return cls(**{name: str(value).strip() for name, value in given.items()})

    @property
    def is_blank(self) -> bool:
        return not (self.what or self.quantity or self.price or self.supplier or self.remark or self.wanted_on)


class Faults(Exception):  # noqa: N818 (like a Refusal, an answer)
    """What is wrong with a row: input name → a sentence in the reader's language."""

    def __init__(self, sentences: dict[str, str]) -> None:
        super().__init__(sentences)
        self.sentences = sentences

    @classmethod
    def of(cls, refusal: Refusal) -> Faults:
        field = refusal.field if isinstance(refusal, LineRefusal) else "what"
        return cls({INPUT_OF.get(field, field): sentence(refusal)})


class Desk:
    """What the entry page of one firm and campaign knows, looked up once for all its rows.

    `firm` is the id of the member for which it writes: the viewer's own or, when a buyer enters on its behalf,
    that of `member`, which had told its needs by telephone, mail or paper (`how`)."""

    def __init__(self, viewer: Viewer, campaign: Campaign, member: Member | None = None, how: str = "") -> None:
        self.viewer = viewer
        self.campaign = campaign
        self.member = member
        self.firm = whose(viewer, member)
        self.how = how if how in HEARD_BY else ""
        self.items: dict[str, Item] = {}
        self.packs: dict[int, list[Pack]] = {}

    @cached_property
    def owner(self) -> Member:
        return self.member or queries.member_numbered(self.viewer, self.firm)

    def writing(self) -> Writing:
        return Writing(self.viewer, self.campaign, self.member, how=self.how)

    @cached_property
    def declared(self) -> Declared:
        return declared(self.viewer)

    @cached_property
    def categories(self) -> Sequence[Category]:
        return queries.categories_of(self.viewer, self.campaign)

    @cached_property
    def sites(self) -> Sequence[Site]:
        return queries.sites_of(self.viewer, self.firm)

    def look_up(self, rows: Iterable[Typed]) -> None:
        """Find the items and packs that these rows name, all at once."""
        self.items |= items_coded(self.viewer, {row.item for row in rows if row.item})
        self.packs |= packs_of_items(self.viewer, [item.id for item in self.items.values()])

    def packs_of(self, item: Item) -> list[Pack]:
        if item.id not in self.packs:
            self.packs |= packs_of_items(self.viewer, [item.id])
        return self.packs[item.id]

    def item_meant(self, typed: Typed) -> Item | None:
        """The item picked, or the one whose name or reference was typed whole."""
        picked = self.items.get(typed.item)
        if picked is not None and (not typed.what or normalise(typed.what) == normalise(picked.name)):
            return picked
        if not typed.what:
            return None
        roots = [family.id for family in self.campaign.families]
        called = items_called(self.viewer, typed.what, roots)
        return called[0] if len(called) == 1 else None

    def family_meant(self, text: str) -> Category | None:
        wanted = normalise(text)
        by_path = [each for each in self.categories if normalise(each.path) == wanted]
        named = by_path or [each for each in self.categories if normalise(each.name) == wanted]
        return named[0] if len(named) == 1 else None

    def site_meant(self, code: str) -> Site | None:
        if not code and len(self.sites) == 1:
            return self.sites[0]
        return next((site for site in self.sites if site.code == code), None)


def read(desk: Desk, typed: Typed) -> Line:
    """The line that was typed, or Faults that name every input that cannot be read."""
    reading = _Reading(desk, typed)
    line = reading.line()
    if reading.faults:
        raise Faults(reading.faults)
    return line


class _Reading:
    def __init__(self, desk: Desk, typed: Typed) -> None:
        self.desk = desk
        self.typed = typed
        self.faults: dict[str, str] = {}
        self.sign = screen_sign(language())

    def line(self) -> Line:
        typed, item = self.typed, self.desk.item_meant(self.typed)
        if not typed.what and item is None:
            self._refuse("what", nothing_named())
        self._check_lengths()
        return Line(
            item=item,
            designation="" if item else typed.what,
            category=None if item else self._family(),
            quantity=self._quantity(),
            unit="" if item else self._unit(),
            pack=self._pack(item) if item else None,
            site=self._site(),
            wanted_on=self._day(),
            firm=typed.firm != "0",
            present_price=self._price(),
            present_supplier=typed.supplier,
            remark=typed.remark,
        )

    def _refuse(self, name: str, refusal: Refusal) -> None:
        self.faults.setdefault(name, sentence(refusal))

    def _check_lengths(self) -> None:
        for name in ("what", "remark"):
            if len(getattr(self.typed, name)) > LONGEST:
                self.faults[name] = gettext("This text is too long: at most %(longest)s characters.", longest=LONGEST)

    def _quantity(self) -> Decimal:
        try:
            return parse(self.typed.quantity, places=QUANTITY_PLACES, decimal_sign=self.sign)
        except Refusal as refusal:
            self._refuse("quantity", refusal)
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

    def _unit(self) -> str:
        try:
            if not self.typed.unit:
                raise no_unit()
            return unit_meant(self.typed.unit)
        except LineRefusal as refusal:
            self._refuse("unit", refusal)
            return "C62"

    def _pack(self, item: Item) -> Pack | None:
        try:
            return pack_meant(item, self.desk.packs_of(item), self.typed.unit)
        except LineRefusal as refusal:
            self._refuse("unit", refusal)
            return None

    def _site(self) -> Site | None:
        site = self.desk.site_meant(self.typed.site)
        if site is None and self.typed.site:
            self.faults["site"] = gettext("This delivery site is not one of yours: choose it from the list.")
        return site
