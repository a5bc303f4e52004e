"""Numbers are read exactly as people meant them, or refused; never guessed and never rounded."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.numbers import Sign, column_sign, from_cell, parse, parse_money, round_to

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "numbers.md"
WORKED = re.findall(r"^\| `(.+?)` \| (screen|file|,|\.) \| (\S+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


class Way(TypedDict, total=False):
    places: int
    decimal_sign: Sign | None
    typed: bool


WAYS: dict[str, Way] = {
    "screen": {"places": 6},
    "file": {"places": 6, "typed": False},
    "comma": {"places": 6, "typed": False, "decimal_sign": ","},
    "point": {"places": 6, "typed": False, "decimal_sign": "."},
    "cents": {"places": 2},
    "whole": {"places": 0},
}
WAYS |= {",": WAYS["comma"], ".": WAYS["point"]}


def corpus() -> list[tuple[str, str, str]]:
    """Texts with their mode and outcome; what cannot be seen is written \\uXXXX in the file."""
    with (Path(__file__).parent / "number_corpus.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [(_seen(row["text"]), row["mode"], row["expected"]) for row in rows]


def _seen(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)


def outcome(text: str, mode: str) -> str:
    try:
        return f"{parse(text, **WAYS[mode]):f}"
    except Refusal as refusal:
        return refusal.code if str(refusal) else "a refusal without a sentence"


@pytest.mark.parametrize(("text", "mode", "expected"), WORKED)
def test_the_worked_table_of_the_page_holds(text: str, mode: str, expected: str) -> None:
    assert outcome(text, mode) == expected


@pytest.mark.parametrize(("text", "mode", "expected"), corpus())
def test_the_corpus_is_read_as_people_mean_it(text: str, mode: str, expected: str) -> None:
    assert outcome(text, mode) == expected


def test_the_corpus_and_the_table_are_as_long_as_promised() -> None:
    assert len(corpus()) >= 520
    assert len(WORKED) >= 25


def test_an_ambiguous_number_offers_both_readings_and_two_ways_out() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse("1.234", places=6)
    assert caught.value.readings == (Decimal(1234), Decimal("1.234"))
    large, small = str(caught.value.values["large"]), str(caught.value.values["small"])
    for mode in ("screen", "file", "comma", "point"):
        assert outcome(large, mode) == "1234"
        assert outcome(small, mode) == "1.2340".rstrip("0")


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("12,50 €", "EUR"), ("€12.50", "EUR"), ("12,50 euros", "EUR"), ("EUR 12,50", "EUR"), ("12,50", None),
        ("$12.50", "USD"), ("£12.50", "GBP"), ("CHF 12.50", "CHF"), ("12,50 CHF", "CHF"), ("R 12.50", "ZAR"),
    ],
)  # fmt: skip
def test_the_currency_is_reported_beside_the_number(text: str, currency: str | None) -> None:
    assert parse_money(text) == (Decimal("12.5"), currency)


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["12,5", "1,234"], ","), (["12.5", "1,234"], "."), (["1.234,50"], ","), (["1,234.50"], "."),
        (["1.234.567"], ","), (["1 234,567"], ","), (["0.123"], "."), (["16470.0", "", "n.c."], "."),
        (["1,234", "1.234"], None), (["12,5", "12.5"], None), ([], None), (["12", "1 234"], None),
        (["12.05.2026", "Box/100", "5,6,7"], None), ([12.5, None, 3, "7,5"], ","),
    ],
)  # fmt: skip
def test_a_column_tells_its_decimal_sign(texts: list[object], sign: str | None) -> None:
    assert column_sign(texts) == sign


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, "12"), (12.5, "12.5"), (0.1 + 0.2, "0.3"), (0.1 * 3, "0.3"), (1e5, "100000"), (-0.0, "0"),
        (Decimal("12.500"), "12.5"), ("12,5", "12.5"), (1e-6, "0.000001"), (12000000.0, "12000000"),
        (1.1 + 2.2, "3.3"), (Decimal("1E+2"), "100"),
        ("1,234", "ambiguous"), (True, "not_a_number"), (None, "empty"), (float("nan"), "not_finite"),
        (float("inf"), "not_finite"), (Decimal("NaN"), "not_finite"), (1 / 3, "too_many_places"),
        (1e-7, "too_many_places"), (1e300, "too_large"), (5e-324, "too_many_places"), (1e9, "too_large"),
        (Decimal("1E+99999"), "too_large"), (object, "not_a_number"),
    ],
)  # fmt: skip
def test_a_cell_is_read_by_its_type(value: object, expected: str) -> None:
    try:
        read = f"{from_cell(value, places=6):f}"
    except Refusal as refusal:
        read = refusal.code
    assert read == expected


@pytest.mark.parametrize("value", ["1.2422709599486619", "1,2422709599486619", 1.2422709599486619])
def test_a_price_divided_out_by_a_spreadsheet_is_rounded_only_when_asked(value: object) -> None:
    assert from_cell(value, places=6, rounded=True) == Decimal("1.242271")
    with pytest.raises(Refusal, match="too many decimals"):
        from_cell(value, places=6)


def test_a_text_cell_follows_the_sign_of_its_column() -> None:
    assert from_cell("1,234", places=6, decimal_sign=".") == 1234
    assert from_cell("1,234", places=6, decimal_sign=",") == Decimal("1.234")


@pytest.mark.parametrize(
    ("value", "places", "rounded"),
    [
        ("0.125", 2, "0.13"),
        ("-0.125", 2, "-0.13"),
        ("0.124999", 2, "0.12"),
        ("2.5", 0, "3"),
        ("-0.001", 2, "0.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, places: int, rounded: str) -> None:
    assert str(round_to(Decimal(value), places)) == rounded


@pytest.mark.parametrize("text", ["1" + " " * 39_998 + "x", "1" * 40_000, "1 234" * 8_000, "'" * 40_000])
def test_an_endless_cell_is_refused_at_once_and_quoted_in_part(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse(text, places=6)
    assert len(str(caught.value)) < 200


@given(st.text(max_size=12) | st.text("0123456789 .,'-+€eE%/\u202f", max_size=12))
def test_any_text_is_read_or_refused_and_never_crashes(text: str) -> None:
    try:
        value = parse(text, places=6)
    except Refusal:
        return
    assert value == round_to(value, 6)
    assert abs(value) < 10**9
    assert parse(f"{value:f}", places=6, decimal_sign=".") == value


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=6))
def test_every_typed_cell_says_the_same_as_its_text(value: Decimal) -> None:
    assert from_cell(value, places=6) == value
    assert from_cell(f"{value:f}", places=6, decimal_sign=".") == value
    assert from_cell(float(value), places=6) == value


@pytest.mark.parametrize(
    ("cell", "shown"),
    [(True, "VRAI"), (False, "FAUX"), (date(2027, 1, 5), "05/01/2027")],
)
def test_what_is_no_number_is_told_as_its_author_sees_it(cell: object, shown: str) -> None:
    with pytest.raises(Refusal) as refused:
        from_cell(cell, places=2)
    assert refused.value.values["text"] == shown
