"""What the probability of a match is worked out from."""

from __future__ import annotations

import math
from collections.abc import Sequence

from pooling.algorithms.matching.asking import Query, Term
from pooling.algorithms.matching.comparing import EXPLAINED, Comparison, left_over
from pooling.algorithms.matching.slots import Kind
from pooling.algorithms.matching.surroundings import DEGREES, TELLING

NAMES = (
    "share", "attributes", "known words", "unknown words", "aside", "loose", "gap", "rivals", "marked", "reference",
    "rest decides", "rest words", "evidence",
)  # fmt: skip
_MISSING = ("attributes", "known words", "unknown words", "aside")
SURE = 0.7  # a number that is found less surely may be another one: 051 of 051H
# two items that differ by less of what the line says fit it alike
TIE = 0.03


class Standing:
    """How the best candidate stands among the others: `rivals` fit the line as well, `marked` are the same thing with
    something more, `gap` is how far the nearest of all others stands behind."""

    def __init__(self, best: Comparison, others: Sequence[Comparison]) -> None:
        self.rivals: list[Comparison] = []
        self.marked: list[Comparison] = []
        self.gap = 1.0
        mine = left_over(best)
        for other in others:
            behind = best.standing - other.standing
            theirs = left_over(other) if behind < TIE else mine
            if behind < TIE and mine < theirs and not _by_degree(other, theirs - mine):
                self.marked.append(other)
                continue
            if behind < TIE:
                self.rivals.append(other)
            self.gap = min(self.gap, max(0.0, behind))


def _by_degree(other: Comparison, more: frozenset[str]) -> bool:
    """Whether all that another item says more is how much it is so: of `fins` and `très fins` neither is the plain."""
    return more <= DEGREES and any(slot + 1 in other.rest for slot in other.rest if other.entry.texts[slot] in more)


def features(query: Query, best: Comparison, standing: Standing) -> tuple[float, ...]:
    missing = dict.fromkeys(_MISSING, 0.0)
    explained = loose = 0.0
    for term, sim in zip(query.terms, best.sims, strict=True):
        if sim >= EXPLAINED:
            loose += term.weight * (1 - sim)
            explained += term.weight * sim
        elif (sort := _sort(term)) in missing:
            missing[sort] += term.weight
    whole = query.whole or 1.0
    deciding = sum(best.entry.kinds[slot] in (Kind.NUMBER, Kind.ATTRIBUTE) for slot in best.rest)
    return (
        head_share(query, best),
        *(min(2.0, missing[name] / 5) for name in _MISSING),
        loose / whole,
        min(0.3, standing.gap) / 0.3,
        min(3, len(standing.rivals)) / 3,
        min(3, len(standing.marked)) / 3,
        float(best.place in query.references),
        min(6, deciding) / 6,
        min(8, len(best.rest) - deciding) / 8,
        math.log1p(explained) / 3,
    )


def head_share(query: Query, best: Comparison) -> float:
    """How much of the designation itself the item explains, remarks left out."""
    terms = [(term.weight, sim) for term, sim in zip(query.terms, best.sims, strict=True) if not term.slot.aside]
    said = sum(weight for weight, _sim in terms)
    return sum(weight for weight, sim in terms if sim >= EXPLAINED) / said if said else 0.0


def _sort(term: Term) -> str:
    slot = term.slot
    if slot.aside:
        return "aside"
    if slot.kind == Kind.ATTRIBUTE:
        return "attributes"
    if slot.kind != Kind.WORD:
        return "veto"
    return "known words" if term.keys else "unknown words"


def partly(query: Query, best: Comparison) -> bool:
    """Whether the designation says something that the item does not, and no reference or GTIN makes up for it."""
    pairs = list(zip(query.terms, best.sims, strict=True))
    if best.place in query.references or any(sim >= 1 and term.slot.kind == Kind.GTIN for term, sim in pairs):
        return False
    if any(sim < EXPLAINED and (not term.slot.aside or _bracketed_code(term)) for term, sim in pairs):
        return True
    if _is_but_a_name(query, best) or any(_tells(best, slot) for slot in best.rest):
        return True
    return any(
        term.slot.kind == Kind.NUMBER and sim < SURE and not term.slot.aside and _another(best, slot)
        for term, sim, slot in zip(query.terms, best.sims, best.found, strict=True)
    )


def _is_but_a_name(query: Query, best: Comparison) -> bool:
    """Whether a line is one plain word and the item says of which size, colour or kind it is: `papier`."""
    said = [term.slot for term in query.terms if not term.slot.aside]
    return [(slot.kind, slot.text.isalpha()) for slot in said] == [(Kind.WORD, True)] and any(
        best.entry.kinds[slot] in (Kind.NUMBER, Kind.ATTRIBUTE) for slot in best.rest
    )


def _tells(best: Comparison, slot: int) -> bool:
    """Whether the item says what whoever meant it would have said: zero, bio, or the `très` of `très fin`."""
    word = best.entry.texts[slot]
    return word in TELLING or (word in DEGREES and slot + 1 not in best.rest)


def _bracketed_code(term: Term) -> bool:
    """A part of a code that stands alone in brackets: a reference, as a rule, and not this item's."""
    slot = term.slot
    return slot.bracketed and slot.kind in (Kind.MARK, Kind.NUMBER)


def _another(best: Comparison, slot: int) -> bool:
    """Whether a number found loosely goes on in the item: with a letter or a fine pitch that the line lacks."""
    entry = best.entry
    goes_on = slot + 1 in best.rest and entry.kinds[slot + 1] == Kind.MARK
    return (goes_on and not entry.axes[slot]) or (slot >= 0 and entry.axes[slot] == "thread")


def vetoed(query: Query, best: Comparison) -> bool:
    """Whether the line states an attribute that the item lacks or contradicts: never matched without a person."""
    return bool(best.against) or any(
        sim < EXPLAINED and not term.slot.aside and term.slot.kind in (Kind.NUMBER, Kind.MARK, Kind.GTIN)
        for term, sim in zip(query.terms, best.sims, strict=True)
    )
