"""Cut a wording into numbers, words, times signs and codes, so that no part of a reference passes for a number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.numbers import QUANTITY_PLACES, parse
from pooling.algorithms.pack_words import LEADS, TIMES, folded, meaning

Sort = Literal["number", "word", "times", "sign", "code"]

# A cell of 40,000 characters is no wording of a pack.
LONGEST = 2_000

_BLANK = r"[^\S\n]"
_GROUPED = rf"(?<![\w.,])[1-9]\d{{0,2}}(?:(?:{_BLANK}+|['’])\d{{3}})+(?![\d]|[.,]\d{{3}})(?:[.,]\d+)?(?!\w*\d)"
_PIECES = re.compile(rf"(?P<number>{_GROUPED}|\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+)|(?P<sign>[^\w\s]|_)|\w")
_PLAIN = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)")
_GLUE = frozenset("-/_#:.\\~<>±≤≥=")
_AFTER = frozenset("%°€$£‰\"'″¥")
_NUMBER_WORDS = frozenset({"er", "ct"})  # 10er Pack, 100ct


@dataclass(frozen=True)
class Token:
    """A piece of the wording, where it stands, and what it says: `values` are the readings of a number."""

    sort: Sort
    text: str
    start: int
    end: int
    values: tuple[Decimal, ...] = ()

    @property
    def word(self) -> str:
        return folded(self.text)


def tokens(text: str) -> list[Token]:
    """Every piece of a wording in its order; a number that belongs to a reference comes as a code."""
    found = list(_pieces(text[:LONGEST]))
    found = [_times(found, index) for index in range(len(found))]
    return [_judged(found, index) for index in range(len(found))]


def touching(left: Token | None, right: Token | None) -> bool:
    """Whether nothing stands between two neighbours."""
    return left is not None and right is not None and left.end == right.start


def _pieces(text: str) -> Iterator[Token]:
    """Cut at each place; after DIN or ISO a space never groups thousands: `DIN 912 200 pcs`."""
    place, before = 0, ""
    while match := _PIECES.search(text, place):
        if match["number"] and before in LEADS:
            match = _PLAIN.match(text, match.start()) or match
        sort: Sort = "number" if match.group()[0].isdigit() else "word" if match["word"] else "sign"
        yield Token(sort, match.group(), match.start(), match.end(), _values(match.group()) if sort == "number" else ())
        place, before = match.end(), folded(match.group())


@lru_cache(maxsize=10_000)
def _values(text: str) -> tuple[Decimal, ...]:
    """The readings of a number; a plain space between groups may also part two numbers (`TX 15 200 L`)."""
    try:
        values: tuple[Decimal, ...] = (parse(" ".join(text.split()), places=QUANTITY_PLACES, typed=False),)
    except AmbiguousNumber as doubt:
        values = doubt.readings
    except Refusal:
        return ()
    last = re.split(r"\s", text)[-1]
    if " " in text and not last.startswith("0"):
        values += _values(last)
    return tuple(value for value in values if value > 0)


def _times(found: list[Token], index: int) -> Token:
    """An x is a times sign when a number follows and no word is glued before it."""
    token = found[index]
    before, after = _at(found, index - 1), _at(found, index + 1)
    if token.text.casefold() not in TIMES or after is None:
        return token
    if token.sort == "word" and touching(before, token) and before is not None and before.sort == "word":
        return token
    counted = after.sort == "number" or (after.sort == "word" and before is not None and before.sort == "number")
    return replace(token, sort="times") if counted else token


def _judged(found: list[Token], index: int) -> Token:
    token = found[index]
    if token.sort == "number" and (not token.values or _is_code(found, index)):
        return replace(token, sort="code", values=())
    return token


def _is_code(found: list[Token], index: int) -> bool:
    return _led(found, index) or _coded_before(found, index) or _coded_after(found, index)


def _led(found: list[Token], index: int) -> bool:
    """A word or sign that makes a norm, a size or a reference of what follows: DIN 912, n° 4, Ø 6."""
    before = _at(found, index - 1)
    if before is None:
        return False
    if before.sort == "sign" and before.text in {"°", "#", "."} and index > 1:
        return before.text == "#" or found[index - 2].word in LEADS
    return before.sort == "word" and before.word in LEADS and not _packs(before)


def _coded_before(found: list[Token], index: int) -> bool:
    token, before = found[index], _at(found, index - 1)
    if before is None or not touching(before, token):
        return before is not None and before.text in {"<", ">", "±", "≤", "≥", "~", "€", "$", "£"}
    if before.sort == "word":
        return not (_packs(before) and not touching(_at(found, index - 2), before))
    if before.sort == "sign" and before.text in _GLUE:
        return not _packs(_at(found, index - 2)) and touching(_at(found, index - 2), before)
    return before.text in {"€", "$", "£"}


def _coded_after(found: list[Token], index: int) -> bool:
    token, after, then = found[index], _at(found, index + 1), _at(found, index + 2)
    if after is None:
        return False
    if after.sort == "sign" and after.text in _AFTER:
        return True
    if touching(token, after) and after.sort == "sign" and after.text in _GLUE:
        return touching(after, then) and not _packs(then) and not (then is not None and then.word in _NUMBER_WORDS)
    if touching(token, after) and after.sort == "word":
        return not _unit_after(found, index + 1)
    return _slashed(found, index + 1)


def _unit_after(found: list[Token], index: int) -> bool:
    """Whether the word glued to a number is a unit, and not the middle of a reference (09T304, 3G2,5)."""
    unit, after = found[index], _at(found, index + 1)
    if meaning(unit.word) is None and unit.word not in _NUMBER_WORDS:
        return False
    return not (touching(unit, after) and after is not None and after.sort == "number") and not _slashed(found, index)


def _slashed(found: list[Token], index: int) -> bool:
    """10 mg/ml, 80 g/m², 5 L/h: so much in or by something, unless that is a pack (100 pcs/box)."""
    unit, slash, then = found[index], _at(found, index + 1), _at(found, index + 2)
    if unit.sort != "word" or slash is None or slash.text != "/" or not touching(unit, slash):
        return False
    return then is not None and not _packs(then)


def _packs(token: Token | None) -> bool:
    entry = meaning(token.word) if token is not None and token.sort == "word" else None
    return entry is not None and entry.kind == "package"


def _at(found: list[Token], index: int) -> Token | None:
    return found[index] if 0 <= index < len(found) else None
