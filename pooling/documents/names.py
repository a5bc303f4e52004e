"""What a file is called: as its giver called it, less what could mislead whoever sees the name."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
# not allowed on Windows, and what would end a name early or show it backwards
FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def clean_name(given: str) -> str:
    """The last part of a path, without control and direction characters; "" when nothing is left."""
    last = re.split(r"[\\/]", given)[-1]
    seen = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", last) if _is_seen(each))
    name = " ".join(FORBIDDEN.sub("_", seen).split()).strip(". ")
    if RESERVED.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return name[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1].rstrip('. ')}.{ending}" if len(ending) < 12 else name[:LONGEST]


def _is_seen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def ending(name: str) -> str:
    """Behind the last dot, small; "" when there is none."""
    stem, dot, last = name.rpartition(".")
    return last.casefold() if dot and stem else ""
