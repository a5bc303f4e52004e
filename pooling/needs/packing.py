"""Packs in free words: what a member's wording says one holds, shown back to be confirmed, and kept with the line
once it is. Nothing here decides; docs/algorithms/packs.md says how wordings are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import QUANTITY_PLACES, Sign, parse
from pooling.algorithms.packs import PackReading, read_pack
from pooling.algorithms.units import PACKAGE, UNITS, unit_named
from pooling.catalogue.models import Item, Pack
from pooling.language import language, quantity
from pooling.needs.lines import Line, LineRefusal
from pooling.needs.models import Need
from pooling.needs.units import pack_meant

OWN = "pack.own"  # the hidden input that says which reading was confirmed
LOT = "XLT"  # the package of a wording that names none: “vendu par 50”
_TOKEN = re.compile(r"([A-Z0-9]{2,3}) (\d{1,9}(?:\.\d{1,6})?) ([A-Z0-9]{2,3})")


@dataclass(frozen=True)
class OwnPack:
    """A package and how much of a unit one holds; all codes."""

    package: str
    content: Decimal
    unit: str

    @classmethod
    def confirmed(cls, text: str) -> OwnPack | None:
        found = _TOKEN.fullmatch(text)
        if found is None or not {found[1], found[3]} <= UNITS.keys() or not Decimal(found[2]):
            return None
        return cls(found[1], Decimal(found[2]), found[3])

    @classmethod
    def of(cls, line: Line | Need) -> OwnPack | None:
        return cls(line.own_pack, line.own_content, line.unit) if line.own_content else None

    @property
    def token(self) -> str:
        return f"{self.package} {self.content.normalize():f} {self.unit}"

    @property
    def name(self) -> str:
        """« carton de 5 ramettes »."""
        package, unit = UNITS[self.package], UNITS[self.unit]
        content = f"{quantity(self.content)} {unit.name(language(), self.content)}"
        return str(gettext("%(package)s of %(content)s", package=package.name(language()), content=content))


@dataclass(frozen=True)
class Asked:
    """One thing that a wording may mean, as a person reads it, and the texts that a yes writes into the inputs."""

    told: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Understood:
    """What is typed, with a pack of the item named by its name; or what must be asked first, about which input."""

    texts: Mapping[str, str]
    about: str = ""
    asked: tuple[Asked, ...] = ()


def pack_name(line: Line | Need) -> str:
    """In which pack a line is counted, the catalogue's or its own; "" when in units."""
    own = OwnPack.of(line)
    return line.pack.name if line.pack else own.name if own else ""


def is_named(unit_text: str, own: OwnPack | None) -> bool:
    """Whether the unit says the pack that was confirmed."""
    if own is None:
        return False
    return normalise(unit_text) == normalise(own.name) or own in _packs_of(read_pack("", unit_text))


def understand(texts: Mapping[str, str], item: Item | None, packs: Sequence[Pack], sign: Sign | None) -> Understood:
    """A quantity or a unit that is a pack in so many words. For an item, its own pack of exactly that content is
    what it says; else both are asked about."""
    phrase, about = _phrase(texts, item, packs, sign)
    if phrase is None:
        return Understood(texts)
    if item is not None:
        return _of_item(texts, item, packs, phrase, about)
    count = phrase.quantity if about == "quantity" else number(texts["quantity"], sign)
    own = tuple(_packs_of(phrase))
    return Understood(texts, about, tuple(_asked(each, count or Decimal(1), about) for each in own))


def offered(designation: str, unit: str, count: Decimal) -> tuple[Asked, ...]:
    """What the description itself says that one of a bare package holds (« gants, bte 100 » counted in boxes)."""
    if unit not in UNITS or UNITS[unit].dimension != PACKAGE:
        return ()
    reading = read_pack(designation, UNITS[unit].name())
    if reading is None or reading.source != "text" or reading.package != unit:
        return ()
    return tuple(_asked(each, count, "unit") for each in _packs_of(reading))


def _phrase(
    texts: Mapping[str, str], item: Item | None, packs: Sequence[Pack], sign: Sign | None
) -> tuple[PackReading | None, str]:
    """The pack that the quantity or the unit says, where it is neither a number nor a unit we know."""
    if texts["quantity"] and number(texts["quantity"], sign) is None:
        reading = read_pack(texts["quantity"])
        return (reading, "quantity") if reading is not None and reading.quantity is not None else (None, "")
    if not texts["unit"] or is_named(texts["unit"], OwnPack.confirmed(texts.get(OWN, ""))):
        return None, ""
    known = _is_pack(item, packs, texts["unit"]) if item is not None else unit_named(texts["unit"]) is not None
    return (None, "") if known else (read_pack("", texts["unit"]), "unit")


def _is_pack(item: Item, packs: Sequence[Pack], text: str) -> bool:
    try:
        pack_meant(item, packs, text)
    except LineRefusal:
        return False
    return True


def _of_item(
    texts: Mapping[str, str], item: Item, packs: Sequence[Pack], phrase: PackReading, about: str
) -> Understood:
    """Counted in base units where the item has no such pack; a content in another unit says nothing of it."""
    contents = [_in_base(each, item.base_unit) for each in (phrase, *phrase.others)]
    known = [each for each in contents if each is not None]
    count = {"quantity": quantity(phrase.quantity)} if about == "quantity" else {}
    exact = [pack for pack in packs if known == [pack.content]]
    if len(exact) == 1:
        return Understood({**texts, **count, "unit": exact[0].name})
    many = phrase.quantity if about == "quantity" else number(texts["quantity"], None)
    asked = [_asked_in_base(OwnPack(_package(phrase), each, item.base_unit), many or Decimal(1)) for each in known]
    return Understood(texts, about, tuple(asked)) if asked else Understood(texts)


def pack_said(item: Item, packs: Sequence[Pack], text: str) -> Pack | None:
    """The item's pack that this text names (`units.pack_meant`) or of which it tells the content: « bte 100 »."""
    try:
        return pack_meant(item, packs, text)
    except LineRefusal:
        named = understand({"quantity": "", "unit": text}, item, packs, None).texts["unit"]
        if named == text:
            raise
    return pack_meant(item, packs, named)


def _in_base(reading: PackReading, unit: str) -> Decimal | None:
    if reading.unit is None:
        return reading.content
    return reading.count_of(unit)


def _packs_of(reading: PackReading | None) -> Iterator[OwnPack]:
    for each in (reading, *reading.others) if reading is not None else ():
        content = each.content
        if content > 0 and content != 1 and content == round(content, QUANTITY_PLACES):
            yield OwnPack(_package(each), content, each.unit if each.unit in UNITS else "C62")


def _package(reading: PackReading) -> str:
    return reading.package if reading.package in UNITS else LOT


def _asked(own: OwnPack, count: Decimal, about: str) -> Asked:
    texts = {"unit": own.name, OWN: own.token}
    return Asked(_told(own, count), {**texts, "quantity": quantity(count)} if about == "quantity" else texts)


def _asked_in_base(own: OwnPack, count: Decimal) -> Asked:
    return Asked(_told(own, count), {"quantity": quantity(count * own.content), "unit": "", OWN: ""})


def _told(own: OwnPack, count: Decimal) -> str:
    """« 3 × carton de 5 ramettes = 15 ramettes »."""
    total = count * own.content
    return f"{quantity(count)} × {own.name} = {quantity(total)} {UNITS[own.unit].name(language(), total)}"


def number(text: str, sign: Sign | None) -> Decimal | None:
    try:
        return parse(text, places=QUANTITY_PLACES, decimal_sign=sign)
    except Refusal:
        return None
