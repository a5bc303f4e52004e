"""Finding the row of column names of a list that somebody else laid out, and what each column is.

Whole names are looked up first; a header that is none is judged by its words, and said to be doubtful. One field has
one column and one column one field: what is left over is reported, never silently dropped.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pooling.algorithms import flexibility
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.header_words import FIRMS, FORBIDDEN, NAMES, NEUTRAL, WORDS

NEED_FIELDS = tuple(NAMES)
# Titles and addresses stand above the names, seldom more than a page of them.
ROWS_LOOKED_AT = 40
LONGEST_NAME = 200  # what is longer is a text, not a name
_MOST_WORDS = 12  # nor is a sentence
_ENOUGH = 1.5  # two fields, one of them by its whole name
_ENUMERATION = re.compile(r"^\s*\(?\s*\w\s*\)")  # (a) Supplier, 1) Quantity
_NOBODYS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Heading:
    """A column name as it stands in the file; `column` counts from zero."""

    column: int
    text: str


@dataclass(frozen=True)
class Doubt:
    """A heading to show to a person: `by_words` (used), `firm` (used), `taken` or `several_fields` (not used)."""

    heading: Heading
    fields: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class HeaderMatch:
    """The header row (from zero), the column of each field, and what was not understood or only guessed."""

    row_index: int
    columns: dict[str, int]
    unknown: tuple[Heading, ...]
    doubtful: tuple[Doubt, ...]


@dataclass(frozen=True)
class Guess:
    """The fields a header may mean; `certain` when it is a whole name we know."""

    fields: tuple[str, ...]
    certain: bool


def find_headers(
    rows: Sequence[Sequence[object]],
    fields: Collection[str] = NEED_FIELDS,
    own: Mapping[str, str] = _NOBODYS,
) -> HeaderMatch:
    """Match the likeliest of the first rows, or raise Refusal `no_headers` when none names two fields. `own` are cells
    that the caller knows as names of its own fields, by their texts."""
    matches = [_match(index, row, fields, own) for index, row in enumerate(rows[:ROWS_LOOKED_AT])]
    best = max(matches, key=_worth, default=None)
    if best is None or _worth(best) < min(_ENOUGH, len(fields)):
        raise Refusal("no_headers", _NO_HEADERS, rows=min(len(rows), ROWS_LOOKED_AT))
    return best


def guess(header: str, fields: Collection[str] = NEED_FIELDS) -> Guess:
    """What one header may mean, seen alone."""
    if len(header) > LONGEST_NAME:
        return Guess((), certain=False)
    way, certain = flexibility.named(header)
    if way in fields:
        return Guess((way,), certain)
    words = _words(header)
    named = _names().get("".join(words)) or _names().get("".join(word for word in words if word not in _neutral()))
    if named in fields:
        return Guess((named,), certain=True) if named else Guess((), certain=False)
    if named or len(words) > _MOST_WORDS:
        return Guess((), certain=False)
    claims = tuple(field for field in WORDS if field in fields and _claimed(field, set(words)))
    return Guess(claims, certain=False)


_NO_HEADERS = N_(
    "No row of column names was found in the first %(rows)s rows. Put one above the lines,"
    " with names like Désignation, Quantité, Unité, Fournisseur."
)


def _match(index: int, row: Sequence[object], fields: Collection[str], own: Mapping[str, str]) -> HeaderMatch:
    headings = [Heading(column, cell.strip()) for column, cell in enumerate(row) if isinstance(cell, str)]
    guesses = [(heading, _meant(heading.text, fields, own)) for heading in headings if heading.text]
    columns: dict[str, int] = {}
    doubts: list[Doubt] = []
    for heading, guessed in sorted(guesses, key=_rank):
        doubts += _placed(heading, guessed, columns)
    firms = [heading for heading, guessed in guesses if not guessed.fields and _is_firm(heading.text)]
    doubts += _firm_placed(firms, columns, fields)
    told = set(columns.values()) | {doubt.heading.column for doubt in doubts}
    unknown = tuple(heading for heading, _ in guesses if heading.column not in told)
    return HeaderMatch(index, columns, unknown, tuple(sorted(doubts, key=lambda doubt: doubt.heading.column)))


def _meant(text: str, fields: Collection[str], own: Mapping[str, str]) -> Guess:
    return Guess((own[text],), certain=True) if text in own else guess(text, fields)


def _rank(placed: tuple[Heading, Guess]) -> tuple[bool, bool]:
    """Whole names before guesses, wherever they stand; `Item description` before a mere `Item`."""
    heading, guessed = placed
    words = set(_words(heading.text))
    telling = any(field in WORDS and _claimed(field, words) for field in guessed.fields)
    return not guessed.certain, not telling


def _placed(heading: Heading, guessed: Guess, columns: dict[str, int]) -> Iterator[Doubt]:
    if len(guessed.fields) > 1:
        yield Doubt(heading, guessed.fields, "several_fields")
    for field in guessed.fields if len(guessed.fields) == 1 else ():
        if field in columns:
            yield Doubt(heading, guessed.fields, "taken")
            continue
        columns[field] = heading.column
        if not guessed.certain:
            yield Doubt(heading, guessed.fields, "by_words")


def _firm_placed(firms: list[Heading], columns: dict[str, int], fields: Collection[str]) -> Iterator[Doubt]:
    """A column of firms is the member or the supplier, whichever the other columns leave open."""
    open_fields = tuple(field for field in ("member", "supplier") if field in fields and field not in columns)
    if len(firms) == 1 and len(open_fields) == 1:
        columns[open_fields[0]] = firms[0].column
        yield Doubt(firms[0], open_fields, "firm")
        return
    for heading in firms:
        yield Doubt(heading, open_fields or ("member", "supplier"), "several_fields" if open_fields else "taken")


def _worth(match: HeaderMatch) -> float:
    """Whole names count one each, guesses half: a line of goods may hold a word or two of ours."""
    guessed = sum(1 for doubt in match.doubtful if doubt.reason in ("by_words", "firm"))
    return len(match.columns) - guessed / 2


def _claimed(field: str, words: set[str]) -> bool:
    if words & set(FORBIDDEN[field].split()):
        return False
    return any(set(wanted.split()) <= words for wanted in WORDS[field].split(";"))


def _is_firm(header: str) -> bool:
    return "".join(_words(header)) in _firms()


@cache
def _names() -> dict[str, str]:
    return {key: field for field, names in NAMES.items() for key in _keys(names)}


@cache
def _firms() -> frozenset[str]:
    return frozenset(_keys(FIRMS))


@cache
def _neutral() -> frozenset[str]:
    return frozenset(NEUTRAL.split())


def _keys(names: str) -> list[str]:
    return ["".join(_words(name)) for name in names.split(",")]


def _words(header: str) -> list[str]:
    unnumbered = _ENUMERATION.sub("", header).replace("°", " ")
    plain = unicodedata.normalize("NFKD", unnumbered).casefold()
    unaccented = "".join(character for character in plain if not unicodedata.combining(character))
    return re.findall(r"[^\W_]+", unaccented)
