"""Rows of a list that ask for nothing of their own: sums of others, and the names of the columns once more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import dropwhile

from pooling.algorithms.grouping import normalise

TOTALS = frozenset(("total", "totaux", "subtotal", "sum", "somme", "gesamt", "gesamtsumme", "summe", "zwischensumme"))
# what may stand beside such a word without making it a thing one can buy (TOTAL is also a brand of oil)
BESIDE = frozenset(
    ("sous", "sub", "grand", "general", "generale", "ht", "ttc", "eur", "euros", "page", "de", "du", "des", "la", "le")
)


def adds_up(text: str, groups: Collection[str] = ()) -> bool:
    """Whether this text stands for a sum. `groups` are the names by which the list is divided, normalised: so is
    “Total Bureau” a subtotal, and “Total Quartz 5W30” oil."""
    words = normalise(text).split()
    at = next((index for index, word in enumerate(words) if word in TOTALS), None)
    if at is None or not BESIDE.issuperset(words[:at]):
        return False
    after = words[at + 1 :]
    return BESIDE.issuperset(after) or " ".join(dropwhile(BESIDE.__contains__, after)) in groups


def says_again(row: Sequence[str], names: Sequence[str]) -> bool:
    """Whether a row repeats the names of the columns, as lists do that were printed in pages."""
    return len(row) == len(names) and all(
        normalise(text) == normalise(name) for text, name in zip(row, names, strict=True)
    )
