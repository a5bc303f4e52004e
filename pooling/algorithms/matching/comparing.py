"""One line beside one item: what the item explains, what it contradicts, what it says beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pooling.algorithms.matching.asking import Query, Term
from pooling.algorithms.matching.entries import Entry
from pooling.algorithms.matching.model import Difference, Verdict
from pooling.algorithms.matching.slots import Kind
from pooling.algorithms.matching.written_units import MEASURES
from pooling.algorithms.packs import PackReading, read_pack

EXPLAINED = 0.55
BY_REFERENCE = -2
_NOWHERE = -1
# a contradiction costs as much as a tenth of the line
_AGAINST = 0.1
_MANY = frozenset({"length", "maker", "gtin"})  # attributes of which a thing has several
_DISTINCT = MEASURES | {"radius", "teeth", "pitch", "depth"}
_IN_MILLIMETRES = {"radius", "pitch"}
_PAPER = {"mass", "grammage"}  # said for one another of paper
_FREE_AXES = frozenset({"maker", "gtin", ""})
Lookup = dict[int, int]  # a key's place among the item's keys


class Comparison(NamedTuple):
    """`sims` and `found` are one a term: how well it is explained, and by which slot of the item; `against` are the
    terms that the item contradicts; `rest` the slots of the designation that the line does not mention."""

    place: int
    entry: Entry
    sims: tuple[float, ...]
    found: tuple[int, ...]
    against: tuple[int, ...]
    rest: tuple[int, ...]
    share: float

    @property
    def standing(self) -> float:
        return self.share - _AGAINST * len(self.against)


def compare(query: Query, place: int, entry: Entry) -> Comparison:
    lookup: Lookup = dict(zip(entry.keys, range(len(entry.keys)), strict=True))
    start, end = query.references.get(place, (-1, -1))
    used: set[int] = set()
    sims, found = [], []
    for term in query.terms:
        if start <= term.slot.start and term.slot.end <= end:
            sim, slot = 1.0, BY_REFERENCE
        else:
            sim, slot = _best(term, lookup, entry, used)
        sims.append(sim)
        found.append(slot)
    for index, axis in query.valued:
        where = found[index]
        if where >= 0 and entry.axes[where] != axis and _elsewhere(query.terms, index, entry, found):
            used.discard(found[index])
            sims[index], found[index] = 0.0, _NOWHERE
    against = [
        index
        for index, term in enumerate(query.terms)
        if sims[index] < EXPLAINED
        and (_contrary(term, entry, lookup) or (term.slot.pack and _packed_otherwise(query, term, entry)))
    ]
    explained = sum(term.weight * sim for term, sim in zip(query.terms, sims, strict=True))
    rest = tuple(slot for slot in range(entry.core) if slot not in used)
    share = explained / query.whole if query.whole else 0.0
    return Comparison(place, entry, tuple(sims), tuple(found), tuple(against), rest, share)


def _best(term: Term, lookup: Lookup, entry: Entry, used: set[int]) -> tuple[float, int]:
    """The slot that explains a term best; a number of the item explains one number of the line."""
    best, where = 0.0, _NOWHERE
    for key, sim in term.keys:
        if sim <= best:
            break
        place = lookup.get(key)
        if place is None:
            continue
        slot = entry.slot_of[place]
        if slot in used and term.slot.kind == Kind.NUMBER == entry.kinds[slot]:
            continue
        value = sim * entry.sims[place] / 100
        if value > best:
            best, where = value, slot
    if where >= 0:
        used.add(where)
    return best, where


def _contrary(term: Term, entry: Entry, lookup: Lookup) -> bool:
    """Whether the item says another value of the same attribute, or denies what the line asks."""
    axis = term.slot.axis
    if axis not in _FREE_AXES and axis in entry.axes:
        return True
    return not term.contraries.isdisjoint(lookup)


def _elsewhere(terms: Sequence[Term], index: int, entry: Entry, found: Sequence[int]) -> bool:
    """Whether a number was found as another thing's: as the 16 that a Ø6 cuts deep, for Ø16; as 50 µm, for 50 mm."""
    slot, axis = found[index], terms[index].slot.axis
    both = {axis, entry.axes[slot]}
    if both <= _DISTINCT and both != _PAPER and not ("length" in both and both & _IN_MILLIMETRES):
        return True
    if axis in _MANY or axis not in entry.axes:
        return False
    own = {
        place for place, term in zip(found, terms, strict=True) if place >= 0 and term.slot.axis == entry.axes[place]
    }
    return any(other == axis and place not in own for place, other in enumerate(entry.axes))


def _packed_otherwise(query: Query, term: Term, entry: Entry) -> bool:
    """Whether the item's own name says such a pack with another content: a ream of 500 is none of 250."""
    pack = query.pack
    if pack is None or not pack.stated or term.slot.kind != Kind.NUMBER:
        return False
    own = _pack_named(entry.item.designation)
    if own is None or not own.stated or own.package is None or own.package != pack.package:
        return False
    known = any(code == own.package and content == pack.content for code, content in entry.item.packs)
    return not known and own.content != pack.content


@lru_cache(maxsize=20_000)
def _pack_named(designation: str) -> PackReading | None:
    return read_pack(designation)


def left_over(comparison: Comparison) -> frozenset[str]:
    """What the item says and the line does not, in words that twins share."""
    return frozenset(comparison.entry.texts[slot] for slot in comparison.rest)


def differences(query: Query, comparison: Comparison) -> Iterator[Difference]:
    """Attribute by attribute, the line's in its order, then what only the item says."""
    entry = comparison.entry
    for index, term in enumerate(query.terms):
        slot, sim = comparison.found[index], comparison.sims[index]
        has = term.slot.text if slot == BY_REFERENCE else entry.texts[slot] if slot >= 0 else ""
        if sim >= EXPLAINED:
            verdict = Verdict.SAME if sim >= 0.9 else Verdict.NEAR
            round_one = term.slot.axis == "length" and slot >= 0 and entry.axes[slot] == "diameter"
            yield Difference("diameter" if round_one else term.slot.axis, term.slot.text, has, verdict)
        elif index in comparison.against:
            yield Difference(term.slot.axis, term.slot.text, _other(term, comparison), Verdict.OTHER)
        else:
            yield Difference(term.slot.axis, term.slot.text, "", Verdict.UNSAID)
    for slot in comparison.rest:
        yield Difference(entry.axes[slot], "", entry.texts[slot], Verdict.EXTRA)


def _other(term: Term, comparison: Comparison) -> str:
    """The item's own value of the attribute that differs, one that the line does not use up if there is one."""
    entry = comparison.entry
    same = [slot for slot, axis in enumerate(entry.axes) if axis == term.slot.axis and axis]
    free = [slot for slot in same if slot not in comparison.found]
    return entry.texts[(free or same)[0]] if same else ""
