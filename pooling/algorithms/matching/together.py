"""What several firms could buy together, by how lines are held to ask for the same thing."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from pooling.algorithms.grouping import Ref, normalise, text_key
from pooling.algorithms.matching.clusters import clusters
from pooling.algorithms.matching.model import Line
from pooling.algorithms.packs import read_pack
from pooling.algorithms.units import COUNT, PACKAGE, unit_named

PIECES = "pieces"


@dataclass(frozen=True)
class Asked:
    """A line of a firm. `named` is the item that the firm itself chose, `found` the one that matching or a buyer
    settled on, empty where there is none; `value` at the present price."""

    member: Ref
    line: Line
    value: Decimal
    named: str = ""
    found: str = ""


class Together(NamedTuple):
    """Lines, and their value, whose thing at least two firms ask for."""

    lines: int
    value: Decimal


class Pair(NamedTuple):
    """A line, and another firm's in other words that is held to be the same."""

    one: Asked
    other: Asked


def as_written(lines: Sequence[Asked]) -> list[str]:
    """What each asks for: the item its firm named, else its very words and unit."""
    return [each.named or f"{each.line.text}\t{each.line.unit_text}" for each in lines]


def normalised(lines: Sequence[Asked]) -> list[str]:
    """The same, but for capitals, accents, spaces and punctuation."""
    return [each.named or text_key(each.line.text, each.line.unit_text) for each in lines]


def matched(lines: Sequence[Asked]) -> list[str]:
    """The item that was found, else the group that needs nobody's look, as far as its quantities can be added up."""
    return _grouped(lines, sure=True, unit=counted_in)


def proposed(lines: Sequence[Asked]) -> list[str]:
    """The item that was found, else the topic that the desk lays before a person, however its lines are counted."""
    return _grouped(lines, sure=False, unit=lambda _line: "")


def _grouped(lines: Sequence[Asked], *, sure: bool, unit: Callable[[Line], str]) -> list[str]:
    keys = [each.named or each.found for each in lines]
    unknown = [place for place, key in enumerate(keys) if not key]
    for number, group in enumerate(clusters([lines[place].line for place in unknown], sure=sure)):
        for place in group:
            keys[unknown[place]] = f"group:{number}\t{unit(lines[unknown[place]].line)}"
    return keys


def counted_in(line: Line) -> str:
    """What quantities of like lines can be added up in: pieces, a dimension, or packs of a kind nobody opened."""
    text = line.unit_text
    pack = read_pack("", text)
    if pack is not None and pack.stated and not pack.ambiguous:
        return PIECES
    unit = unit_named(text)
    if unit is None or unit.dimension == PACKAGE:
        return unit.code if unit else normalise(text)
    return PIECES if unit.dimension == COUNT else unit.dimension


def together(lines: Sequence[Asked], keys: Sequence[str]) -> Together:
    kept = [each for group in _groups(lines, keys) for each in group]
    return Together(len(kept), sum((each.value for each in kept), Decimal(0)))


def sample(lines: Sequence[Asked], keys: Sequence[str], most: int, seed: int = 1) -> list[Pair]:
    """Lines for a person to judge, each beside one of another firm in other words: first such words as were not shown
    yet. The same each time."""
    chance = random.Random(seed)  # noqa: S311 (nothing secret: the same lines each time)
    pairs = [
        Pair(one, chance.choice(others))
        for group in _groups(lines, keys)
        for one in group
        if (others := [each for each in group if each.member != one.member and _words(each) != _words(one)])
    ]
    chance.shuffle(pairs)
    shown: set[frozenset[str]] = set()
    # False sorts first, and sorting leaves the rest in its order
    return sorted(pairs, key=lambda pair: _shown(pair, shown))[:most]


def _shown(pair: Pair, shown: set[frozenset[str]]) -> bool:
    """Whether these words stood side by side before; from now on they did."""
    words = frozenset((_words(pair.one), _words(pair.other)))
    before = words in shown
    shown.add(words)
    return before


def _groups(lines: Sequence[Asked], keys: Sequence[str]) -> list[list[Asked]]:
    """Of two firms or more, in the order of their keys."""
    by_key: defaultdict[str, list[Asked]] = defaultdict(list)
    for line, key in zip(lines, keys, strict=True):
        by_key[key].append(line)
    return [by_key[key] for key in sorted(by_key) if len({each.member for each in by_key[key]}) > 1]


def _words(asked: Asked) -> str:
    return asked.named or normalise(asked.line.text)
