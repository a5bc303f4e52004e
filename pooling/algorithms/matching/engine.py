"""Matching a line: `Catalogue.match`, and the same live, for somebody who is typing."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.matching.asking import Query, ask
from pooling.algorithms.matching.comparing import Comparison, compare, differences
from pooling.algorithms.matching.features import Standing
from pooling.algorithms.matching.finding import SHORTLIST, shortlist
from pooling.algorithms.matching.index import Index
from pooling.algorithms.matching.judging import decide, probability, question, reason
from pooling.algorithms.matching.model import Alias, Candidate, Decision, Difference, Item, Line, Match
from pooling.algorithms.matching.quantities import in_base_units, price_disagrees

SHOWN = 8
_LIKE = 12.0  # how fast a candidate's probability falls behind the best one's
_SAID = 0.999
_NOTHING = Refusal("nothing", N_("No item has anything of this line."))
_EMPTY = Refusal("empty", N_("The line has no text."))


class Catalogue:
    """Items of a catalogue, with what buyers said of wordings. Not to be changed by two threads at once."""

    def __init__(self, items: Iterable[Item] = (), aliases: Iterable[Alias] = ()) -> None:
        self._index = Index(items, aliases)

    def __len__(self) -> int:
        return len(self._index)

    def __contains__(self, code: str) -> bool:
        return code in self._index

    def add(self, items: Iterable[Item]) -> None:
        """Put items in, or put them anew."""
        self._index.add(items)

    def remove(self, codes: Iterable[str]) -> None:
        self._index.remove(codes)

    def learn(self, aliases: Iterable[Alias]) -> None:
        self._index.learn(aliases)

    def forget(self, alias: Alias) -> None:
        self._index.forget(alias)

    def match(self, line: Line, *, detailed: bool = True) -> Match:
        """What a line is: the decision, the likeliest items, why, and what to ask.

        Candidates have their differences only when `detailed`: thousands of lines at once are nobody's reading.
        """
        query = ask(self._index, line)
        ranked = self._ranked(query)
        if not ranked:
            return Match(Decision.NONE, 0.0, (), _NOTHING if query.terms else _EMPTY, pack=query.pack)
        best, others = ranked[0], ranked[1:]
        standing = Standing(best, others)
        likely, decision, why = self._judged(query, best, standing)
        asked = question(best, standing) if decision is Decision.REVIEW else None
        item = best.entry.item
        base = in_base_units(line, item, query.pack)
        if decision is Decision.AUTO and price_disagrees(line, item, base):
            decision, why = Decision.REVIEW, Refusal("price", _PRICE)
        why = why or reason(decision, query, best, standing, asked)
        candidates = _candidates(query, ranked, likely, detailed=detailed)
        return Match(decision, likely, candidates, why, asked, base, query.pack)

    def suggest(self, text: str, most: int = 5) -> list[Candidate]:
        """The likeliest items of a text that somebody is typing, best first."""
        query = ask(self._index, Line(text))
        ranked = self._ranked(query, 3 * most)
        if not ranked:
            return []
        likely = probability(query, ranked[0], Standing(ranked[0], ranked[1:]))
        return list(_candidates(query, ranked[:most], likely, detailed=True))

    def compare(self, line: Line, code: str) -> tuple[Difference, ...]:
        """A line beside one item, attribute by attribute."""
        place = self._index.place_of(code)
        entry = self._index.entry(place) if place is not None else None
        if place is None or entry is None:
            raise KeyError(code)
        query = ask(self._index, line)
        return tuple(differences(query, compare(query, place, entry)))

    def _ranked(self, query: Query, most: int = SHORTLIST) -> list[Comparison]:
        """The short list, the best first; equals by what they say beyond, then by code: never by entry."""
        said, denied = self._index.said_of(query.line.text)
        places = shortlist(self._index, query, most)
        place = self._index.place_of(said)
        if place is not None and place not in places:
            places.append(place)
        found = []
        for place in places:
            entry = self._index.entry(place)
            if entry is not None and entry.item.code not in denied:
                found.append(compare(query, place, entry))
        found.sort(key=lambda each: (-round(each.standing, 4), len(each.rest), each.entry.item.code))
        return sorted(found, key=lambda each: each.entry.item.code != said) if said else found

    def _judged(self, query: Query, best: Comparison, standing: Standing) -> tuple[float, Decision, Refusal | None]:
        if self._index.said_of(query.line.text)[0] == best.entry.item.code:
            return _SAID, Decision.AUTO, Refusal("learned", N_("A buyer said so of this wording."))
        likely = probability(query, best, standing)
        return likely, decide(likely, query, best, standing), None


_PRICE = N_("The price per unit is far from this item's: the pack may be another.")


def _candidates(query: Query, ranked: Sequence[Comparison], likely: float, *, detailed: bool) -> tuple[Candidate, ...]:
    """The best first; what the best leaves is shared by the others, the nearer the more."""
    best = ranked[0]
    shares = [math.exp(_LIKE * (each.standing - best.standing)) for each in ranked[1:SHOWN]]
    left = 1.0 - likely
    whole = max(1.0, sum(shares))
    told = [likely, *(min(likely, left * share / whole) for share in shares)]
    return tuple(
        Candidate(each.entry.item.code, round(chance, 4), tuple(differences(query, each)) if detailed else ())
        for each, chance in zip(ranked[:SHOWN], told, strict=True)
    )
