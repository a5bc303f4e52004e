"""A line put to the index: its terms against this catalogue."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pooling.algorithms.matching.entries import sim_of
from pooling.algorithms.matching.folding import compact, fold
from pooling.algorithms.matching.index import Found, Index
from pooling.algorithms.matching.model import Line
from pooling.algorithms.matching.reading import Wording, read
from pooling.algorithms.matching.slots import Kind, Slot
from pooling.algorithms.matching.surroundings import COUNTED, LETTER, SPELT
from pooling.algorithms.pack_words import meaning
from pooling.algorithms.packs import PackReading, read_pack

SWAPPED = 0.5  # how surely a number is another with two digits swapped: less than what explains
_LONG = 7  # digits: of a number as long, one that is wrong is a slip; of a shorter one it may be the next size
_GTIN_FROM = 11
_LONGEST_REFERENCE = 12  # runs of a line that may together be one reference
_ASIDE = 0.3
_BOUNDS = {
    Kind.WORD: (0.6, 6.0),
    Kind.NUMBER: (3.0, 6.5),
    Kind.MARK: (1.5, 4.0),
    Kind.ATTRIBUTE: (2.0, 5.0),
    Kind.GTIN: (12.0, 12.0),
}
_MEASURES = frozenset({"LTR", "MLT", "CLT", "DLT", "KGM", "GRM", "TNE", "MTR", "MTQ"})


class Term(NamedTuple):
    """A slot of a line against this catalogue: keys to look for with how surely, keys that would deny it, and what
    it weighs."""

    slot: Slot
    keys: tuple[tuple[int, float], ...]
    contraries: frozenset[int]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """`references` are the items whose reference stands in the text, with where; `valued` the numbers that say of what
    they are the value, by their place, with that."""

    line: Line
    terms: tuple[Term, ...]
    references: dict[int, tuple[int, int]]
    pack: PackReading | None
    whole: float
    valued: tuple[tuple[int, str], ...]


def ask(index: Index, line: Line) -> Query:
    text = _whole_text(line)
    wording = read(text)
    pack = read_pack(text, line.unit_text) if _may_say_a_pack(line.unit_text, wording) else None
    terms = tuple(_term(index, slot) for slot in _beside_the_point(wording, line, pack))
    valued = tuple((place, term.slot.axis) for place, term in enumerate(terms) if _is_valued(term.slot))
    return Query(line, terms, _references_in(index, wording), pack, sum(term.weight for term in terms), valued)


def _is_valued(slot: Slot) -> bool:
    """Whether a number says of what it is the value, by more than the word behind it."""
    return slot.kind == Kind.NUMBER and slot.axis != "" and not slot.axis.startswith(COUNTED)


def _whole_text(line: Line) -> str:
    """The text with what other columns say and it does not."""
    if not line.maker_ref and not line.gtin:
        return line.text
    joined = compact(line.text)
    added = [each for each in (line.maker_ref, line.gtin) if each and compact(each) not in joined]
    return " ".join((line.text, *added))


def _may_say_a_pack(unit_text: str, wording: Wording) -> bool:
    """Whether it is worth reading for a pack: there is a unit, a word that names one or counts, or an x100."""
    if unit_text.strip() or _TIMES.search(wording.folded):
        return True
    said = (meaning(run.text) for run in wording.runs)
    return any(entry is not None and entry.kind in _PACK_WORDS for entry in said)


def _beside_the_point(wording: Wording, line: Line, pack: PackReading | None) -> Iterator[Slot]:
    """The slots, with those that only say a pack or repeat the quantity marked so."""
    start, end = _span(wording, pack)
    for slot in wording.slots:
        if _is_quantity(slot, line, wording):
            yield slot._replace(pack=True, aside=True, axis="")
        elif start <= slot.start < end and (slot.kind == Kind.NUMBER or meaning(slot.text) is not None):
            yield slot._replace(pack=True, aside=True)
        else:
            yield slot


def _span(wording: Wording, pack: PackReading | None) -> tuple[int, int]:
    """Where a pack of so many pieces is said; litres and metres are what the thing is."""
    if pack is None or pack.source != "text" or pack.unit in _MEASURES:
        return 0, 0
    if not pack.stated and (pack.unit or pack.unit_word or "C62") not in ("C62", "PR"):
        return 0, 0  # 40 sheets are what a stapler takes, not how many there are
    words = fold(pack.words).strip()
    start = wording.folded.find(words)
    return (start, start + len(words)) if start >= 0 else (0, 0)


def _is_quantity(slot: Slot, line: Line, wording: Wording) -> bool:
    if slot.kind != Kind.NUMBER or line.quantity is None or f"n:{line.quantity.normalize():f}" not in slot.keys:
        return False
    after = wording.folded[slot.start :].split(maxsplit=2)
    unit = fold(line.unit_text)
    written = {"".join(filter(str.isalpha, part)) for part in after[:2]}
    return slot.start > 0 and bool((written & {unit, unit.rstrip("s"), unit[:1]} - {""}) or written & _PIECES)


_PLAIN = 5  # letters of a word that the catalogue has: it is neither short for another nor a slip
_PACK_WORDS = frozenset({"package", "count", "many"})
_TIMES = re.compile(r"(?<![a-z\d])x[ ]?\d")
_PIECES = frozenset({"piece", "pieces", "pce", "pces", "pcs", "pc", "u", "unites", "stk", "stuck"})


def _term(index: Index, slot: Slot) -> Term:
    """A slot's term; lines say the same words again and again, so what they find is kept until the index changes."""
    known = slot.kind, slot.text, slot.keys, slot.sims
    if known not in index.found:
        index.found[known] = _sought(index, slot)
    keys, contraries, weight = index.found[known]
    return Term(slot, keys, contraries, weight * (_ASIDE if slot.aside else 1.0))


