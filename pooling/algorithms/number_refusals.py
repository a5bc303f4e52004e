"""Why a text is not taken for a number: one sentence and one stable code for each trouble."""

import re
from decimal import Decimal

from pooling.algorithms.errors import N_, Refusal

_NOT_A_NUMBER = N_("“%(text)s” is not a number. Write it like 1 234,56.")
_TOO_LARGE = N_("“%(text)s” is too large: at most %(digits)s digits before the decimals.")
_TOO_MANY_PLACES = N_("“%(text)s” has too many decimals: at most %(places)s are kept, and none is rounded away.")
_NOT_FINITE = N_("“%(text)s” is not a quantity that can be counted. Write a number like 1 234,56.")
_GROUPING = N_("The spaces, points or commas of “%(text)s” do not separate thousands. Write it like 1 234,56.")
_PERCENT = N_("“%(text)s” is a percentage; a plain number is expected here.")
_OTHER_BASE = N_("“%(text)s” is a computer's notation. Write it in plain digits.")
_EXPONENT = N_("“%(text)s” has an exponent. Write the number in full.")
_UNDERSCORE = N_("“%(text)s” has underscores. Write it like 1 234,56.")
_FRACTION = N_("“%(text)s” is a fraction. Write it with decimals, like 0,5.")
_SIGNS = N_("“%(text)s” has a sign too many or in the wrong place. Write it like -5.")
_LETTERS = N_("“%(text)s” holds more than a number. Write the number alone; its unit has its own place.")

# In this order: the first that fits names the trouble best.
_DIAGNOSES = (
    ("percent", r"[%‰]", _PERCENT),
    ("not_finite", r"^[+-]?(nan|inf|infinity|infini)$|∞", _NOT_FINITE),
    ("other_base", r"^[+-]?0[xbo][0-9a-f]+$", _OTHER_BASE),
    ("exponent", r"^[+-]?[0-9.,]+e[+-]?[0-9]+$", _EXPONENT),
    ("underscore", r"[0-9]_[0-9]", _UNDERSCORE),
    ("fraction", r"[0-9] *[/⁄] *[0-9]|[¼-¾⅐-⅞]", _FRACTION),
    ("not_a_number", r"^[^0-9]*$", _NOT_A_NUMBER),
    ("signs", r"^[+-][ +-]*[+-]|[0-9] *[+-]|^[+-].*[+-]", _SIGNS),
    ("letters", r"[^\W\d_]", _LETTERS),
)


class AmbiguousNumber(Refusal):
    """`1.234`: a thousand and more, or one and a bit? `readings` holds both, the larger first."""

    def __init__(self, text: str, thousands: Decimal, decimals: Decimal) -> None:
        self.readings = (thousands, decimals)
        message = N_(
            "“%(text)s” can be read in two ways. Write %(large)s if it means thousands,"
            " or %(small)s if it means decimals."
        )
        # four decimals cannot be taken for thousands, wherever the number is written next
        super().__init__("ambiguous", message, text=text, large=thousands, small=f"{decimals}0".replace(".", ","))


def why_not(cleaned: str, text: str) -> Refusal:
    if not cleaned:
        return empty()
    for code, pattern, message in _DIAGNOSES:
        if re.search(pattern, cleaned, re.IGNORECASE):
            return Refusal(code, message, text=text)
    return not_a_number(text)


def empty() -> Refusal:
    return Refusal("empty", N_("A number is missing here."))


def not_a_number(text: str) -> Refusal:
    return Refusal("not_a_number", _NOT_A_NUMBER, text=text)


def not_finite(text: str) -> Refusal:
    return Refusal("not_finite", _NOT_FINITE, text=text)


def badly_grouped(text: str) -> Refusal:
    return Refusal("grouping", _GROUPING, text=text)


def two_currencies(text: str) -> Refusal:
    return Refusal("two_currencies", N_("“%(text)s” names two currencies: keep one."), text=text)


def too_large(text: str, digits: int) -> Refusal:
    return Refusal("too_large", _TOO_LARGE, text=text, digits=digits)


def too_many_places(text: str, places: int) -> Refusal:
    return Refusal("too_many_places", _TOO_MANY_PLACES, text=text, places=places)
