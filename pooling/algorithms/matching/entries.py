"""An item as the index keeps it: numbered keys, and which slot each belongs to."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pooling.algorithms.matching.folding import compact, fold, runs, stem
from pooling.algorithms.matching.model import Item
from pooling.algorithms.matching.reading import read
from pooling.algorithms.matching.slots import Kind, Slot

_SHORTEST = 4  # a reference of three letters would be found everywhere
_MOST_SLOTS = 255
Number = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Entry:
    """`keys[i]` belongs to `slot_of[i]`, at similarity `sims[i]` hundredths, the least sure first: in a table by key
    the surest stays. The first `core` slots are the designation's, the rest is what maker, reference and attributes
    add. `kinds`, `axes` and `texts` are one a slot; `words` are those it gave to the vocabulary."""

    item: Item
    keys: array[int]
    slot_of: bytes
    sims: bytes
    kinds: bytes
    axes: tuple[str, ...]
    texts: tuple[str, ...]
    core: int
    words: tuple[str, ...]


def entry_of(item: Item, number: Number) -> Entry:
    wording = read(item.designation)
    slots = list(wording.slots)
    core = len(slots)
    known = {key for slot in slots for key in slot.keys}
    slots += [slot for slot in _added(item) if slot.keys[0] not in known]
    slots = slots[:_MOST_SLOTS]
    named = [
        (round(100 * (1.0 if key in slot.parts else sim_of(slot, rank))), -place, number(key))
        for place, slot in enumerate(slots)
        for rank, key in enumerate(slot.keys)
    ]
    named.sort()
    return Entry(
        item,
        array("i", (key for _sim, _place, key in named)),
        bytes(-place for _sim, place, _key in named),
        bytes(sim for sim, _place, _key in named),
        bytes(slot.kind for slot in slots),
        tuple(slot.axis for slot in slots),
        tuple(slot.text for slot in slots),
        min(core, len(slots)),
        tuple(run.text for run in wording.runs if run.text.isalpha() and len(run.text) > 1),
    )


def sim_of(slot: Slot, rank: int) -> float:
    """How surely a slot's key at this rank names it."""
    if slot.sims:
        return slot.sims[rank]
    return 1.0 if rank == 0 else 0.9


def _added(item: Item) -> Iterator[Slot]:
    """What the other columns say: the GTIN, a maker, references, attributes."""
    if item.gtin:
        yield Slot(Kind.GTIN, item.gtin, (f"gtin:{item.gtin.zfill(14)}",), 0, 0, "gtin")
    for run in runs(fold(item.maker)):
        yield Slot(Kind.WORD, run.text, (f"w:{stem(run.text)}",), 0, 0, "maker")
    if any(character.isdigit() for character in item.maker):
        yield from read(item.maker).slots  # 3M is no three metres
    for text in (*item.other_names, item.maker_ref, *item.supplier_refs, *item.specs.values()):
        yield from read(text).slots


def references(item: Item) -> Iterator[str]:
    """References as they are looked up; one without a digit is a word like any other."""
    for reference in (item.maker_ref, *item.supplier_refs):
        joined = compact(reference)
        if len(joined) >= _SHORTEST and any(character.isdigit() for character in joined):
            yield joined
