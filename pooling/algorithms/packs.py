"""Packs read out of free wording: what one holds, in which unit, and the words that said so.

The rules and their worked table: docs/algorithms/packs.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from math import prod
from typing import Literal

from pooling.algorithms.pack_phrases import COUNTED, HELD, STATED, Factor, Phrase, phrases
from pooling.algorithms.pack_words import BULK, CAPACITY, LONG, OUTER, VESSELS, folded, many, meaning
from pooling.algorithms.units import PACKAGE, UNITS, unit_named

Source = Literal["text", "unit"]

# More readings than a person can choose from are no help.
MOST_READINGS = 4
MOST_CONTENT = 10**9


@dataclass(frozen=True)
class PackReading:
    """What a wording says that a pack holds.

    `factors` go from the outer package to what is counted last; `words` are those it was read from, at
    `start:end` of the text or of the unit, as `source` says. `stated` is false when only a count or a size was
    named (“30 tabs”, “144 g”), not a pack in so many words. `others` are further readings nothing decides between.
    """

    package: str | None
    package_word: str
    quantity: Decimal | None
    factors: tuple[Factor, ...]
    words: str
    start: int
    end: int
    source: Source = "text"
    stated: bool = True
    others: tuple["PackReading", ...] = ()

    @property
    def content(self) -> Decimal:
        """What one outer package holds, in the innermost unit."""
        return _plain(prod((factor.number for factor in self.factors), start=Decimal(1)))

    @property
    def total(self) -> Decimal:
        """All of it, in the innermost unit: the quantity, where one was said, times the content."""
        return _plain((self.quantity or Decimal(1)) * self.content)

    @property
    def unit(self) -> str | None:
        """The code of the innermost unit, None when it is unsaid or only a word says it."""
        return self.factors[-1].unit

    @property
    def unit_word(self) -> str:
        return self.factors[-1].word

    @property
    def ambiguous(self) -> bool:
        return bool(self.others)

    def count_of(self, unit: str) -> Decimal | None:
        """How many of a unit one outer package holds (reams in a carton of 5 reams of 500 sheets), or None."""
        for depth, factor in enumerate(self.factors, start=1):
            if factor.unit == unit:
                return _plain(prod((each.number for each in self.factors[:depth]), start=Decimal(1)))
        return None


def _plain(value: Decimal) -> Decimal:
    """Without idle zeros and without an exponent: 9 for 6 x 1,5."""
    return value.quantize(Decimal(1)) if value == value.to_integral() else value.normalize()


def read_pack(text: str, unit_text: str = "") -> PackReading | None:
    """The pack that a wording and its unit say, or None; the unit is believed before the wording."""
    said = _package_said(unit_text)
    in_unit = _chosen(_readings(unit_text, "unit", None), None)
    in_text = _chosen(_readings(text, "text", said), said)
    if in_unit is None or in_text is None:
        return in_unit or in_text
    return _both(in_unit, in_text)


def _package_said(unit_text: str) -> str | None:
    """The package that a unit names: `bid.`, `CTN`, `boîte de 10`."""
    unit = unit_named(unit_text)
    if unit is not None:
        return unit.code if unit.dimension == PACKAGE or unit.code == "SET" else None
    entries = (meaning(folded(word)) for word in unit_text.split())
    return next((entry.code for entry in entries if entry and entry.kind == "package"), None)


def _readings(text: str, source: Source, said: str | None) -> list[PackReading]:
    read = [_possible(_reading(phrase, text, source)) for phrase in _counted(phrases(text), said) if _sane(phrase)]
    read = [_around(reading, read) for reading in read]
    if source == "unit" and not read:
        return _many_said(text)
    return read


def _sane(phrase: Phrase) -> bool:
    """Whether a quantity column could hold it; nobody sells a pack of a billion."""
    return prod(max(values) for values in phrase.choices) < MOST_CONTENT


def _reading(phrase: Phrase, text: str, source: Source) -> PackReading:
    """A phrase's first reading, the others of its numbers beside it."""
    found = [
        PackReading(
            phrase.package,
            phrase.package_word,
            quantity,
            tuple(replace(factor, number=number) for factor, number in zip(phrase.factors, numbers, strict=True)),
            text[phrase.start : phrase.end],
            phrase.start,
            phrase.end,
            source,
            phrase.strength in (STATED, HELD),
        )
        for quantity, numbers in product(phrase.quantities, product(*phrase.choices))
    ]
    return replace(found[0], others=tuple(found[1:MOST_READINGS]))


def _possible(reading: PackReading) -> PackReading:
    """Without the readings that no such vessel could hold: a drum of 15,200 litres."""
    most = CAPACITY.get(reading.package or "")
    unit = UNITS.get(reading.unit or "")
    if not reading.others or most is None or unit is None or unit.factor is None:
        return reading
    alike = [replace(reading, others=()), *reading.others]
    fitting = [each for each in alike if each.content * unit.factor <= most] or alike
    return replace(fitting[0], others=tuple(fitting[1:]))


