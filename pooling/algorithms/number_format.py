"""The one writer of numbers and money; what it writes, `numbers` reads back exactly."""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_currency, get_decimal_symbol, get_group_symbol

from pooling.algorithms.numbers import AMOUNT_PLACES, PRICE_PLACES, QUANTITY_PLACES, Sign, round_to


def screen_sign(locale: str) -> Sign | None:
    """The sign that settles what is typed on a screen in this language; French asks about a lone point."""
    sign: Sign = "," if get_decimal_symbol(locale) == "," else "."
    return None if locale.startswith("fr") else sign


def format_number(
    value: Decimal, *, locale: str = "fr", places: int | None = None, max_places: int = QUANTITY_PLACES
) -> str:
    """Write a number in a language: with `places` decimals, or with those it has up to `max_places`."""
    rounded = round_to(value, max_places if places is None else places)
    whole, _, fraction = f"{rounded:,f}".partition(".")
    if places is None:
        fraction = fraction.rstrip("0")
    group, decimal = _symbols(locale)
    whole = whole.replace(",", group)
    return f"{whole}{decimal}{fraction}" if fraction else whole


def format_money(value: Decimal, currency: str, locale: str = "fr", *, max_places: int = PRICE_PLACES) -> str:
    """Write money with its currency: two decimals, and those beyond that it has, so nothing is hidden."""
    rounded = round_to(value, max_places)
    needed = -int(rounded.normalize().as_tuple().exponent) if rounded else 0
    number = format_number(abs(rounded), locale=locale, places=max(AMOUNT_PLACES, needed))
    before, after = _money_frame(currency, locale)
    return f"{'-' if rounded < 0 else ''}{before}{number}{after}"


@lru_cache(maxsize=64)
def _symbols(locale: str) -> tuple[str, str]:
    return get_group_symbol(locale), get_decimal_symbol(locale)


@lru_cache(maxsize=256)
def _money_frame(currency: str, locale: str) -> tuple[str, str]:
    """What stands before and after an amount; a code of letters never touches the digits."""
    nothing = format_currency(0, currency, locale=locale, currency_digits=False)
    before, _, after = nothing.partition(f"0{get_decimal_symbol(locale)}00")
    return (f"{before}\u00a0" if before[-1:].isalpha() else before), after
