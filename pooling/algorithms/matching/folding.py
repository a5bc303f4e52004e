"""Text as it is compared: folded letters, the runs it is made of, and the stem of a word."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ı": "i", "ł": "l", "đ": "d", "⌀": "ø", "∅": "ø", "μ": "µ", "×": "x", "✕": "x", "✖": "x"}
    | dict.fromkeys("‐‑‒–—―−﹣", "-")
    | dict.fromkeys("’‘‛ʼ′`´", "'")
    | dict.fromkeys("“”„″", '"')
    | {"⁄": "/", "∕": "/"}
)
_RUNS = re.compile(r"[^\W\d_]+|\d+")
_SIGNED_TIMES = re.compile(r"(?<=\d)\s*\*\s*(?=\d)")
_STARS = re.compile(r"\*+")
# a cell of 40,000 characters is no designation
LONGEST = 400


class Run(NamedTuple):
    """Letters or digits in a row, and where they stand in the folded text."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Without case, accents and typographic variants; length may change."""
    plain = text[:LONGEST].translate(_FOLDED)
    return _STARS.sub(" ", _SIGNED_TIMES.sub("x", plain)) if "*" in plain else plain


def runs(folded: str) -> list[Run]:
    return [Run(match.group(), match.start(), match.end()) for match in _RUNS.finditer(folded)]


def compact(text: str) -> str:
    """A reference without its spaces, hyphens and case: `TNMG 16 04 08-PM` is `tnmg160408pm`."""
    return "".join(_RUNS.findall(fold(text)))


class _Folded(dict[int, str]):
    """What each letter becomes, worked out when it is met first: no letter's folding depends on its neighbours."""

    def __missing__(self, letter: int) -> str:
        spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", chr(letter)).casefold())
        seen = "".join(character for character in spread if not unicodedata.combining(character))
        self[letter] = plain = seen.translate(_LETTERS)
        return plain


_FOLDED = _Folded()


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without the endings of number and gender: blanches, blanche and blanch are one."""
    if len(word) < 4 or word.isdigit():
        return word
    short = word[:-1] if word[-1] in "sx" and word[-2] != "s" else word
    while len(short) > 4 and short[-1] == "e":
        short = short[:-1]
    return short
