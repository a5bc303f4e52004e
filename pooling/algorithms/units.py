"""Units of measure: UN/ECE Rec 20/21 codes, how people write them, and exact conversion or refusal."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from functools import cache, lru_cache

from pooling.algorithms import unit_table
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import QUANTITY_PLACES, round_to

COUNT = "count"
PACKAGE = "package"

_TABLES = {
    COUNT: unit_table.COUNT,
    "mass": unit_table.MASS,
    "volume": unit_table.VOLUME,
    "length": unit_table.LENGTH,
    "area": unit_table.AREA,
    "energy": unit_table.ENERGY,
    "power": unit_table.POWER,
    "time": unit_table.TIME,
    "calendar": unit_table.CALENDAR,
    "period": unit_table.PERIOD,
    "service": unit_table.SERVICE,
    PACKAGE: unit_table.PACKAGE,
}
_EXACT = Context(prec=60, traps=[Inexact])


class NotConvertible(Refusal):
    """No exact conversion exists: different dimensions, a package, or decimals that would be lost."""


@dataclass(frozen=True)
class Unit:
    """A unit and its names; `factor` counts its dimension's base units, None when only a Pack can say."""

    code: str
    symbol: str | None
    dimension: str
    factor: Decimal | None
    fr: str
    fr_plural: str
    en: str
    de: str
    aliases: tuple[str, ...]

    def name(self, language: str = "fr", count: Decimal = Decimal(1)) -> str:
        """As it is said beside `count`; French plurals begin at two."""
        if language == "fr" and abs(count) >= 2:
            return self.fr_plural
        return {"fr": self.fr, "de": self.de}.get(language, self.en)

    def short(self, language: str = "fr") -> str:
        """The symbol where there is one, else the name: what stands beside a quantity."""
        return self.symbol or self.name(language)


def unit_coded(code: str) -> Unit | None:
    """The unit of an exact UN/ECE code; BX and CT are not codes and give None."""
    return UNITS.get(code)


@lru_cache(maxsize=1024)
def unit_named(text: str) -> Unit | None:
    """The unit people mean by a code, name, symbol, plural or abbreviation, in French, English or German."""
    return _named().get(_folded(text))


def convert(quantity: Decimal, source: Unit, target: Unit) -> Decimal:
    """The same quantity in another unit, exactly and within six places, or NotConvertible."""
    if source.code == target.code:
        return quantity
    if source.dimension != target.dimension or source.factor is None or target.factor is None:
        raise NotConvertible("other_dimension", _OTHER_DIMENSION, source=source.code, target=target.code)
    in_base = _EXACT.multiply(quantity, source.factor)
    result = round_to(in_base / target.factor, QUANTITY_PLACES)
    if _EXACT.multiply(result, target.factor) != in_base:
        raise NotConvertible("inexact", _INEXACT, quantity=quantity, source=source.code, target=target.code)
    return result


def pack_to_base(quantity: Decimal, content: Decimal) -> Decimal:
    """How many base units so many packs hold, `content` being the base units in one pack."""
    if content <= 0:
        raise Refusal("pack_content", N_("A pack must hold more than nothing."), content=content)
    exact = _EXACT.multiply(quantity, content)
    result = round_to(exact, QUANTITY_PLACES)
    if result != exact:
        raise NotConvertible("inexact_pack", _INEXACT_PACK, quantity=quantity, content=content)
    return result


def whole_only(unit: Unit) -> bool:
    """Whether half of one makes no sense: pieces, pairs and packages; half a thousand does."""
    return unit.dimension == PACKAGE or (unit.dimension == COUNT and (unit.factor is None or unit.factor <= 2))


_OTHER_DIMENSION = N_("%(source)s cannot be converted into %(target)s. Declare a pack that says what one holds.")
_INEXACT = N_("%(quantity)s %(source)s is not an exact quantity of %(target)s. Keep the unit, or change the quantity.")
_INEXACT_PACK = N_("%(quantity)s packs of %(content)s have more than six decimals. Correct the pack's content.")


def _units() -> Iterator[Unit]:
    for dimension, table in _TABLES.items():
        for line in table.strip().splitlines():
            yield _unit(dimension, [cell.strip() for cell in line.split("|")])


def _unit(dimension: str, cells: list[str]) -> Unit:
    code, symbol, factor, fr, fr_plural, en, de, aliases = cells
    return Unit(
        code=code,
        symbol=None if symbol == "-" else symbol,
        dimension=dimension,
        factor=None if factor == "-" else Decimal(factor),
        fr=fr,
        fr_plural=fr_plural,
        en=en,
        de=de,
        aliases=() if aliases == "-" else tuple(alias.strip() for alias in aliases.split(",")),
    )


UNITS = {unit.code: unit for unit in _units()}


def names_of(unit: Unit) -> set[str]:
    """Every folded way of writing a unit, its code left out."""
    written = (unit.symbol or "", unit.fr, unit.fr_plural, unit.en, unit.de, *unit.aliases)
    return {_folded(name) for name in written} - {""}


@cache
def _named() -> dict[str, Unit]:
    named = {name: unit for unit in UNITS.values() for name in names_of(unit)}
    return named | {_folded(code): unit for code, unit in UNITS.items()}


def _folded(text: str) -> str:
    """Case, accents, dots and spaces away: `Btes.` and `btes`, `m²` and `M2`, `kW h` and `kWh` are one."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[^\w]|[\u0300-\u036f_]", "", plain)
