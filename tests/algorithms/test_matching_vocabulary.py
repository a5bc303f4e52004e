"""Words that letters rule out are never those that an unknown word may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from pooling.algorithms.matching.vocabulary import Drawer, Vocabulary

words = st.text(alphabet="abcdeéßµøжω", min_size=1, max_size=9)


def in_order(short: str, whole: str) -> bool:
    letters = iter(whole)
    return all(letter in letters for letter in short)


@given(known=st.lists(words, unique=True), word=words, slips=st.sampled_from([1, 2]))
def test_no_word_within_reach_is_ruled_out(known: list[str], word: str, slips: int) -> None:
    drawer = Drawer()
    for each in known:
        drawer.add(each)
    assert {each for each in known if OSA.distance(word, each) <= slips} <= set(drawer.near(word, slips))
    assert {each for each in known if in_order(word, each)} <= set(drawer.holding(word))


@given(known=st.lists(words, unique=True), gone=st.sets(st.integers(0, 9)), word=words)
def test_a_word_taken_out_is_as_if_it_had_never_been_said(known: list[str], gone: set[int], word: str) -> None:
    kept, anew = Vocabulary(), Vocabulary()
    for each in known:
        kept.add(each)
    for place, each in enumerate(known):
        if place in gone:
            kept.drop(each)
        else:
            anew.add(each)
    assert kept.likely(word) == anew.likely(word)
