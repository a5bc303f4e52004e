"""The short list of a line: the items that share most of what it says."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pooling.algorithms.matching.asking import Query, Term
from pooling.algorithms.matching.index import Index

SHORTLIST = 30
_REFERENCE_COUNTS = 8.0
_LEAN = 0.04  # what each slot of an item costs among equals
_NEAR = 0.8  # of the best score: what shares less is no rival
_FEW = 6  # and yet so many are looked at
_FAR = 0.3  # but nothing that shares less than this
_LIKELY = 0.6  # of the best score: where the few are looked for first
Scores = NDArray[np.float32]


def shortlist(index: Index, query: Query, most: int = SHORTLIST) -> list[int]:
    """Places of the items that share most of what the line says, the leaner first among equals."""
    scores = scored(index, query)
    top = float(scores.max(initial=0.0))
    if top <= 0:
        return []
    return _chosen(index, scores, top, _LIKELY, most) or _chosen(index, scores, top, _FAR, most)


def scored(index: Index, query: Query) -> Scores:
    """What each item has of the line: one a place, places of items taken out included."""
    scores = np.zeros(len(index.sizes()), dtype=np.float32)
    for term in query.terms:
        _score(index, term, scores)
    for place in query.references:
        scores[place] += _REFERENCE_COUNTS
    return scores


def _score(index: Index, term: Term, scores: Scores) -> None:
    """Add what a term is worth to each item that has it, by the surest of its keys there."""
    if len(term.keys) == 1:
        number, sim = term.keys[0]
        # an item stands once under a key; this way in is three times as quick as `scores[places] += worth`
        np.add.at(scores, index.places(number), np.float32(term.weight * sim))
    elif term.keys:
        worth = np.zeros(len(scores), dtype=np.float32)
        for number, sim in reversed(term.keys):
            worth[index.places(number)] = term.weight * sim
        scores += worth


def _chosen(index: Index, scores: Scores, top: float, part: float, most: int) -> list[int]:
    """The best of the items that have at least so much of the best score; none when one that has less may be among
    them. What an item is worth here is never more than its score."""
    least = top * part
    near = (scores >= least).nonzero()[0]
    values = scores[near] - _LEAN * index.sizes()[near]
    if len(near) > most:
        best = (values >= np.partition(values, -most)[-most]).nonzero()[0]
        near, values = near[best], values[best]
    order = np.lexsort((index.ranks()[near], -values))[:most]
    close = scores[near[order]] >= top * _NEAR
    ranked = values[order]
    chosen = max(_FEW, int(np.count_nonzero(close)))
    if part > _FAR and (len(order) < _FEW or min(ranked[:chosen][-1], ranked[close].min(initial=np.inf)) < least):
        return []
    found: list[int] = near[order[:chosen]].tolist()
    return found
