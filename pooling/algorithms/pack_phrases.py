"""The phrases that say a pack: a container and what it holds, a product, “par 50”, “100/box”, a lone size."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pooling.algorithms.pack_amounts import Amount, Amounts, Term, code_of, measured, sensible
from pooling.algorithms.pack_tokens import tokens, touching
from pooling.algorithms.pack_words import (
    ARTICLES,
    DOSES,
    HARD,
    LONG,
    MEASURED_ONLY,
    OF,
    OUTER,
    PER,
    PRODUCTS_WITH_A_SIZE,
    SUBSTANCES,
    Entry,
)

# A phrase in so many words; then a lone count; a vessel and its measure; a lone size.
STATED, COUNTED, HELD, SIZED = 4, 3, 2, 1
_LENGTHS = frozenset({"MTR", "KMT"})
_PAUSES = frozenset(',;()[]:=-/–—"«»')
_BATTERIES = frozenset({"lr", "cr"})
_REAM = (Decimal(500),)
_DETOUR = 3  # words between a package and its “de 10”: “boîte carton blanche de 10”


@dataclass(frozen=True)
class Factor:
    """So many of a unit in what stands outside; `word` as it was written, `unit` its code when known."""

    number: Decimal
    unit: str | None
    word: str


@dataclass(frozen=True)
class Phrase:
    """A pack as one phrase says it; `choices` are the readings of each factor's number, the first one first."""

    package: str | None
    package_word: str
    quantities: tuple[Decimal | None, ...]
    factors: tuple[Factor, ...]
    choices: tuple[tuple[Decimal, ...], ...]
    start: int
    end: int
    strength: int = STATED
    needs: str = ""

    @property
    def measured(self) -> bool:
        """Whether it ends in a weight, a volume or a length."""
        return self.factors[-1].unit in {"GRM", "KGM", "TNE", "LTR", "MLT", "CLT", "DLT", "MTQ", "MTR"}


def phrases(text: str) -> list[Phrase]:
    """Every phrase of a wording that says a pack, left to right, none inside another."""
    return list(_Wording(tokens(text)).phrases())


