"""The words of the trade as one table: what a word or a name of several words stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pooling.algorithms.matching.folding import Run, fold, runs
from pooling.algorithms.matching.words_attributes import AXES
from pooling.algorithms.matching.words_food import FOOD
from pooling.algorithms.matching.words_things import THINGS

_LINKS = frozenset(" -./'&+_")
_WIDEST_GAP = 2


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name stands for: `keys` of its concepts, the `axis` it is a value of, if any."""

    keys: tuple[str, ...]
    axis: str


@dataclass(frozen=True, slots=True)
class Named:
    """A name of the lexicon found in a text, as its runs from `first` to before `last`."""

    first: int
    last: int
    sense: Sense


def _lines(table: str) -> Iterator[tuple[str, list[str]]]:
    """Each concept and its names; a line without a name of its own goes on with the one before."""
    concept, names = "", ""
    for line in table.strip().splitlines():
        head, colon, tail = line.partition(":")
        if colon:
            if concept:
                yield concept, names.split(",")
            concept, names = head.strip(), tail
        else:
            names += f" {line}"
    yield concept, names.split(",")


def _senses() -> dict[tuple[str, ...], Sense]:
    found: dict[tuple[str, ...], Sense] = {}
    tables = [("", THINGS), ("", FOOD), *AXES.items()]
    for axis, table in tables:
        for concept, names in _lines(table):
            for name in names:
                spelt = tuple(run.text for run in runs(fold(name)))
                key = f"c:{axis}.{concept}" if axis else f"c:{concept}"
                before = found.get(spelt, Sense((), ""))
                if spelt and key not in before.keys:
                    found[spelt] = Sense((*before.keys, key), axis or before.axis)
    return found


_SENSES = _senses()
WORDS = {spelt[0]: sense for spelt, sense in _SENSES.items() if len(spelt) == 1}
_NAMES: dict[str, list[tuple[str, ...]]] = {}
for _spelt in sorted((spelt for spelt in _SENSES if len(spelt) > 1), key=len, reverse=True):
    _NAMES.setdefault(_spelt[0], []).append(_spelt)


def sense_of(word: str) -> Sense | None:
    """What one folded word stands for."""
    return WORDS.get(word)


def named(folded: str, found: Sequence[Run]) -> Iterator[Named]:
    """Names of several words in a text, the longest first at each place, none overlapping."""
    place = 0
    while place < len(found):
        spelt = next((name for name in _NAMES.get(found[place].text, ()) if _stands(name, folded, found, place)), None)
        if spelt is None:
            place += 1
            continue
        yield Named(place, place + len(spelt), _SENSES[spelt])
        place += len(spelt)


def _stands(name: tuple[str, ...], folded: str, found: Sequence[Run], place: int) -> bool:
    last = place + len(name)
    if last > len(found) or found[place + 1].text != name[1]:
        return False
    if any(run.text != part for run, part in zip(found[place:last], name, strict=True)):
        return False
    gaps = (
        folded[left.end : right.start] for left, right in zip(found[place:last], found[place + 1 : last], strict=False)
    )
    if any(len(gap) > _WIDEST_GAP or not _LINKS.issuperset(gap) for gap in gaps):
        return False
    return _whole(folded, found[place], found[last - 1])


def _whole(folded: str, first: Run, last: Run) -> bool:
    """No part of a longer number or word: 303 of 1303, 1.4305 of 11.4305, 10 of 10,5."""
    before, after = folded[: first.start], folded[last.end :]
    if before and before[-1].isalnum():
        return False
    if after and after[0].isalnum():
        return False
    if first.text.isdigit() and before[-1:] in {".", ","} and before[-2:-1].isdigit():
        return False
    return not (last.text.isdigit() and after[:1] in {".", ","} and after[1:2].isdigit())
