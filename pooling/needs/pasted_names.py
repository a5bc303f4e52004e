"""What a firm's pasted block may name: the fields of families as columns, and the firm's sites and families."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from pooling.algorithms.category_fields import Field, FieldKind, judge
from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.headers import LONGEST_NAME, guess
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.units import unit_coded, unit_named
from pooling.catalogue.declared import Heading
from pooling.needs.layout import TITLES

_ROUND = ("diametre", "diameter", "durchmesser")  # what people write Ø for
_ROUND_SIGN = re.compile(r"[øØ⌀∅]")
_IN_UNIT = re.compile(r"(?P<name>.*\w)[\s.,:;-]*[\s([](?:(?:en|in)\s+)?(?P<unit>[^\s()[\]]+)[)\]]?")
# what only a measure looks like: a number behind Ø or before a unit
_MEASURED = re.compile(r"(?P<round>[øØ⌀∅])\s*\d.*|[-+]?\d[\d\s.,'’]*(?P<unit>[^\W\d_].*)")
_SHORTEST = 3  # letters of an abbreviation


@dataclass(frozen=True)
class Names:
    """`headings` by the keys of their columns; `sites` and `families` as they may be called, folded."""

    headings: Mapping[str, Heading] = field(default_factory=lambda: MappingProxyType({}))
    sites: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()

    def named(self, title: str) -> tuple[str, ...]:
        """The fields that are called so, by their keys, in whatever unit."""
        if len(title) > LONGEST_NAME:
            return ()
        spelled = [*_spelled(title)]
        whole = (self._called(text) for text in spelled)
        bare = (tuple(key for key in self._called(_in_unit(text)[0]) if self.unit_in(text, key)) for text in spelled)
        return next((keys for keys in (*whole, *bare) if keys), ())

    def resembling(self, title: str, texts: Sequence[str]) -> tuple[str, ...]:
        """The fields whose name a title shortens or says with other words, and of which these may be values."""
        name, unit = _in_unit(title)
        words = normalise(name).split()
        return tuple(
            key
            for key, heading in self.headings.items()
            if any(_resembles(words, normalise(label).split()) for label in heading.labels)
            and (not unit or self._counts_like(key, unit))
            and fits(heading, texts)
        )

    def unit_in(self, title: str, key: str) -> str:
        """The unit in which a column so called counts a field, where that is not the field's own."""
        unit = _in_unit(title)[1]
        return unit if unit and key in self.headings and self._counts_like(key, unit) else ""

    def valued(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The fields of which these are values and nothing else: their very choices, measures in their unit; only
        where nobody counts in that unit, in one that can be told in theirs."""
        likeness = {key: _likeness(heading, texts) for key, heading in self.headings.items()}
        best = max(likeness.values(), default=0)
        return tuple(key for key, degree in likeness.items() if degree == best) if best else ()

    def _called(self, name: str) -> tuple[str, ...]:
        """By their titles; by their labels where these are no usual name of another column."""
        plain = normalise(name)
        titled = tuple(key for key, heading in self.headings.items() if normalise(heading.title) == plain)
        if titled or plain in TITLES or guess(name).certain:
            return titled
        return tuple(key for key, heading in self.headings.items() if plain in map(normalise, heading.labels))

    def _counts_like(self, key: str, unit: str) -> bool:
        named = unit_named(unit)
        fields = self.headings[key].fields.values()
        own = [unit_coded(field.unit) for field in fields]
        return named is not None and all(each and each.dimension == named.dimension for each in own)


def _spelled(title: str) -> Iterator[str]:
    yield title
    if _ROUND_SIGN.search(title):
        yield from (_ROUND_SIGN.sub(f" {name} ", title).strip() for name in _ROUND)


def _in_unit(title: str) -> tuple[str, str]:
    """`Diamètre (cm)`: its name, and the unit that it says it counts in."""
    found = _IN_UNIT.fullmatch(title)
    return (found["name"], found["unit"]) if found and unit_named(found["unit"]) else (title, "")


def _resembles(words: Sequence[str], label: Sequence[str]) -> bool:
    """All words of the one stand in the other, shortened or not."""
    held = all(any(_is_short_for(word, each) for word in words) for each in label)
    shortened = all(len(word) >= _SHORTEST and any(_is_short_for(word, each) for each in label) for word in words)
    return bool(words and label) and (held or shortened)


def _is_short_for(word: str, label: str) -> bool:
    return word in (label, f"{label}s") or (len(word) >= _SHORTEST and label.startswith(word))


def fits(heading: Heading, texts: Sequence[str]) -> bool:
    """Whether more than half of these could be values of such a field."""
    readable = [any(_is_value(each, text) for each in heading.fields.values()) for text in texts]
    return sum(readable) * 2 > len(readable)


def _is_value(each: Field, text: str) -> bool:
    try:
        return bool(judge(each, text))
    except AmbiguousNumber:
        return True
    except Refusal:
        return False


def _likeness(heading: Heading, texts: Sequence[str]) -> int:
    """How surely these are values of such a field: 0 when they may be anything else."""
    fields = [*heading.fields.values()]
    if not texts or not all(any(_is_value(each, text) for each in fields) for text in texts):
        return 0
    if heading.is_number:
        return min(_measure_likeness(heading, text) for text in texts)
    # 8, 9, 10 may be counted
    worded = any(not normalise(text).replace(".", "").isdigit() for text in texts)
    return 2 if worded and all(each.kind is FieldKind.CHOICE for each in fields) else 0


def _measure_likeness(heading: Heading, text: str) -> int:
    measured = _MEASURED.fullmatch(text)
    if measured is None:
        return 0
    if measured["round"]:
        return 2 if any(normalise(label) in _ROUND for label in heading.labels) else 0
    unit = unit_named(measured["unit"] or "")
    return 2 if unit and all(each.unit == unit.code for each in heading.fields.values()) else 1