class _Wording(Amounts):
    """The readers that try each place of a wording; a reader gives a phrase and where it ends."""

    def phrases(self) -> Iterator[Phrase]:
        index = 0
        while index < len(self.tokens):
            found = self._phrase(index)
            if found is None:
                index = self._skipped(index)
                continue
            phrase, index = found
            yield phrase

    def _phrase(self, index: int) -> tuple[Phrase, int] | None:
        token = self.tokens[index]
        if token.sort == "number":
            return self._ordered(index) or self._per(index) or self._pack_of(index) or self._lone(index)
        if token.sort == "times":
            return self._multiplier(index)
        if token.sort != "word":
            return None
        return self._container(index) or self._each(index) or self._by(index) or self._hundred(index)

    def _skipped(self, index: int) -> int:
        """Past a dimension (120x80x60 cm, M6x20) as a whole, else past one token."""
        index += 1
        if self._is(index - 2, words=_BATTERIES):
            return index
        while self._is(index, sort="times") and self.tokens[index - 1].sort in {"number", "code"}:
            index += 2
        return index

    def _ordered(self, index: int) -> tuple[Phrase, int] | None:
        """`3 cartons de 5 ramettes`, `2 x boîte de 10`."""
        place = index + 2 if self._is(index + 1, sort="times") else index + 1
        found = self._container(place)
        if found is None:
            return None
        phrase, end = found
        quantities = self._quantities(index, place)
        start = phrase.start if quantities == (None,) else self.tokens[index].start
        return replace(phrase, quantities=quantities, start=start), end

    def _quantities(self, index: int, place: int) -> tuple[Decimal | None, ...]:
        """The number before a package is a quantity at the head of a phrase; in its midst it may be a grade."""
        values, before = self.tokens[index].values, self._at(index - 1)
        if len(values) > 1 or values[0] >= 1000 or values[0] % 1:
            return (None,)
        if before is None or (before.sort == "sign" and before.text in _PAUSES):
            return values
        if not self.tokens[place].word.endswith(("s", "x")):
            return (None,)
        plain = before.sort == "word" and len(before.text) > 3
        return values if plain else (None, *values)

    def _container(self, index: int, depth: int = 0) -> tuple[Phrase, int] | None:
        """`boîte de 10`, `ctn 12 rlx`, `Box/100`, `lot de 12`, `fût 200 L`, and containers of containers."""
        package = self._package(index)
        if package is None or depth > 4:
            return None
        place, of = self._opening(index + 1)
        amount = self._amount(place)
        if amount is None:
            place, of = self._detour(index + 1)
            amount = self._amount(place) if of else None
        if amount is not None and code_of(amount.last) in OUTER and package not in OUTER:
            amount = Amount((*amount.terms[:-1], replace(amount.last, entry=None, word="")), amount.end - 1)
        if amount is None or (amount.last.entry is None and not self._bare(index, package, amount, of=of)):
            return None
        amount = self._with_noun(amount)
        held = self._held(amount, package, of=of)
        return self._filled(index, package, held, amount, depth) if held else None

    def _filled(
        self, index: int, package: str, held: list[Term], amount: Amount, depth: int
    ) -> tuple[Phrase, int] | None:
        inner = self._container(amount.end - 1, depth + 1) if amount.last.entry is not None else None
        end = inner[1] if inner else amount.end
        phrase = self._said(index, end, held, package, self.tokens[index].text)
        if inner:
            return replace(
                phrase, factors=phrase.factors + inner[0].factors, choices=phrase.choices + inner[0].choices
            ), end
        return phrase, end

    def _opening(self, index: int) -> tuple[int, bool]:
        """Past the signs and small words between a package and its number; whether one of them was an “of”."""
        of = False
        for _ in range(4):
            if self._is(index, words=OF) or (self._is(index, sort="times") and not of):
                of = True
            elif not (self._is(index, sort="sign") and self.tokens[index].text in _PAUSES | {"'", "’", ".", "&"}):
                break
            index += 1
        return index, of

    def _detour(self, index: int) -> tuple[int, bool]:
        """Past a few words that describe the package: `boîte carton blanche de 10`."""
        for _ in range(_DETOUR):
            if not self._is(index, sort="word") or self._entry(index) is not None:
                return index, False
            index += 1
            place, of = self._opening(index)
            if of and self._is(place, sort="number"):
                return place, True
        return index, False

    def _bare(self, index: int, package: str, amount: Amount, *, of: bool) -> bool:
        """Whether a number without a unit can be what a package holds, rather than its size."""
        if package in MEASURED_ONLY or (len(amount.terms) > 1 and not of):
            return False
        after = self._entry(amount.end)
        if after is not None and after.kind != "package":
            return False
        between = self.tokens[index + 1 : amount.end]
        return of or (package in HARD and all(token.text not in {",", ";"} for token in between))

    def _with_noun(self, amount: Amount) -> Amount:
        """The noun that a bare number counts, as its unit: `coffret 25 forets`, `boîte de 10 masques`."""
        noun = self._at(amount.end)
        if amount.last.entry is not None or noun is None or noun.sort != "word" or self._entry(amount.end) is not None:
            return amount
        if len(noun.word) < 4 or not noun.word.endswith(("s", "x", "n")):
            return amount
        return Amount((*amount.terms[:-1], replace(amount.last, word=noun.text)), amount.end + 1)

    def _held(self, amount: Amount, package: str | None, *, of: bool) -> list[Term]:
        """What the terms say that the package holds, outermost first; nothing when they are dimensions."""
        terms, last = list(amount.terms), amount.last
        if any(not term.values for term in terms):
            return []
        if len(terms) > 1 and not _multiplied(terms, package, of=of):
            return []
        if any(code_of(term) in _LENGTHS for term in terms) and not _is_long(terms, package, of=of):
            return []
        if len(terms) == 1 and self._is_size_of_goods(last, package, of=of):
            return []
        if package in DOSES and measured(last):
            return terms[:1] if len(terms) > 1 else []
        if len(terms) > 1 and measured(terms[0]) and not measured(last):
            return [last] if code_of(last) in DOSES else [last, *terms[:-1]]
        return _in_reams(terms)

    def _is_size_of_goods(self, term: Term, package: str | None, *, of: bool) -> bool:
        """A bin bag of 50 l, cardboard of 300 g: attributes of the goods themselves."""
        if not measured(term):
            return False
        if code_of(term) in {"GRM"} and package in {"RM", "XCT", "XBG", "XST", "XBE"}:
            return not of or bool(self.words & {"papier", "kraft", "paper", "a4"})
        return code_of(term) in {"LTR", "MLT", "CLT", "DLT"} and package in {"XCT", "XSA", "XBG", "XTB"} and not of

    def _per(self, index: int) -> tuple[Phrase, int] | None:
        """`100/box`, `10 ramettes par carton`, `100 pcs per box`."""
        amount = self._amount(index)
        if amount is None or not (self._is(amount.end, text="/") or self._is(amount.end, words=PER)):
            return None
        package = self._package(amount.end + 1)
        held = self._held(amount, package, of=True) if package else []
        if not held or package is None:
            return None
        end = amount.end + 2
        return self._said(index, end, held, package, self.tokens[end - 1].text), end

    def _pack_of(self, index: int) -> tuple[Phrase, int] | None:
        """`10er Pack`, `12-pack`; of `Vasco 7000 - bidon 20 L` the dash parts the name from the can."""
        er = self._is(index + 1, words=frozenset({"er"}))
        place = index + 2 if er else index + 1
        dashed = self._is(place, text="-") and touching(self._at(place - 1), self._at(place))
        place += dashed
        package = self._package(place)
        if package is None or not (er or dashed):
            return None
        term = Term(self.tokens[index].values, None, "")
        return self._said(index, place + 1, [term], package, self.tokens[place].text), place + 1

    def _multiplier(self, index: int) -> tuple[Phrase, int] | None:
        """`gants nitrile M x100`, `piles LR6 x 4`; after a code it is a dimension."""
        before, amount = self._at(index - 1), self._amount(index + 1)
        if amount is None or len(amount.terms) > 1 or measured(amount.last):
            return None
        if before is None or not (before.sort == "word" or self._is(index - 2, words=_BATTERIES)):
            return None
        held = self._held(amount, None, of=True)
        return (self._said(index, amount.end, held), amount.end) if held else None

    def _each(self, index: int) -> tuple[Phrase, int] | None:
        """`pairs/box 10`: the unit, the package, the number."""
        entry, package = self._entry(index), self._package(index + 2)
        if entry is None or entry.kind != "count" or package is None or not self._is(index + 1, text="/"):
            return None
        place, _ = self._opening(index + 3)
        if not self._is(place, sort="number") or self._entry(place + 1) is not None:
            return None
        values = sensible(self.tokens[place].values, entry)
        held = [Term(values, entry, self.tokens[index].text)] if values else []
        if not held:
            return None
        return self._said(index, place + 1, held, package, self.tokens[index + 2].text), place + 1

    def _by(self, index: int) -> tuple[Phrase, int] | None:
        """`par 50`, `je 100 Stück`."""
        amount = self._amount(index + 1) if self._is(index, words=PER) else None
        if amount is None or len(amount.terms) > 1 or measured(amount.last):
            return None
        if amount.last.entry is None and self._is(amount.end, sort="word"):
            return None
        return self._said(index, amount.end, list(amount.terms)), amount.end

    def _hundred(self, index: int) -> tuple[Phrase, int] | None:
        """`le cent`, `les 100`, `au mille`."""
        if not self._is(index, words=ARTICLES):
            return None
        entry, amount = self._entry(index + 1), self._amount(index + 1)
        round_number = amount is not None and amount.last.values in {(Decimal(100),), (Decimal(1000),)}
        if amount is None or not (round_number or (entry is not None and entry.kind == "many")):
            return None
        if measured(amount.last) or (amount.last.entry is None and self._is(amount.end, sort="word")):
            return None
        return self._said(index, amount.end, list(amount.terms)), amount.end

    def _lone(self, index: int) -> tuple[Phrase, int] | None:
        """A number and its unit outside any package: a product (6 x 10 tabs), a count (60 caps), a size (144 g)."""
        amount = self._amount(index)
        if amount is None or amount.last.entry is None or self._is(index - 1, sort="times"):
            return None
        held = self._held(amount, None, of=False)
        if not held:
            return self._length(index, amount)
        phrase = self._said(index, amount.end, held)
        if len(amount.terms) == 1:
            phrase = self._weighed(phrase, index, amount)
        return phrase, amount.end

    def _weighed(self, phrase: Phrase, index: int, amount: Amount) -> Phrase:
        """What a lone term is worth, and what it needs beside it."""
        if not measured(amount.last):
            package = amount.last.entry is not None and amount.last.entry.kind == "package"
            inner = package and code_of(amount.last) not in DOSES
            return replace(phrase, strength=COUNTED, needs="package" if inner else "")
        return replace(phrase, strength=SIZED, needs="vessel?" if self._sells_by(index, amount.end) else "vessel")

    def _sells_by(self, index: int, end: int) -> bool:
        """Whether a lone weight or volume is how a substance is sold, and no load, paper or bin bag."""
        if self.words & PRODUCTS_WITH_A_SIZE:
            return False
        own = self._is(index - 1, text=",") and (end == len(self.tokens) or self._is(end, text=","))
        return own or bool(self.words & SUBSTANCES)

    def _length(self, index: int, amount: Amount) -> tuple[Phrase, int] | None:
        """A lone `3 m`, which counts when bars or rolls are ordered."""
        if len(amount.terms) > 1 or code_of(amount.last) not in _LENGTHS or not amount.last.values:
            return None
        phrase = self._said(index, amount.end, list(amount.terms))
        return replace(phrase, strength=SIZED, needs="length"), amount.end

    def _said(self, index: int, end: int, held: list[Term], package: str | None = None, word: str = "") -> Phrase:
        factors = tuple(Factor(term.values[0], code_of(term), term.word) for term in held)
        strength = HELD if package not in OUTER and measured(held[-1]) and len(held) == 1 else STATED
        return Phrase(
            package,
            word,
            (None,),
            factors,
            tuple(term.values for term in held),
            self.tokens[index].start,
            self.tokens[end - 1].end,
            strength,
        )


def _is_long(terms: list[Term], package: str | None, *, of: bool) -> bool:
    """Whether a length is what a roll, a coil or a bar holds: alone, or so many times over."""
    if any(code_of(term) in _LENGTHS for term in terms[:-1]) or len(terms) > 2:
        return False
    return package in LONG or (of and package is not None)


def _multiplied(terms: list[Term], package: str | None, *, of: bool) -> bool:
    """Whether 40 x 60 before a package is a product, and not the size of what comes in it."""
    last = terms[-1].entry
    if last is None or last.kind != "package" or last.code in DOSES:
        return True
    return of or (package in OUTER and last.code not in OUTER)


def _in_reams(terms: list[Term]) -> list[Term]:
    """Five hundred sheets are a ream: 5 x 500 sheets counts 5 reams."""
    if len(terms) == 2 and code_of(terms[1]) == "XST" and terms[1].values == _REAM and terms[0].entry is None:
        return [replace(terms[0], entry=Entry("package", "RM")), terms[1]]
    return terms
