"""Lines that ask for the same thing, whatever it is: each line is an item to the others."""

from __future__ import annotations

from collections.abc import Sequence

from pooling.algorithms.matching.asking import Query, ask, shortlist
from pooling.algorithms.matching.comparing import EXPLAINED, Comparison, compare
from pooling.algorithms.matching.features import head_share
from pooling.algorithms.matching.index import Index
from pooling.algorithms.matching.model import Item, Line
from pooling.algorithms.matching.slots import Kind

_LOOKED_AT = 20
# how much each must explain of the other: of the one that is explained worse, and of both together
_LEAST, _TOGETHER = 0.4, 1.35


def clusters(lines: Sequence[Line]) -> list[tuple[int, ...]]:
    """Groups of lines by their place, each line in one; lines of a group are all the same as each other.

    Groups come in the order of their first line. Which line came first decides nothing else.
    """
    texts = sorted({line.text for line in lines})
    index = Index(Item(text, text) for text in texts)
    near = {text: _same(index, text) for text in texts}
    group_of = _grouped(texts, near)
    places: dict[int, list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(group_of[line.text], []).append(place)
    return sorted(tuple(each) for each in places.values())


def _same(index: Index, text: str) -> dict[str, float]:
    """Texts that say the same as this one, seen from both sides, with how much they share."""
    query = ask(index, Line(text))
    found = {}
    for place in shortlist(index, query, _LOOKED_AT):
        entry = index.entry(place)
        if entry is not None and entry.item.code != text:
            shared = _shared(index, query, text, place)
            if shared is not None:
                found[entry.item.code] = shared
    return found


def _shared(index: Index, query: Query, text: str, place: int) -> float | None:
    entry, mine = index.entry(place), index.place_of(text)
    own = index.entry(mine) if mine is not None else None
    if entry is None or mine is None or own is None:
        return None
    back_query = ask(index, Line(entry.item.designation))
    there = compare(query, place, entry)
    back = compare(back_query, mine, own)
    if there.against or back.against or _stated(query, there) or _stated(back_query, back):
        return None
    less, more = sorted((head_share(query, there), head_share(back_query, back)))
    return less + more if less >= _LEAST and less + more >= _TOGETHER else None


def _stated(query: Query, comparison: Comparison) -> bool:
    """Whether the line states a number or a mark that the other does not have."""
    return any(
        sim < EXPLAINED and term.slot.kind in (Kind.NUMBER, Kind.MARK) and not term.slot.aside
        for term, sim in zip(query.terms, comparison.sims, strict=True)
    )


def _grouped(texts: Sequence[str], near: dict[str, dict[str, float]]) -> dict[str, int]:
    """The likest pairs first; two groups become one only when all of one are the same as all of the other."""
    group_of = {text: number for number, text in enumerate(texts)}
    members = {number: [text] for text, number in group_of.items()}
    pairs = sorted(
        ((-shared, one, other) for one, others in near.items() for other, shared in others.items() if one < other),
    )
    for _shared_by, one, other in pairs:
        left, right = sorted((group_of[one], group_of[other]))
        if left == right or not all(b in near[a] or a in near[b] for a in members[left] for b in members[right]):
            continue
        for text in members[right]:
            group_of[text] = left
        members[left] += members.pop(right)
    return group_of
