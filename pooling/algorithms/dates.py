"""Dates as people type them: day first unless told otherwise, and never guessed across the two orders."""

import re
import unicodedata
from datetime import date, datetime
from typing import Literal

from pooling.algorithms.errors import N_, Refusal

Order = Literal["day_first", "month_first", "ask"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january januar janner",
            "fevrier fevr fev feb february februar",
            "mars mar march marz",
            "avril avr apr april",
            "mai may",
            "juin jun june juni",
            "juillet juil jul july juli",
            "aout aug august",
            "septembre sept sep september",
            "octobre oct october oktober okt",
            "novembre nov november",
            "decembre dec december dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_SHORT_ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

_CLOCK = r"(?:[ t]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(rf"(\d{{4}})([-/.]?)(\d{{2}})\2(\d{{2}}){_CLOCK}")
_NUMERIC = re.compile(rf"(\d{{1,2}})([-/. ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){_CLOCK}")
_DAY_MONTH = re.compile(r"(?:[a-z]+[., ]+)?(?:the )?(\d{1,2})(?:er|st|nd|rd|th|\.)?[ -]*([a-z]+)\.?[ ,-]*(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"(?:[a-z]+[., ]+)??([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")

_NOT_A_DATE = N_("“%(text)s” is not a date. Write it like 31/12/2026.")
_NO_SUCH_DATE = N_("“%(text)s” is not a day of the calendar. Write it like 31/12/2026.")
_YEAR = N_("The year of “%(text)s” is out of the question here. Write the date like 31/12/2026.")
_AMBIGUOUS = N_("“%(text)s” can be %(first)s or %(second)s. Write it like 2026-12-31.")


class AmbiguousDate(Refusal):
    """`03/04/2026` where neither order is known; `readings` holds the day-first one, then the other."""

    def __init__(self, text: str, day_first: date, month_first: date) -> None:
        self.readings = (day_first, month_first)
        first, second = day_first.isoformat(), month_first.isoformat()
        super().__init__("ambiguous_date", _AMBIGUOUS, text=text, first=first, second=second)


def parse_date(value: object, *, order: Order = "day_first") -> date:
    """Read a typed cell or a text in French, English or German; `order` settles 03/04/2026."""
    if isinstance(value, datetime):
        return _sensible(value.date(), str(value))
    if isinstance(value, date):
        return _sensible(value, str(value))
    if value is None or (isinstance(value, str) and not value.strip()):
        raise Refusal("empty", N_("A date is missing here."))
    text = str(value)
    if not isinstance(value, str) or len(text) > 60:
        raise Refusal("not_a_date", _NOT_A_DATE, text=text[:60])
    return _sensible(_read(_folded(text), text, order), text)


def format_date(value: date, locale: str = "fr") -> str:
    """Write a date so that people of that language cannot misread it; all of them read back."""
    if locale.startswith("en"):
        return f"{value.day} {_SHORT_ENGLISH[value.month - 1]} {value.year}"
    return value.strftime("%d.%m.%Y" if locale.startswith("de") else "%d/%m/%Y")


def _read(folded: str, text: str, order: Order) -> date:
    if match := _ISO.fullmatch(folded):
        return _day(int(match[1]), int(match[3]), int(match[4]), text)
    if match := _NUMERIC.fullmatch(folded):
        return _numeric(int(match[1]), int(match[3]), _year(match[4]), text, order)
    if (match := _DAY_MONTH.fullmatch(folded)) and match[2] in _MONTHS:
        return _day(_year(match[3]), _MONTHS[match[2]], int(match[1]), text)
    if (match := _MONTH_DAY.fullmatch(folded)) and match[1] in _MONTHS:
        return _day(_year(match[3]), _MONTHS[match[1]], int(match[2]), text)
    raise Refusal("not_a_date", _NOT_A_DATE, text=text)


def _numeric(first: int, second: int, year: int, text: str, order: Order) -> date:
    if order == "month_first":
        return _day(year, first, second, text)
    if order == "ask" and first != second and max(first, second) <= 12:
        raise AmbiguousDate(text, _day(year, second, first, text), _day(year, first, second, text))
    if order == "ask" and second > 12:
        return _day(year, first, second, text)
    return _day(year, second, first, text)


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Refusal("no_such_date", _NO_SUCH_DATE, text=text) from None


def _sensible(value: date, text: str) -> date:
    if not 1990 <= value.year <= 2099:
        raise Refusal("year", _YEAR, text=text)
    return value


def _year(digits: str) -> int:
    """Two digits are of this century: nobody wants goods for 1926."""
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    unaccented = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"\s+", " ", re.sub(r"[‐‑‒–−]", "-", unaccented)).strip()
