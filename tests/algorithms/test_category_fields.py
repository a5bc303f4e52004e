"""How values of a family's fields are judged and told; the table of docs/algorithms/category-fields.md."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.category_fields import (
    Field,
    FieldKind,
    in_words,
    judge,
    lacking,
    number_value,
    open_fields,
    pooled_with,
    search_words,
    told,
    written,
)
from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import text_key

DIAMETER = Field("diametre", "Ø", FieldKind.NUMBER, "MMT", required=True)
GRADE = Field("nuance", "Nuance", FieldKind.CHOICE, choices=("4325", "4315", "GC 1125"), retired=("4225",))
STERILE = Field("sterile", "Stérile", FieldKind.YES_NO)
MAKER = Field("fabricant", "Fabricant")
HARDNESS = Field("durete", "Dureté HRC", FieldKind.NUMBER)
VOLUME = Field("volume", "Contenance", FieldKind.NUMBER, "LTR")
ALL = (DIAMETER, GRADE, STERILE, MAKER)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (DIAMETER, "6", "6"), (DIAMETER, " 6,80 ", "6.8"), (DIAMETER, "6.8", "6.8"), (DIAMETER, "6 mm", "6"),
        (DIAMETER, "6mm", "6"), (DIAMETER, "Ø6", "6"), (DIAMETER, "Ø 6,8 mm", "6.8"), (DIAMETER, "ø12", "12"),
        (DIAMETER, "0,6 cm", "6"), (DIAMETER, "0.1 m", "100"), (DIAMETER, "1 200", "1200"),
        (DIAMETER, "1 200,5 mm", "1200.5"), (DIAMETER, "-5", "-5"), (DIAMETER, "−5", "-5"), (DIAMETER, "0", "0"),
        (DIAMETER, "6 millimètres", "6"), (DIAMETER, "", ""), (DIAMETER, "   ", ""),
        (VOLUME, "20 L", "20"), (VOLUME, "500 ml", "0.5"), (VOLUME, "1 m³", "1000"), (VOLUME, "2 m3", "2000"),
        (HARDNESS, "62", "62"), (HARDNESS, "62,5", "62.5"),
        (GRADE, "4325", "4325"), (GRADE, "gc 1125", "GC 1125"), (GRADE, "GC-1125", "GC 1125"), (GRADE, "4225", "4225"),
        (STERILE, "oui", "yes"), (STERILE, "Non", "no"), (STERILE, "x", "yes"), (STERILE, "ja", "yes"),
        (STERILE, "-", "no"), (MAKER, "  Tungal \n & Fils ", "Tungal & Fils"),
    ],
)  # fmt: skip
def test_what_people_type_is_read(field: Field, text: str, value: str) -> None:
    assert judge(field, text) == value


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (DIAMETER, "six", "not_a_number"), (DIAMETER, "6 kg", "other_unit"), (DIAMETER, "6 pouces", "no_unit"),
        (DIAMETER, "1/4", "fraction"), (DIAMETER, "5 %", "percent"), (DIAMETER, "1.234", "ambiguous"),
        (DIAMETER, "1e5", "no_unit"), (DIAMETER, "0,1 mm²", "other_unit"), (DIAMETER, "6 ou 8", "no_unit"),
        (DIAMETER, "6-8", "signs"), (HARDNESS, "62 HRC", "letters"), (GRADE, "4335", "not_offered"),
        (STERILE, "peut-être", "not_yes_no"), (MAKER, "x" * 201, "too_long"),
        (VOLUME, "0,000001 ml", "other_unit"),
    ],
)  # fmt: skip
def test_what_is_not_a_value_is_refused_in_words(field: Field, text: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        judge(field, text)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_a_refused_choice_says_what_there_is_to_choose() -> None:
    with pytest.raises(Refusal, match="4325, 4315, GC 1125"):
        judge(GRADE, "4335")


@given(st.decimals(min_value=-(10**6), max_value=10**6, places=2, allow_nan=False))
def test_a_number_keeps_one_spelling_whatever_way_it_is_written(number: Decimal) -> None:
    value = number_value(number)
    assert judge(DIAMETER, written(DIAMETER, value)) == value
    assert judge(DIAMETER, told(DIAMETER, value)) == value
    assert Decimal(value) == number


@given(st.integers(min_value=1, max_value=10**6))
def test_centimetres_are_ten_times_as_many_millimetres(number: int) -> None:
    assert judge(DIAMETER, f"{number} cm") == number_value(Decimal(number) * 10)


def test_values_are_told_as_people_say_them() -> None:
    values = {"diametre": "6.8", "nuance": "4325", "sterile": "no", "fabricant": "Tungal"}
    assert in_words(ALL, values) == "Ø 6,8 mm, nuance 4325, stérile\u00a0: non, fabricant Tungal"
    assert in_words(ALL, values, "en") == "Ø 6.8 mm, nuance 4325, stérile: no, fabricant Tungal"
    assert in_words(ALL, {"diametre": ""}) == ""


def test_an_abbreviation_keeps_its_capitals() -> None:
    assert in_words((DIAMETER, Field("fds", "FDS")), {"diametre": "6", "fds": "R-12"}) == "Ø 6 mm, FDS R-12"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Foret carbure", "Ø 6 mm, nuance 4325"),
        ("Foret carbure Ø6", "Nuance 4325"),
        ("Foret carbure Ø6,8", "Ø 6 mm, nuance 4325"),
        ("Foret 4325 diamètre 6 mm", ""),
        ("Foret 43250 Ø60", "Ø 6 mm, nuance 4325"),
        ("Foret étagé 6-12", "Ø 6 mm, nuance 4325"),
        ("Taraud M6x20, 4325", ""),
    ],
)
def test_what_a_designation_says_already_is_not_said_again(text: str, words: str) -> None:
    assert in_words(ALL, {"diametre": "6", "nuance": "4325"}, beside=text) == words


def test_lines_that_differ_in_a_value_do_not_pool() -> None:
    key = text_key("Foret carbure", "C62")
    assert pooled_with(key, {"diametre": "6"}) != pooled_with(key, {"diametre": "8"})
    assert pooled_with(key, {"diametre": "6", "nuance": "4325"}) == pooled_with(
        key, {"nuance": "4325", "diametre": "6"}
    )


def test_a_line_without_values_keeps_its_key() -> None:
    key = text_key("Foret carbure", "C62")
    assert pooled_with(key, {}) == key
    assert pooled_with(key, {"diametre": ""}) == key


def test_a_field_that_tells_nothing_apart_is_left_out_of_the_key() -> None:
    key = text_key("Acétone", "LTR")
    assert pooled_with(key, {"fds": "yes"}, alike={"fds"}) == key


def test_two_spellings_of_a_text_are_one_value_of_the_key() -> None:
    assert pooled_with("k", {"fabricant": "TUNGAL"}) == pooled_with("k", {"fabricant": "Tungal "})


def test_an_item_is_found_by_its_values() -> None:
    words = search_words(ALL, {"diametre": "6.8", "nuance": "GC 1125", "sterile": "yes"}).split()
    assert {"6.8", "mm", "6.8mm", "gc", "1125"} == set(words)


def test_only_what_the_item_leaves_open_is_asked() -> None:
    assert open_fields(ALL, {"diametre": "6", "nuance": ""}) == [GRADE, STERILE, MAKER]


def test_what_must_be_told_and_is_not() -> None:
    assert lacking(ALL, {"nuance": "4325"}) == [DIAMETER]
    assert lacking(ALL, {"diametre": "6"}) == []
