"""The pieces that a wording is cut into: words, numbers with their units, codes and named attributes."""

from typing import Final, NamedTuple


class Kind:
    """What a slot is; numbers, marks and attributes decide between twins, words only lead to them.

    Plain numbers: a line asks hundreds of times, and Python 3.11 takes ten times as long for a member of an enum.
    """

    WORD: Final = 0
    NUMBER: Final = 1
    MARK: Final = 2  # letters tied to a number: the X of 59X
    ATTRIBUTE: Final = 3
    GTIN: Final = 4


class Slot(NamedTuple):
    """One thing that a wording says.

    `keys` are the names under which it is found, strongest first; `axis` names what it is a value of (`colour`,
    `diameter`, `size`), empty when only a catalogue could say. `parts` are keys of the words that a
    name is made of: an item that has the name has them too. `aside` is in brackets (`bracketed` when it stands there
    alone) or a remark after the designation, `pack` in the words of a pack: neither stands against an item that does
    not know it.
    """

    kind: int
    text: str
    keys: tuple[str, ...]
    start: int
    end: int
    axis: str = ""
    sims: tuple[float, ...] = ()
    parts: frozenset[str] = frozenset()
    aside: bool = False
    bracketed: bool = False
    pack: bool = False
