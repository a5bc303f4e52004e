"""Amounts in a wording: numbers, multiplied together, and the unit beside each."""

from dataclasses import dataclass
from decimal import Decimal

from pooling.algorithms.pack_tokens import Token, touching
from pooling.algorithms.pack_words import Entry, many, meaning
from pooling.algorithms.units import unit_coded, whole_only

_GLUED = {"ct": Entry("count", "C62"), "f": Entry("count", "XST")}


@dataclass(frozen=True)
class Term:
    values: tuple[Decimal, ...]
    entry: Entry | None
    word: str


@dataclass(frozen=True)
class Amount:
    """Numbers multiplied together, each with its unit; `end` is the index of the token after it."""

    terms: tuple[Term, ...]
    end: int

    @property
    def last(self) -> Term:
        return self.terms[-1]


class Amounts:
    """A wording's tokens, and the amounts that stand in it."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens = found
        self.words = {token.word for token in found if token.sort == "word"}

    def _at(self, index: int) -> Token | None:
        return self.tokens[index] if 0 <= index < len(self.tokens) else None

    def _is(self, index: int, *, sort: str = "", text: str = "", words: frozenset[str] = frozenset()) -> bool:
        token = self._at(index)
        if token is None or (sort and token.sort != sort) or (text and token.text != text):
            return False
        return not words or (token.sort == "word" and token.word in words)

    def _entry(self, index: int) -> Entry | None:
        token = self._at(index)
        return meaning(token.word) if token is not None and token.sort == "word" else None

    def _package(self, index: int) -> str | None:
        entry = self._entry(index)
        return entry.code if entry is not None and entry.kind == "package" else None

    def _amount(self, index: int) -> Amount | None:
        """Numbers multiplied together and their units; None for dimensions and for what no pack holds."""
        terms = []
        while True:
            read = self._term(index)
            if read is None:
                return None
            term, index = read
            terms.append(term)
            if not (self._is(index, sort="times") and not self._is(index + 1, sort="word")):
                return Amount(tuple(terms), index)
            index += 1

    def _term(self, index: int) -> tuple[Term, int] | None:
        token, entry = self._at(index), self._entry(index)
        if token is not None and entry is not None and entry.kind == "many":
            return Term((Decimal(many(token.word) or 1),), Entry("count", "C62"), ""), index + 1
        if token is None or token.sort != "number":
            return None
        values, index = self._sum(index)
        unit = self._unit(index)
        if unit is None:
            return Term(values, None, ""), index
        if unit.kind == "foreign":
            return None
        return Term(sensible(values, unit), unit, self.tokens[index].text), index + 1

    def _sum(self, index: int) -> tuple[tuple[Decimal, ...], int]:
        """12+12 tabs are 24."""
        values = self.tokens[index].values
        while self._is(index + 1, text="+") and self._is(index + 2, sort="number") and len(values) == 1:
            values = (values[0] + self.tokens[index + 2].values[0],)
            index += 2
        return values, index + 1

    def _unit(self, index: int) -> Entry | None:
        """The unit after a number; `100ct` counts, `3M` is a maker unless bars are spoken of."""
        token, before, entry = self._at(index), self._at(index - 1), self._entry(index)
        if token is None or entry is None or before is None:
            return None
        if touching(token, self._at(index + 1)) and self.tokens[index + 1].sort in {"number", "code"}:
            return None
        if token.word in {"ct", "f"}:  # 100ct, 500f
            return _GLUED[token.word] if touching(before, token) else Entry("foreign", None)
        if touching(before, token) and (before.text, token.word) == ("3", "m") and not self._has_bars():
            return Entry("foreign", None)
        return Entry("foreign", None) if entry.kind == "many" else entry

    def _has_bars(self) -> bool:
        return any((entry := meaning(word)) is not None and entry.code in {"XBR", "XRD"} for word in self.words)


def sensible(values: tuple[Decimal, ...], entry: Entry) -> tuple[Decimal, ...]:
    """Only whole numbers of what comes in wholes: 1.500 pieces are fifteen hundred."""
    if entry.kind == "measure":
        return values
    unit = unit_coded(entry.code or "")
    return tuple(value for value in values if value % 1 == 0 or not (unit is None or whole_only(unit)))


def code_of(term: Term) -> str | None:
    return term.entry.code if term.entry is not None else None


def measured(term: Term) -> bool:
    return term.entry is not None and term.entry.kind == "measure"
