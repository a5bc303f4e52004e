"""The one parser of numbers as people type them, and the one rounding rule.

Writing them is the affair of `number_format`. The rules and their worked table: docs/algorithms/numbers.md.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_refusals import (
    AmbiguousNumber,
    badly_grouped,
    empty,
    not_a_number,
    not_finite,
    too_large,
    too_many_places,
    two_currencies,
    why_not,
)

Sign = Literal[",", "."]

QUANTITY_PLACES = 6
PRICE_PLACES = 6
AMOUNT_PLACES = 2
# A spreadsheet number holds 15 digits, and a value scaled to its places must fit a 64-bit column with
# room for the sum of thousands of lines.
MAX_DIGITS = 15
# How far a computed float (0.1 + 0.2) may stand from the decimal it means.
FLOAT_TOLERANCE = Decimal("1e-9")

# No number is longer; a cell of 40,000 characters must not keep the patterns below busy.
_LONGEST = 80

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "$": "USD", "usd": "USD", "us$": "USD", "$us": "USD",
    "£": "GBP", "gbp": "GBP", "£gb": "GBP",
    "chf": "CHF", "fr.": "CHF", "sfr.": "CHF", "¥": "JPY", "jpy": "JPY", "cny": "CNY",
    "pln": "PLN", "czk": "CZK", "sek": "SEK", "dkk": "DKK", "nok": "NOK",
    "cad": "CAD", "$ca": "CAD", "r": "ZAR", "zar": "ZAR",
}  # fmt: skip

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060\u202a\u202c"  # comes along when people paste
_LOOKALIKES = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_INVISIBLE)
    | dict.fromkeys("‐‑‒–—−﹣－", "-")  # a minus sign, as word processors and phones write it
    | dict.fromkeys("’‘ʼ′＇`´", "'")
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    | {"，": ",", "．": ".", "＋": "+"}
)
_CURRENCY = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
_SHAPE = re.compile(
    rf"(?P<sign>[+-]?) *(?P<before>{_CURRENCY})? *(?P<inner>[+-]?) *(?P<body>[.,]?[0-9][0-9., ']*?)"
    r"(?:(?<=[0-9])[.,]--?)?"  # “12.–”, as prices without cents are written in German and Swiss shops
    rf" *(?P<after>(?!r$)(?:{_CURRENCY}))?",  # the rand's R stands before: “12 r” is more likely rolls
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ '.,])[0-9]{3})(?:\1[0-9]{3})*")


@dataclass(frozen=True)
class _Reading:
    """A number's parts; `sign` is what stands before its decimals, or would (`1.234.567` tells a comma)."""

    whole: str
    fraction: str
    sign: Sign | None
    doubtful: bool = False

    def value(self) -> Decimal:
        return Decimal(f"{self.whole or '0'}.{self.fraction or '0'}")


def parse(
    text: str, *, places: int, decimal_sign: Sign | None = None, typed: bool = True, rounded: bool = False
) -> Decimal:
    """Read a number that a person wrote, exactly, or raise a Refusal that says why not.

    `decimal_sign` (of the column or of the screen's language) settles `1.234` and `1,234`. Without it a
    point is asked about; so is a comma unless the text was `typed` on a French screen. With `rounded`,
    decimals beyond the places are rounded away instead of refused: for a price that a spreadsheet divided
    out, never for a quantity.
    """
    return parse_money(text, places=places, decimal_sign=decimal_sign, typed=typed, rounded=rounded)[0]


def parse_money(
    text: str,
    *,
    places: int = PRICE_PLACES,
    decimal_sign: Sign | None = None,
    typed: bool = True,
    rounded: bool = False,
) -> tuple[Decimal, str | None]:
    """Read a number and the ISO 4217 code of the currency written beside it, None when there is none."""
    shape = _shape(text)
    reading = _read(shape["body"], text)
    currency = _currency(shape, text)
    if reading.doubtful:
        french = typed and reading.sign == "," and currency in {None, "EUR"}  # $1,234 is not written by French habit
        reading = _settled(reading, text, decimal_sign or ("," if french else None))
    minus = "-" in (shape["sign"], shape["inner"])
    value = -reading.value() if minus else reading.value()
    return _fitted(value, places, text, rounded=rounded), currency


def column_sign(texts: Iterable[object]) -> Sign | None:
    """What the texts of a column say about its decimal sign; None when they say nothing or disagree."""
    signs = {_evidence(text) for text in texts if isinstance(text, str)} - {None}
    return signs.pop() if len(signs) == 1 else None


