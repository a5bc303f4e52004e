"""Lines that ask for the same thing, whatever it is: each line is an item to the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pooling.algorithms.matching.asking import Query, ask
from pooling.algorithms.matching.comparing import EXPLAINED, Comparison, compare
from pooling.algorithms.matching.entries import Entry
from pooling.algorithms.matching.features import head_share
from pooling.algorithms.matching.finding import shortlist
from pooling.algorithms.matching.index import Index
from pooling.algorithms.matching.model import Item, Line
from pooling.algorithms.matching.reading import read
from pooling.algorithms.matching.slots import Kind
from pooling.algorithms.matching.surroundings import TELLING

_LOOKED_AT = 20
# how much each must explain of the other: of the one that is explained worse, and of both together
_LEAST, _TOGETHER = 0.4, 1.35
_TELLING = 3.5  # how much a word weighs that tells things apart; `barre` and `boîte` do not
_EITHER = re.compile(r"[^\W\d]\s*/\s*[^\W\d]")  # “mask / shield” is two things to choose from
Near = dict[tuple[int, int], float]


class Side(NamedTuple):
    """A text as the others see it, and as it sees them."""

    text: str
    place: int
    entry: Entry
    query: Query


def clusters(lines: Sequence[Line], *, sure: bool = False) -> list[tuple[int, ...]]:
    """Groups of lines by their place, each line in one; lines of a group are all the same as each other: for a person
    to look at, or where `sure` without anybody looking.

    Groups come in the order of their first line. Which line came first decides nothing else.
    """
    told = [_told(line) for line in lines]
    texts = sorted(set(told))
    group_of = dict(zip(texts, _grouped(len(texts), _near(texts, sure=sure)), strict=True))
    places: dict[int, list[int]] = {}
    for place, text in enumerate(told):
        places.setdefault(group_of[text], []).append(place)
    return sorted(tuple(each) for each in places.values())


def _told(line: Line) -> str:
    """The text, with the size of what it is counted in: a bottle of 500 ml is no can of 25 L."""
    sized = any(slot.kind is Kind.NUMBER and slot.axis for slot in read(line.unit_text).slots)
    return f"{line.text} {line.unit_text}" if sized else line.text


def _near(texts: Sequence[str], *, sure: bool) -> Near:
    """The pairs that say the same, seen from both sides, with how much they share."""
    index = Index(Item(text, text) for text in texts)
    sides = [_side(index, text) for text in texts]
    number_of = {side.place: number for number, side in enumerate(sides)}
    looked_at = {
        (min(one, other), max(one, other))
        for one, side in enumerate(sides)
        for other in (number_of[place] for place in shortlist(index, side.query, _LOOKED_AT))
        if other != one
    }
    shared = {pair: _shared(sides[pair[0]], sides[pair[1]], sure=sure) for pair in looked_at}
    return {pair: much for pair, much in shared.items() if much is not None}


def _side(index: Index, text: str) -> Side:
    place = index.place_of(text)
    entry = index.entry(place) if place is not None else None
    if place is None or entry is None:
        raise LookupError(text)
    return Side(text, place, entry, ask(index, Line(text)))


def _shared(one: Side, other: Side, *, sure: bool) -> float | None:
    there = compare(one.query, other.place, other.entry)
    back = compare(other.query, one.place, one.entry)
    sides = ((one.query, there), (other.query, back))
    if any(comparison.against or _stated(query, comparison) for query, comparison in sides):
        return None
    if sure and bool(_EITHER.search(one.text)) != bool(_EITHER.search(other.text)):
        return None
    if sure and any(_unexplained(query, comparison) for query, comparison in sides):
        return None
    if all(_says_more(query, comparison) for query, comparison in sides):
        return None
    less, more = sorted(head_share(query, comparison) for query, comparison in sides)
    return less + more if less >= _LEAST and less + more >= _TOGETHER else None


def _stated(query: Query, comparison: Comparison) -> bool:
    """Whether the line states a number, a mark or a word such as `bio` that the other does not have."""
    return any(
        sim < EXPLAINED
        and (term.slot.kind in (Kind.NUMBER, Kind.MARK) or term.slot.text in TELLING)
        and not term.slot.aside
        for term, sim in zip(query.terms, comparison.sims, strict=True)
    )


def _says_more(query: Query, comparison: Comparison) -> bool:
    """Whether a line says what it is in a rare word that the other has nothing for: two that both do are two things,
    juice of orange and juice of apple."""
    return any(
        sim < EXPLAINED and not term.slot.aside and term.weight >= _TELLING
        for term, sim in zip(query.terms, comparison.sims, strict=True)
    )


def _unexplained(query: Query, comparison: Comparison) -> bool:
    """Whether the line says anything, be it in brackets, that the other does not; how it is packed is no matter."""
    return any(sim < EXPLAINED and not term.slot.pack for term, sim in zip(query.terms, comparison.sims, strict=True))


def _grouped(count: int, near: Near) -> list[int]:
    """The likest pairs first; two groups become one only when all of one are the same as all of the other."""
    group_of = list(range(count))
    members = {number: [number] for number in group_of}
    for _shared_by, one, other in sorted((-shared, *pair) for pair, shared in near.items()):
        left, right = sorted((group_of[one], group_of[other]))
        if left == right or not all((min(a, b), max(a, b)) in near for a in members[left] for b in members[right]):
            continue
        for number in members[right]:
            group_of[number] = left
        members[left] += members.pop(right)
    return group_of