def _around(outer: PackReading, found: list[PackReading]) -> PackReading:
    """`bte 100 ctn 10`: ten boxes in the carton, or ten of the things? Both readings are kept."""
    inner = next((each for each in found if each.package not in OUTER and each.package is not None), None)
    if outer.package not in OUTER or inner is None or outer.factors[-1].unit or outer.factors[-1].word:
        return outer
    holder = Factor(outer.factors[-1].number, inner.package, inner.package_word)
    nested = replace(outer, factors=(*outer.factors[:-1], holder, *inner.factors), others=())
    return replace(outer, others=(nested, *outer.others)[: MOST_READINGS - 1])


def _many_said(text: str) -> list[PackReading]:
    """A unit that is a number itself: `cent`, `le mille`, `douzaine`."""
    for word in text.split():
        number = many(folded(word))
        if number:
            return [PackReading(None, "", None, (Factor(Decimal(number), "C62", ""),), text, 0, len(text), "unit")]
    return []


def _counted(found: list[Phrase], said: str | None) -> list[Phrase]:
    """The phrases that count: the strongest, joined where one holds the other."""
    usable = [each for each in (_under(phrase, said) for phrase in found) if each is not None]
    strongest = max((phrase.strength for phrase in usable), default=0)
    return _joined([phrase for phrase in usable if phrase.strength == strongest])


def _under(phrase: Phrase, said: str | None) -> Phrase | None:
    """A phrase in the light of the unit: a lone size is the content of a drum, and says nothing of a carton."""
    if phrase.needs == "package":
        return replace(phrase, package=said, needs="") if said in BULK else None
    if phrase.needs == "vessel" or (phrase.needs == "vessel?" and said in VESSELS):
        return _filled(phrase, said, VESSELS | {"XBG"})
    if phrase.needs == "length":
        return _filled(phrase, said, LONG - {"XBX"})
    if phrase.measured and phrase.strength < COUNTED and said in BULK and phrase.package != said:
        return None
    return phrase


def _filled(phrase: Phrase, said: str | None, may_hold: frozenset[str]) -> Phrase | None:
    return replace(phrase, package=said, needs="") if said in may_hold else None


def _joined(found: list[Phrase]) -> list[Phrase]:
    """`boîte de 100, carton de 10 boîtes` is one pack of 10 × 100."""
    for outer, inner in _pairs(found):
        if outer.factors[-1].unit is not None and outer.factors[-1].unit == inner.package:
            rest = [phrase for phrase in found if phrase not in (outer, inner)]
            return _joined([_within(outer, inner), *rest])
    return found


def _within(outer: Phrase, inner: Phrase) -> Phrase:
    return replace(
        outer,
        factors=outer.factors + inner.factors,
        choices=outer.choices + inner.choices,
        start=min(outer.start, inner.start),
        end=max(outer.end, inner.end),
    )


def _pairs(found: list[Phrase]) -> Iterator[tuple[Phrase, Phrase]]:
    return ((outer, inner) for outer in found for inner in found if outer is not inner)


def _chosen(found: list[PackReading], said: str | None) -> PackReading | None:
    """One reading for the package said, the others kept beside it when nothing decides."""
    if not found:
        return None
    ranked = sorted(found, key=lambda reading: said is None or _of(reading, said) is None)
    best, *rest = ranked
    mine = _of(best, said) if said is not None else None
    if mine is not None:
        return mine
    return _beside(best, rest)


def _of(reading: PackReading, said: str) -> PackReading | None:
    """The reading of one such package: `ctn de 10 boîtes de 100` counted in boxes is a pack of 100."""
    if reading.package == said:
        return reading
    for depth, factor in enumerate(reading.factors[:-1], start=1):
        if factor.unit == said:
            others = tuple(_inner(other, depth) for other in reading.others)
            return replace(_inner(reading, depth), others=others)
    return None


def _inner(reading: PackReading, depth: int) -> PackReading:
    holder = reading.factors[depth - 1]
    return replace(
        reading, package=holder.unit, package_word=holder.word, quantity=None, factors=reading.factors[depth:]
    )


def _beside(best: PackReading, rest: list[PackReading]) -> PackReading:
    """Readings that say another content stand beside the best as its rivals."""
    rivals = [*best.others]
    for reading in rest:
        alone = replace(reading, others=())
        if all(alone.content != known.content for known in (best, *rivals)):
            rivals.append(alone)
    return replace(best, others=tuple(rivals[: MOST_READINGS - 1]))


def _both(in_unit: PackReading, in_text: PackReading) -> PackReading:
    """The unit's own pack; the wording's beside it when it says something else, unless it is but a size."""
    if not in_text.stated or in_text.content == in_unit.content or in_unit.content in _depths(in_text):
        return in_unit
    if None in (in_unit.package, in_text.package) or in_unit.package == in_text.package:
        return _beside(in_unit, [in_text])
    return _around(in_unit, [in_text])


def _depths(reading: PackReading) -> set[Decimal]:
    """The counts at every level: 5 and 2500 of 5 reams of 500 sheets."""
    return {
        prod((factor.number for factor in reading.factors[:depth]), start=Decimal(1))
        for depth in range(1, len(reading.factors) + 1)
    }


def package_name(reading: PackReading, language: str = "fr") -> str:
    """The outer package as it is said in a language, or as it was written."""
    return UNITS[reading.package].name(language) if reading.package in UNITS else reading.package_word
