"""The index of a catalogue: built once, kept up to date item by item."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from pooling.algorithms.grouping import normalise
from pooling.algorithms.matching.entries import Entry, entry_of, references
from pooling.algorithms.matching.model import Alias, Item
from pooling.algorithms.matching.vocabulary import Vocabulary

Places = NDArray[np.int32]


class Index:
    """Items by what they say. An item has a place, which it keeps; places of items taken out stay empty.

    `said` holds the wordings that a buyer called an item, `denied` those that it is not.
    """

    def __init__(self, items: Iterable[Item] = (), aliases: Iterable[Alias] = ()) -> None:
        self.vocabulary = Vocabulary()
        self.said: dict[str, str] = {}
        self.denied: set[tuple[str, str]] = set()
        self.negatives: dict[int, int] = {}  # each key and its contrary: soupape, sans soupape
        self._numbers: dict[str, int] = {}
        self._postings: list[array[int]] = []
        self._counts: list[int] = []
        self._entries: list[Entry | None] = []
        self._places: dict[str, int] = {}
        self._sizes: array[float] = array("f")
        self._references: dict[str, list[int]] = {}
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
            if alias.yes:
                self.said[text] = alias.code
                self.denied.discard((text, alias.code))
            else:
                self.denied.add((text, alias.code))
                if self.said.get(text) == alias.code:
                    del self.said[text]

    def forget(self, alias: Alias) -> None:
        """Take back what a buyer said, a yes or a no."""
        text = normalise(alias.text)
        if alias.yes and self.said.get(text) == alias.code:
            del self.said[text]
        if not alias.yes:
            self.denied.discard((text, alias.code))

    @property
    def holes(self) -> bool:
        """Whether items were taken out since the index was built."""
        return len(self._places) < len(self._entries)

    def entry(self, place: int) -> Entry | None:
        return self._entries[place]

    def place_of(self, code: str) -> int | None:
        return self._places.get(code)

    def number_of(self, key: str) -> int | None:
        """The number of a key that some item has."""
        number = self._numbers.get(key)
        return number if number is not None and self._counts[number] else None

    def count(self, number: int) -> int:
        return self._counts[number]

    def places(self, number: int) -> Places:
        """Where a key stands, places of items taken out included. Not to be kept: the index may grow."""
        return np.frombuffer(self._postings[number], dtype=np.int32)

    def sizes(self) -> NDArray[np.float32]:
        return np.frombuffer(self._sizes, dtype=np.float32)

    def referred(self, joined: str) -> list[int]:
        """The items of a reference without its spaces and hyphens."""
        return self._references.get(joined, [])

    def _put(self, item: Item) -> None:
        place = len(self._entries)
        entry = entry_of(item, self._number)
        self._entries.append(entry)
        self._places[item.code] = place
        self._sizes.append(float(entry.core))
        for key in set(entry.keys):
            self._postings[key].append(place)
            self._counts[key] += 1
        for joined in set(references(item)):
            self._references.setdefault(joined, []).append(place)
        for word in entry.words:
            self.vocabulary.add(word)

    def _take_out(self, place: int) -> None:
        entry = self._entries[place]
        self._entries[place] = None
        if entry is None:
            return
        for key in set(entry.keys):
            self._counts[key] -= 1
        for joined in set(references(entry.item)):
            self._references[joined].remove(place)
        for word in entry.words:
            self.vocabulary.drop(word)

    def _number(self, key: str) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._postings)
            self._postings.append(array("i"))
            self._counts.append(0)
            if key.startswith("-"):
                positive = self._number(key[1:])
                self.negatives[number], self.negatives[positive] = positive, number
        return number
