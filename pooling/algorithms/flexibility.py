"""How far a line may move, as other people's spreadsheets say it: columns called `Flex +`, `Peut céder (−)` or `±`,
cells like `±5` and `+5/-2`."""

import re
import unicodedata

MORE, LESS, BOTH = "flex_plus", "flex_minus", "flex"
FLEXIBLE = (MORE, LESS, BOTH)

_STEM = r"(?:flex|flexibilite|flexibility|flexibilitat|souplesse|spielraum)"
_WAYS = {
    BOTH: r"±|\+ ?/? ?-|- ?/? ?\+|plus ?/ ?(?:minus|moins)|plus ou moins",
    MORE: r"\+|(?:en )?plus|hausse|haute|up|mehr|(?:nach )?oben",
    LESS: r"-|(?:en )?moins|minus|baisse|basse|down|weniger|(?:nach )?unten",
}
_WORDED = {
    MORE: r"(?:peut |a )prendre(?: (?:de|en) plus)?|can take(?: more)?|kann mehr nehmen",
    LESS: r"(?:peut |a )ceder|can give up|kann abgeben",
}
_NAMES = {
    way: re.compile(rf"{_STEM} ?[(:]? ?(?:{sign})\)?|(?:{_WORDED.get(way, sign)})(?: ?\( ?(?:{sign}) ?\))?")
    for way, sign in _WAYS.items()
}
_BARE = re.compile(_STEM)
_ALIKE = re.compile(r"(?:±|\+ ?/ ?-|- ?/ ?\+) ?([^+±-]+)")
_UNLIKE = re.compile(r"\+ ?(?P<more>[^+/±-]+?) ?[/;,]? ?- ?(?P<less>[^+/±-]+)")
_TURNED = re.compile(r"- ?(?P<less>[^+/±-]+?) ?[/;,]? ?\+ ?(?P<more>[^+/±-]+)")
_MORE = re.compile(r"\+ ?\d{1,6}(?:[.,]\d+)?")  # a telephone number has more digits


def named(header: str) -> tuple[str, bool]:
    """Which way the name of a column tells, and whether it says so for certain; blank when it is none."""
    plain = _unaccented(header)
    way = next((way for way, name in _NAMES.items() if name.fullmatch(plain)), "")
    if way:
        return way, True
    return (BOTH, False) if _BARE.fullmatch(plain) else ("", False)


def is_signed(text: str) -> str:
    """Which way a cell tells by its signs alone; a minus alone may be anything."""
    plain = _plain(text)
    if any(pattern.fullmatch(plain) for pattern in (_ALIKE, _UNLIKE, _TURNED)):
        return BOTH
    return MORE if _MORE.fullmatch(plain) else ""


def ways(text: str) -> dict[str, str]:
    """The numbers, not read yet, that a cell of both ways holds by `MORE` and `LESS`; a number alone is of both."""
    plain = _plain(text)
    if alike := _ALIKE.fullmatch(plain):
        return {MORE: alike[1], LESS: alike[1]}
    if unlike := _UNLIKE.fullmatch(plain) or _TURNED.fullmatch(plain):
        return {MORE: unlike["more"], LESS: unlike["less"]}
    if plain.startswith("+"):
        return {MORE: plain[1:].strip(), LESS: ""}
    if plain.startswith("-") and plain[1:].strip():
        return {MORE: "", LESS: plain[1:].strip()}
    return {MORE: plain, LESS: plain}


def _plain(text: str) -> str:
    signs = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | {"＋": "+"})
    return " ".join(text.translate(signs).split())


def _unaccented(header: str) -> str:
    folded = unicodedata.normalize("NFKD", _plain(header)).casefold()
    return "".join(each for each in folded if not unicodedata.combining(each))
