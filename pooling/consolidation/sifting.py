"""A long list of pools as a person asks for it: part of it, in an order, a page at a time. No request in here."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from pooling.algorithms.grouping import normalise
from pooling.algorithms.units import unit_coded

PAGE_ROWS = 100


class Described(Protocol):
    """What every list of pools has in its rows."""

    @property
    def designation(self) -> str: ...
    @property
    def item_code(self) -> str | None: ...
    @property
    def family_code(self) -> str: ...
    @property
    def member_count(self) -> int: ...
    @property
    def words(self) -> str: ...


Row = TypeVar("Row", bound=Described)
Keys = Mapping[str, Callable[[Row], Any]]


@dataclass(frozen=True)
class Asked:
    """What an address asks for; what it does not say, or says wrongly, asks for everything."""

    text: str
    family: str
    shared: bool
    sort: str
    page: int

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        page = args.get("page", "")
        return cls(
            text=args.get("q", "").strip()[:200],
            family=args.get("family", ""),
            shared=bool(args.get("shared")),
            sort=args.get("sort", ""),
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1,
        )

    @property
    def narrows(self) -> bool:
        return bool(self.text or self.family or self.shared)


@dataclass(frozen=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    number: int
    pages: int
    total: int


def sifted(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """The rows of the family, shared by two firms or more, whose designation, code or fields have all the words."""
    words = normalise(asked.text).split() if asked.text else []
    return [
        row
        for row in rows
        if (not asked.family or row.family_code == asked.family)
        and (not asked.shared or row.member_count > 1)
        and (not words or _has(row, words))
    ]


def paged(rows: Sequence[Row], asked: Asked, keys: Keys[Row], first: Callable[[Row], Any]) -> Page[Row]:
    """Sorted by the asked key (`-name` the other way round), else by `first`; a page too far is the last."""
    key = keys.get(asked.sort.removeprefix("-"), first)
    ordered = sorted(sorted(rows, key=first), key=key, reverse=asked.sort.startswith("-"))
    pages = max(1, -(-len(ordered) // PAGE_ROWS))
    number = min(max(1, asked.page), pages)
    return Page(ordered[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], number, pages, len(ordered))


def alphabetical(text: str) -> str:
    """Accents beside their letters; databases sort each in their own way."""
    return unicodedata.normalize("NFKD", text).casefold()


def families(rows: Sequence[Any]) -> list[tuple[str, str]]:
    """Code and name of every family in the rows, by name."""
    return sorted({(row.family_code, row.family) for row in rows}, key=lambda family: alphabetical(family[1]))


def unit_words(code: str, language: str, count: Decimal = Decimal(1)) -> str:
    """What stands beside a quantity; a unit as somebody typed it stays as it is."""
    unit = unit_coded(code)
    return code if unit is None else unit.name(language, count)


def _has(row: Described, words: list[str]) -> bool:
    held = f"{normalise(row.designation)} {normalise(row.item_code or '')} {normalise(row.words)}"
    return all(word in held for word in words)
