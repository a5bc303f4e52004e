"""The words of a catalogue, and which of them an unknown word may be: cut short, without vowels, or mistyped."""

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

_VOWELS = frozenset("aeiouy")
_MOST = 12  # words that an abbreviation may stand for; it says nothing when there are more
_LONGER = 3.5  # how many times longer than its short form a word may be


def _letters(word: str) -> int:
    """The letters of a word as bits. One slip changes two of them at most; a short form has no bit of its own."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter) % 32
    return bits


class Drawer:
    """Words of one first letter. Most are ruled out by their letters, without looking at the words themselves."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._bits = array("I")

    def add(self, word: str) -> None:
        self._words.append(word)
        self._bits.append(_letters(word))

    def drop(self, word: str) -> None:
        place = self._words.index(word)
        del self._words[place], self._bits[place]

    def near(self, word: str, slips: int) -> list[str]:
        """All words that so many slips make of this one, and others."""
        changed = np.bitwise_count(self._all() ^ np.uint32(_letters(word)))
        return self._picked(changed <= 2 * slips)

    def holding(self, word: str) -> list[str]:
        """All words that have every letter of this one."""
        letters = np.uint32(_letters(word))
        return self._picked(self._all() & letters == letters)

    def _all(self) -> NDArray[np.uint32]:
        return np.frombuffer(self._bits, dtype=np.uint32)

    def _picked(self, which: NDArray[np.bool_]) -> list[str]:
        return [self._words[place] for place in np.flatnonzero(which).tolist()]


_NO_WORDS = Drawer()


class Vocabulary:
    """Words by their first letter, each with how many times it is said."""

    def __init__(self) -> None:
        self._words: dict[str, int] = {}
        self._drawers: dict[str, Drawer] = {}
        self._likely: dict[str, tuple[tuple[str, float], ...]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def add(self, word: str) -> None:
        if word in self._words:
            self._words[word] += 1
            return
        self._words[word] = 1
        self._drawers.setdefault(word[0], Drawer()).add(word)
        self._likely.clear()

    def drop(self, word: str) -> None:
        """Say a word once less; the last time takes it out."""
        self._words[word] -= 1
        if not self._words[word]:
            del self._words[word]
            self._drawers[word[0]].drop(word)
            self._likely.clear()

    def likely(self, word: str) -> tuple[tuple[str, float], ...]:
        """Words that this one may mean, with how surely; the same every time until a word is added."""
        if word not in self._likely:
            self._likely[word] = tuple(self._ranked(word))
        return self._likely[word]

    def _ranked(self, word: str) -> list[tuple[str, float]]:
        found: dict[str, float] = {}
        for likely, sim in (*self._mistyped(word), *self._shortened(word)):
            found[likely] = max(sim, found.get(likely, 0.0))
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))[:_MOST]

    def _mistyped(self, word: str) -> Iterator[tuple[str, float]]:
        """One slip in a word of four letters, two from eight on; the first letters are seldom wrong both.

        Letters without a vowel are a code or an abbreviation: one of them changed is another."""
        if len(word) < 4 or _VOWELS.isdisjoint(word):
            return
        most = 1 if len(word) < 8 else 2
        drawers = {word[0], word[1]}
        for letter in sorted(drawers):
            drawer = self._drawers.get(letter, _NO_WORDS).near(word, most)
            near = process.extract(word, drawer, scorer=OSA.distance, score_cutoff=most, limit=None)
            for likely, distance, _place in near:
                if distance and len(likely) > 3:
                    yield likely, 1.0 - 0.14 * distance - (0.25 if len(word) < 5 else 0.0)

    def _shortened(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < 2:
            return
        for whole in self._drawers.get(word[0], _NO_WORDS).holding(word):
            if len(whole) > len(word) and _in_order(word, whole):
                sim = _kept(word, whole)
                if sim > 0:
                    yield whole, sim


def _in_order(short: str, whole: str) -> bool:
    """Whether the letters of one stand in the other in their order."""
    place = 0
    for letter in short:
        place = whole.find(letter, place) + 1
        if not place:
            return False
    return True


def _kept(short: str, whole: str) -> float:
    """How well a short form keeps a word: its beginning, or its consonants in order."""
    if whole.startswith(short):
        return min(0.92, 0.62 + 0.5 * len(short) / len(whole)) if len(short) > 1 else 0.0
    if len(whole) > len(short) * _LONGER + 2:
        return 0.0
    consonants = [letter for letter in whole[1:] if letter not in _VOWELS]
    kept = sum(letter not in _VOWELS for letter in short[1:])
    vowels = len(short) - 1 - kept
    share = kept / max(1, len(consonants))
    return max(0.0, min(0.9, 0.45 + 0.5 * share - 0.06 * vowels))
