"""What is written in a language reads back as the same number, and looks as people there write it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.number_format import format_money, format_number, screen_sign
from pooling.algorithms.numbers import parse, parse_money

numbers = st.decimals(min_value=Decimal("-999999999.999999"), max_value=Decimal("999999999.999999"), places=6)
languages = st.sampled_from(["fr", "en", "de"])


@given(numbers, languages)
def test_a_written_number_reads_back_exactly(value: Decimal, locale: str) -> None:
    assert parse(format_number(value, locale=locale), places=6, decimal_sign=screen_sign(locale)) == value


@given(numbers, languages, st.sampled_from(["EUR", "USD", "GBP", "CHF", "ZAR", "SEK"]))
def test_written_money_reads_back_exactly_with_its_currency(value: Decimal, locale: str, currency: str) -> None:
    written = format_money(value, currency, locale)
    assert parse_money(written, decimal_sign=screen_sign(locale)) == (value, currency)


@given(numbers)
def test_a_quantity_never_ends_in_idle_zeros(value: Decimal) -> None:
    written = format_number(value)
    assert "," not in written or not written.endswith(("0", ","))


@pytest.mark.parametrize(
    ("value", "locale", "written"),
    [
        ("1234.50", "fr", "1\u202f234,5"), ("1234.50", "en", "1,234.5"), ("1234.50", "de", "1.234,5"),
        ("0", "fr", "0"), ("-0.0", "fr", "0"), ("1E+3", "fr", "1\u202f000"),
        ("-1234567", "fr", "-1\u202f234\u202f567"),
        ("0.000001", "fr", "0,000001"),
    ],
)  # fmt: skip
def test_a_quantity_is_written_as_the_language_has_it(value: str, locale: str, written: str) -> None:
    assert format_number(Decimal(value), locale=locale) == written


def test_places_are_kept_when_asked_for() -> None:
    assert format_number(Decimal("12.5"), places=2) == "12,50"
    assert format_number(Decimal("0.125"), places=2) == "0,13"
    assert format_number(Decimal("0.125"), max_places=2) == "0,13"


@pytest.mark.parametrize(
    ("value", "currency", "locale", "written"),
    [
        ("1234.5", "EUR", "fr", "1\u202f234,50\u00a0€"), ("-1234.5", "EUR", "fr", "-1\u202f234,50\u00a0€"),
        ("1234.5", "EUR", "en", "€1,234.50"), ("-3", "EUR", "en", "-€3.00"),
        ("5", "ZAR", "en", "ZAR\u00a05.00"),
        ("5", "EUR", "de", "5,00\u00a0€"), ("0.0125", "EUR", "fr", "0,0125\u00a0€"),
        ("0", "EUR", "fr", "0,00\u00a0€"),
        ("100", "EUR", "fr", "100,00\u00a0€"),
    ],
)  # fmt: skip
def test_money_is_written_as_the_language_has_it(value: str, currency: str, locale: str, written: str) -> None:
    assert format_money(Decimal(value), currency, locale) == written


def test_an_amount_can_be_held_to_cents() -> None:
    assert format_money(Decimal("1.005"), "EUR", max_places=2) == "1,01\u00a0€"
