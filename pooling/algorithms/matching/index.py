"""The index of a catalogue: built once, kept up to date item by item."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pooling.algorithms.grouping import normalise
from pooling.algorithms.matching.entries import Entry, entry_of, references
from pooling.algorithms.matching.model import Alias, Item
from pooling.algorithms.matching.vocabulary import Vocabulary

_OPENING = 3
Places = NDArray[np.intp]  # the kind numpy takes as it is: any other is copied each time it picks by it
# what a slot of a line finds: numbers of keys with how surely, numbers of their contraries, and its weight
Found = tuple[tuple[tuple[int, float], ...], frozenset[int], float]


class Index:
    """Items by what they say. An item has a place, which it keeps until it is taken out."""

    def __init__(self, items: Iterable[Item] = (), aliases: Iterable[Alias] = ()) -> None:
        self.vocabulary = Vocabulary()
        self._said: dict[str, tuple[str, frozenset[str]]] = {}
        self.found: dict[tuple[object, ...], Found] = {}  # by slot, until the index changes
        self._numbers: dict[str, int] = {}
        self._postings: list[array[int]] = []
        self._entries: list[Entry | None] = []
        self._empty: list[int] = []  # places of items taken out: the next item put in has one of them
        self._places: dict[str, int] = {}
        self._sizes: array[float] = array("f")
        # worked out when they are asked for, until the index changes
        self._ranks: Places | None = None
        self._views: dict[int, Places] = {}
        self._references: dict[str, list[int]] = {}
        self._openings: set[str] = set()  # first letters of references, those taken out included
        self.add(items)
        self.learn(aliases)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, code: str) -> bool:
        return code in self._places

    def add(self, items: Iterable[Item]) -> None:
        """Put items in; one whose code is known replaces what was there."""
        for item in items:
            self.remove([item.code])
            self._put(item)

    def remove(self, codes: Iterable[str]) -> None:
        for code in codes:
            place = self._places.pop(code, None)
            if place is not None:
                self._take_out(place)

    def learn(self, aliases: Iterable[Alias]) -> None:
        """What buyers said, the later word over the earlier."""
        for alias in aliases:
            text = normalise(alias.text)
            said, denied = self._said.get(text, ("", frozenset()))
            if alias.yes:
                self._said[text] = alias.code, denied - {alias.code}
            else:
                self._said[text] = "" if said == alias.code else said, denied | {alias.code}

    def forget(self, alias: Alias) -> None:
        """Take back what a buyer said, a yes or a no."""
        text = normalise(alias.text)
        said, denied = self._said.get(text, ("", frozenset()))
        if alias.yes:
            self._said[text] = "" if said == alias.code else said, denied
        else:
            self._said[text] = said, denied - {alias.code}

    def said_of(self, text: str) -> tuple[str, frozenset[str]]:
        """The item that a wording is, empty when nobody said so, and the items that it is not."""
        return self._said.get(normalise(text), ("", frozenset())) if self._said else ("", frozenset())

    def entry(self, place: int) -> Entry | None:
        return self._entries[place]

    def place_of(self, code: str) -> int | None:
        return self._places.get(code)

    def number_of(self, key: str) -> int | None:
        """The number of a key that some item has."""
        number = self._numbers.get(key)
        return number if number is not None and self._postings[number] else None

    def count(self, number: int) -> int:
        return len(self._postings[number])

    def places(self, number: int) -> Places:
        """Where a key stands, in order. Not to be kept: the index may change."""
        found = self._views.get(number)
        if found is None:
            found = self._views[number] = np.frombuffer(self._postings[number], dtype=np.intp)
        return found

    def sizes(self) -> NDArray[np.float32]:
        return np.frombuffer(self._sizes, dtype=np.float32)

    def ranks(self) -> Places:
        """Each place's rank by its item's code: equals come in this order, whichever was put in first."""
        if self._ranks is None:
            by_code = sorted(self._places.items())
            self._ranks = np.zeros(len(self._entries), dtype=np.intp)
            self._ranks[[place for _code, place in by_code]] = range(len(by_code))
        return self._ranks

    def may_begin_a_reference(self, letters: str) -> bool:
        return letters[:_OPENING] in self._openings

    def referred(self, joined: str) -> list[int]:
        """The items of a reference without its spaces and hyphens."""
        return self._references.get(joined, [])

    def _changes(self) -> None:
        self._ranks = None
        self.found.clear()
        self._views.clear()

    def _put(self, item: Item) -> None:
        self._changes()
        place = self._room()
        entry = entry_of(item, self._number)
        self._entries[place] = entry
        self._places[item.code] = place
        self._sizes[place] = float(entry.core)
        for key in set(entry.keys):
            _insert(self._postings[key], place)
        for joined in set(references(item)):
            self._references.setdefault(joined, []).append(place)
            self._openings.update(joined[:length] for length in range(1, _OPENING + 1))
        for word in entry.words:
            self.vocabulary.add(word)

    def _room(self) -> int:
        """An empty place, a new one where there is none."""
        if self._empty:
            return self._empty.pop()
        self._entries.append(None)
        self._sizes.append(0.0)
        return len(self._entries) - 1

    def _take_out(self, place: int) -> None:
        entry = self._entries[place]
        if entry is None:
            return
        self._changes()
        self._entries[place] = None
        self._empty.append(place)
        for key in set(entry.keys):
            postings = self._postings[key]
            del postings[bisect_left(postings, place)]
        for joined in set(references(entry.item)):
            self._references[joined].remove(place)
        for word in entry.words:
            self.vocabulary.drop(word)

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._postings)
            self._postings.append(array("q"))
        return number


def _insert(postings: array[int], place: int) -> None:
    if postings and place < postings[-1]:
        insort(postings, place)
    else:
        postings.append(place)