def _sought(index: Index, slot: Slot) -> Found:
    found: dict[int, float] = {}
    for rank, key in enumerate(slot.keys):
        _look(index, _crossed(key), sim_of(slot, rank), found)
    if slot.kind in (Kind.WORD, Kind.MARK) and slot.text.isalpha():
        _guess(index, slot, found)
    if slot.kind == Kind.NUMBER and not found:
        _mistyped(index, slot, found)
    keys = tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))
    opposite = (index.number_of(key[1:] if key.startswith("-") else f"-{key}") for key in slot.keys)
    return keys, frozenset(number for number in opposite if number is not None), _weight(index, slot, keys)


def _crossed(key: str) -> str:
    """What a key of a line finds: a letter finds the words that it may stand for, a word its letter."""
    if key.startswith(LETTER):
        return SPELT + key.removeprefix(LETTER)
    return LETTER + key.removeprefix(SPELT) if key.startswith(SPELT) else key


def _look(index: Index, key: str, sim: float, found: dict[int, float]) -> None:
    number = index.number_of(key)
    if number is not None:
        found[number] = max(sim, found.get(number, 0.0))


def _guess(index: Index, slot: Slot, found: dict[int, float]) -> None:
    """What a word may be short for, or a slip of the fingers for; less surely when it is a word by itself."""
    known = slot.text in index.vocabulary
    if known and len(slot.text) >= _PLAIN:
        return
    surely = 0.75 if known or found else 1.0
    if slot.kind == Kind.MARK and len(slot.text) < 3:
        surely *= 0.7
    for word, sim in index.vocabulary.likely(slot.text):
        for rank, key in enumerate(_keys_of(word)):
            _look(index, key, sim * surely * (1.0 if rank == 0 else 0.95), found)


def _mistyped(index: Index, slot: Slot, found: dict[int, float]) -> None:
    """A number that no item has, as one that some item has but for a slip: a candidate, never a match."""
    digits = slot.keys[-1].removeprefix("n:")
    if len(digits) < 3 or not digits.isdigit():
        return
    for swapped in _swapped(digits):
        _look(index, f"n:{swapped}", SWAPPED, found)
    if len(digits) < _LONG:
        return
    for typed in {*_swapped(digits), *_slips(digits)}:
        _look(index, f"n:{typed}", SWAPPED, found)
        if len(typed) > _GTIN_FROM:
            _look(index, f"gtin:{typed.zfill(14)}", SWAPPED, found)


def _swapped(digits: str) -> Iterator[str]:
    """With two neighbours that changed places."""
    for place in range(len(digits) - 1):
        yield digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]


def _slips(digits: str) -> Iterator[str]:
    """With one digit another, one too many taken out, or one left out put in."""
    for place in range(len(digits)):
        yield digits[:place] + digits[place + 1 :]
        for digit in "0123456789":
            yield digits[:place] + digit + digits[place + 1 :]
            yield digits[:place] + digit + digits[place:]


@lru_cache(maxsize=100_000)
def _keys_of(word: str) -> tuple[str, ...]:
    slots = read(word).slots
    return slots[0].keys if slots else ()


def _weight(index: Index, slot: Slot, keys: tuple[tuple[int, float], ...]) -> float:
    """Rare things weigh more: the logarithm of how many items there are for one that says it."""
    count = max((index.count(key) for key, sim in keys if sim >= 0.85), default=0)
    count = count or max((index.count(key) for key, _sim in keys), default=0)
    least, most = _BOUNDS[slot.kind]
    return min(max(math.log((len(index) + 1) / (count or 1)), least), most)


def _references_in(index: Index, wording: Wording) -> dict[int, tuple[int, int]]:
    """Items whose reference stands in the text, however spaced; the longest of each counts."""
    found: dict[int, tuple[int, int]] = {}
    for first, begin in enumerate(wording.runs):
        if not index.may_begin_a_reference(begin.text):
            continue
        joined = ""
        for run in wording.runs[first : first + _LONGEST_REFERENCE]:
            joined += run.text
            for place in index.referred(joined):
                start, end = found.get(place, (0, 0))
                if run.end - begin.start > end - start:
                    found[place] = (begin.start, run.end)
    return found
