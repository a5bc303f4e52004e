"""How far a line may move, as columns are called and cells are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.flexibility import BOTH, FLEXIBLE, LESS, MORE, is_signed, named, ways
from pooling.algorithms.headers import NEED_FIELDS, guess


@pytest.mark.parametrize(
    ("header", "way"),
    [
        ("Flex +", MORE), ("FLEX (+)", MORE), ("Peut prendre (+)", MORE), ("Peut prendre en plus", MORE),
        ("Can take more", MORE), ("Flexibilität nach oben", MORE), ("Flexibilité en plus", MORE),
        ("Flex −", LESS), ("flex-", LESS), ("Peut céder (−)", LESS), ("Peut céder", LESS), ("Can give up", LESS),
        ("kann abgeben", LESS), ("Flexibilité (±)", BOTH), ("Flex +/-", BOTH), ("±", BOTH),
    ],
)  # fmt: skip
def test_a_column_says_which_way(header: str, way: str) -> None:
    assert named(header) == (way, True)
    assert guess(header, (*NEED_FIELDS, *FLEXIBLE)).fields == (way,)
    assert way not in guess(header).fields  # only where somebody looks for it


def test_without_a_way_it_is_probably_both() -> None:
    assert named("Flexibilité") == named("souplesse") == (BOTH, False)


@pytest.mark.parametrize("header", ["Prix +", "Tolérance", "Qté", "+", "-", "", "Marge", "Plus", "Flexible PVC 20 mm"])
def test_other_columns_are_none(header: str) -> None:
    assert named(header) == ("", False)


@pytest.mark.parametrize(
    ("text", "more", "less"),
    [
        ("5", "5", "5"), ("±5", "5", "5"), ("+/- 5", "5", "5"), ("+5", "5", ""), ("−5", "", "5"),
        ("+5/-2", "5", "2"), ("-2 ; +5", "5", "2"), ("+ 1 234,5 - 2", "1 234,5", "2"), ("", "", ""), ("-", "-", "-"),
        ("±10 %", "10 %", "10 %"), ("5²", "5²", "5²"),
    ],
)  # fmt: skip
def test_a_cell_tells_both_ways(text: str, more: str, less: str) -> None:
    assert ways(text) == {MORE: more, LESS: less}


@pytest.mark.parametrize(
    ("text", "way"), [("±5", BOTH), ("+5/-2", BOTH), ("+5", MORE), ("-5", ""), ("5", ""), ("+33 4 50 12 34 56", "")]
)
def test_signs_alone_tell_it_but_for_a_minus(text: str, way: str) -> None:
    assert is_signed(text) == way


@given(st.text(st.sampled_from("+-−±/0123456789 ,."), max_size=40))
def test_no_digit_is_lost_on_the_way(text: str) -> None:
    told = ways(text)
    digits = [each for each in text if each.isdigit()]
    kept = [each for part in ([told[MORE]] if told[MORE] == told[LESS] else told.values()) for each in part]
    assert sorted(each for each in kept if each.isdigit()) == sorted(digits)
