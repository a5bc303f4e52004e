"""The short list: what the index finds is what looking at every item finds, and equals come by code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.shelves import items, lines
from pooling.algorithms.matching.asking import Query, Term, ask
from pooling.algorithms.matching.entries import Entry
from pooling.algorithms.matching.finding import scored, shortlist
from pooling.algorithms.matching.index import Index
from pooling.algorithms.matching.model import Item, Line
from tests.algorithms.test_matching_shelf import LINES, shelf

MADE_UP = items(600)
SHELF = [*shelf(), *MADE_UP]
TEXTS = [*(row["text"] for row in LINES), *(line.text for line, _code in lines(MADE_UP, 60))]
subsets = st.sets(st.sampled_from(range(len(SHELF))), min_size=1)
number = np.float32


def worth(term: Term, entry: Entry) -> np.float32:
    """What an item has of a term: as much as the surest of its keys says."""
    return number(max((term.weight * sim for key, sim in term.keys if key in entry.keys), default=0.0))


def looked_at(index: Index, query: Query, codes: Sequence[str], most: int) -> list[str]:
    """The short list by looking at every item."""
    scores, values = dict[str, np.float32](), dict[str, np.float32]()
    for code in codes:
        place = index.place_of(code)
        entry = index.entry(place) if place is not None else None
        assert entry is not None
        score = number(0)
        for term in query.terms:
            score += worth(term, entry)
        scores[code] = score + number(8.0 if place in query.references else 0.0)
        values[code] = scores[code] - number(0.04) * number(entry.core)
    top = max(scores.values())
    near = [code for code in codes if top > 0 and scores[code] >= number(float(top) * 0.3)]
    ranked = sorted(near, key=lambda code: (-values[code], code))[:most]
    close = len([code for code in ranked if scores[code] >= number(float(top) * 0.8)])
    return ranked[: max(6, close)]


@settings(max_examples=40)
@given(then=subsets, gone=subsets, text=st.sampled_from(TEXTS), most=st.sampled_from([6, 15, 30]))
def test_the_short_list_is_what_looking_at_every_item_gives(
    then: set[int], gone: set[int], text: str, most: int
) -> None:
    index = Index(MADE_UP[:300])
    index.add(SHELF[place] for place in then)
    index.remove(SHELF[place].code for place in gone)
    codes = ({item.code for item in MADE_UP[:300]} | {SHELF[place].code for place in then}) - {
        SHELF[place].code for place in gone
    }
    if codes:
        query = ask(index, Line(text))
        found = [entry.item.code for place in shortlist(index, query, most) if (entry := index.entry(place))]
        assert found == looked_at(index, query, sorted(codes), most)


@pytest.fixture(scope="module")
def emptied() -> Index:
    """Everything was in it, and is taken out."""
    index = Index(SHELF)
    index.remove(item.code for item in SHELF)
    return index


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_of_an_item_taken_out_is_found(text: str, emptied: Index) -> None:
    query = ask(emptied, Line(text))
    assert not scored(emptied, query).any()
    assert shortlist(emptied, query) == []


def test_a_place_that_is_empty_is_used_again() -> None:
    index = Index(SHELF[:5])
    size = len(index.sizes())
    for _ in range(3):
        index.add(SHELF[:5])
        index.remove([SHELF[0].code])
        index.add(SHELF[:1])
    assert len(index.sizes()) == size


def test_of_many_equals_those_with_the_first_codes_are_looked_at() -> None:
    equals = [Item(f"E{number:03}", f"Seau galvanisé modèle {number}") for number in range(100)]
    for order in (equals, equals[::-1]):
        index = Index(order)
        found = shortlist(index, ask(index, Line("seau galvanisé")))
        codes = [entry.item.code for place in found if (entry := index.entry(place))]
        assert codes == [item.code for item in equals[:30]]
