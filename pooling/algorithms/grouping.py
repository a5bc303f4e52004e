"""When two lines ask for the same thing: literal normalisation, pool keys, and the groups they make.

The rules, with their worked table, are in docs/algorithms/grouping.md.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from hashlib import sha256

Ref = int | str

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ı": "i", "ł": "l", "đ": "d"})
_LOOKALIKES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−﹣", "-")
    | dict.fromkeys("’‘‛ʼ′`´", "'")
    | dict.fromkeys("“”„″«»", '"')
    | {"×": "x", "⁄": "/", "∕": "/", "÷": "/", "，": ","}
)
# A digit that NFKD would glue to the digit before it (10² is not 102, 1½ is not 11/2).
_GLUED = {"<super>": "^", "<sub>": "^", "<fraction>": " ", "<circle>": " ", "<compat>": " "}
_GLUABLE = re.compile(r"[\d\x80-\U0010ffff][^\x00-\x7f]")  # whoever is no letter of ASCII may be a digit
_MATHS = "+<>=±≤≥%‰€$£"

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"\s+", " "),
        (r"(?<=\d) ?\* ?(?=\d)", "x"),
        (r"(?<=\d) ?/ ?(?=\d)", "/"),
        (r"(?<=\d),(?=\d)", "."),
        (r"(?<!\w),(?=\d)", "."),
        (r'(?<![\w"])"([^"]*)"', r" \1 "),  # a quotation, not inches
    )
)
_AROUND_TIMES_AND_MATHS = re.compile(rf"(?<=\d) ?x ?(?=\d)| ?[{re.escape(_MATHS)}] ?")
# Meaningful signs, each kept only where it means something; all other punctuation is a space.
_KEPT = rf"""\w|[{re.escape(_MATHS)}]|(?<=\d)[.,/:'^-](?=\d)|(?<!\w)[.-](?=\d)|(?<=\d)\""""
_KEPT_OR_NOT = re.compile(rf"((?:{_KEPT})+)|.", re.DOTALL)
_SUM = Context(prec=60)
_SHORT = 100  # characters: longer texts seldom come back


@dataclass(frozen=True)
class Line:
    """One need line as consolidation sees it; `ref` names it, `key` says what it asks for."""

    key: str
    member: Ref
    quantity: Decimal
    ref: Ref


@dataclass(frozen=True)
class Group:
    """All lines of one key: the exact total, how many lines and distinct members, and the sorted refs."""

    key: str
    total: Decimal
    line_count: int
    member_count: int
    refs: tuple[Ref, ...]


def normalise(text: str) -> str:
    """Fold case, accents, spaces and ordinary punctuation; keep every sign that makes a different size."""
    return _known(text) if len(text) <= _SHORT else _normalised(text)


def _normalised(text: str) -> str:
    plain = _plain(text)
    for pattern, replacement in _RULES:
        plain = pattern.sub(replacement, plain)
    kept = _only_kept(plain)
    return kept if any(character.isalnum() for character in kept) else " ".join(_plain(text).split())


# families, units, packs and sites are written the same on every line of every file
_known = lru_cache(maxsize=8192)(_normalised)


def text_key(designation: str, unit_text: str) -> str:
    """The pool key of a free description; the tab between its parts never stands inside one."""
    return f"text:{normalise(designation)}\t{normalise(unit_text)}"


def item_key(item_id: int | str) -> str:
    """The pool key of a catalogue item."""
    return f"item:{item_id}"


def wordless(key: str) -> str:
    """The same key told to those who may not read a firm's own words: a free description, or an item with what
    a firm said of it besides, becomes its digest."""
    return key if key.startswith("item:") and "\t" not in key else f"text:{sha256(key.encode()).hexdigest()[:16]}"


def group(lines: Iterable[Line]) -> list[Group]:
    """One group per key, sorted by key; the order in which lines arrive changes nothing."""
    by_key: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_key[line.key].append(line)
    return [_grouped(key, by_key[key]) for key in sorted(by_key)]


def _grouped(key: str, lines: list[Line]) -> Group:
    total = Decimal(0)
    for line in lines:
        total = _SUM.add(total, line.quantity)
    return Group(
        key=key,
        total=total,
        line_count=len(lines),
        member_count=len({line.member for line in lines}),
        refs=tuple(sorted((line.ref for line in lines), key=_order)),
    )


def _order(ref: Ref) -> tuple[int, str]:
    return (ref, "") if isinstance(ref, int) else (0, ref)


def _plain(text: str) -> str:
    """Case, accents and typographic variants away; nothing that is seen is lost yet."""
    if text.isascii():  # the same, without asking of each character
        return text.lower().replace("`", "'")
    spread = text
    if _GLUABLE.search(text):
        spread = "".join(_apart(character, before) for before, character in zip(f" {text}", text, strict=False))
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", spread).casefold())
    seen = "".join([each for each in folded if each.isascii() or unicodedata.category(each) not in _UNSEEN])
    return seen.translate(_LETTERS).translate(_LOOKALIKES)


_UNSEEN = {"Mn", "Cf"}


def _apart(character: str, before: str) -> str:
    if not before.isdigit() or character.isascii():
        return character
    tag = unicodedata.decomposition(character).partition(" ")[0]
    return _GLUED.get(tag, "") + character


def _only_kept(plain: str) -> str:
    spaced = _KEPT_OR_NOT.sub(lambda match: match[1] or " ", plain)
    single = " ".join(spaced.replace("_", " ").split())
    return _AROUND_TIMES_AND_MATHS.sub(lambda match: match[0].strip(), single)