def from_cell(value: object, *, places: int, decimal_sign: Sign | None = None, rounded: bool = False) -> Decimal:
    """Read a cell of a file: a typed number, or a text judged with the sign that its column shows."""
    if isinstance(value, str):
        return parse(value, places=places, decimal_sign=decimal_sign, typed=False, rounded=rounded)
    if value is None:
        raise empty()
    if isinstance(value, float):
        return _from_float(value, places, rounded=rounded)
    if isinstance(value, Decimal) and not value.is_finite():
        raise not_finite(str(value))
    if type(value) is int and abs(value) < 10 ** (MAX_DIGITS - places):
        return Decimal(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return _fitted(Decimal(value), places, str(value), rounded=rounded)
    raise not_a_number(as_excel_shows(value))


def as_excel_shows(value: object) -> str:
    """What is no number, as its author sees it in a French Excel."""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def round_to(value: Decimal, places: int) -> Decimal:
    """Round half away from zero: the only rounding rule of the program. Never returns minus zero."""
    rounded = value.quantize(Decimal(1).scaleb(-places), context=_EXACT)
    return rounded if rounded else rounded.copy_abs()


def _shape(text: str) -> re.Match[str]:
    if len(text) > _LONGEST:
        raise not_a_number(f"{text[:_LONGEST]}…")
    cleaned = text.translate(_LOOKALIKES).strip()
    shape = _SHAPE.fullmatch(cleaned)
    if shape and not (shape["sign"] and shape["inner"]):
        return shape
    raise why_not(cleaned, text)


def _read(body: str, text: str) -> _Reading:
    """Split the digits into whole and fraction by their structure alone."""
    signs = [character for character in body if character in ",."]
    if not signs:
        return _Reading(_ungrouped(body, text), "", None)
    last: Sign = "," if signs[-1] == "," else "."
    if signs.count(last) > 1:
        # the sign that comes back groups thousands, so the other one is kept for decimals
        return _Reading(_ungrouped(body, text), "", "." if last == "," else ",")
    whole, _, fraction = body.rpartition(last)
    if not fraction.isdigit():
        raise badly_grouped(text)
    doubtful = len(fraction) == 3 and re.fullmatch(r"[1-9][0-9]{0,2}", whole) is not None
    return _Reading(_ungrouped(whole, text) if whole else "", fraction, last, doubtful)


def _ungrouped(digits: str, text: str) -> str:
    if digits.isdigit():
        return digits
    if not _GROUPED.fullmatch(digits):
        raise badly_grouped(text)
    return re.sub(r"[^0-9]", "", digits)


def _settled(reading: _Reading, text: str, decimal_sign: Sign | None) -> _Reading:
    thousands = _Reading(reading.whole + reading.fraction, "", None)
    if decimal_sign is None:
        raise AmbiguousNumber(text.strip(), Decimal(thousands.whole), reading.value())
    return reading if reading.sign == decimal_sign else thousands


def _evidence(text: str) -> Sign | None:
    try:
        reading = _read(_shape(text)["body"], text)
    except Refusal:
        return None
    return None if reading.doubtful else reading.sign


def _fitted(value: Decimal, places: int, text: str, *, rounded: bool) -> Decimal:
    """The value without idle zeros, minus zero or exponent; refused when its places do not hold it."""
    if value.copy_abs() >= Decimal(10) ** (MAX_DIGITS - places):
        raise too_large(text, MAX_DIGITS - places)
    fitted = round_to(value, places)
    if fitted != value and not rounded:
        raise too_many_places(text, places)
    plain = f"{fitted:f}"
    return Decimal(plain.rstrip("0").rstrip(".") if "." in plain else plain)


def _from_float(value: float, places: int, *, rounded: bool) -> Decimal:
    if not math.isfinite(value):
        raise not_finite(str(value))
    exact = Decimal(repr(value))
    if exact.copy_abs() >= Decimal(10) ** (MAX_DIGITS - places):
        raise too_large(repr(value), MAX_DIGITS - places)
    meant = round_to(exact, places)
    close = (meant - exact).copy_abs() <= exact.copy_abs() * FLOAT_TOLERANCE
    return _fitted(meant if close else exact, places, repr(value), rounded=rounded)


def _currency(shape: re.Match[str], text: str) -> str | None:
    names = {_CURRENCIES[name.lower()] for name in (shape["before"], shape["after"]) if name}
    if len(names) > 1:
        raise two_currencies(text)
    return names.pop() if names else None
