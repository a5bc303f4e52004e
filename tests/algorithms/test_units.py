"""Units are named as people name them, coded as UN/ECE codes them, and converted exactly or not at all."""

import csv
import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pooling.algorithms.errors import Refusal
from pooling.algorithms.units import (
    UNITS,
    NotConvertible,
    Unit,
    convert,
    names_of,
    pack_to_base,
    unit_coded,
    unit_named,
    whole_only,
)

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "algorithms" / "units.md"
WORKED = re.findall(r"^\| `(.+?)` \| (\S+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
OFFICIAL = ROOT.parent / "shared" / "data" / "codes" / "unece_rec20_units.csv"

measured = st.sampled_from([unit for unit in UNITS.values() if unit.factor is not None])
quantities = st.decimals(min_value=0, max_value=10**6, places=3)


@pytest.mark.parametrize(("text", "code"), WORKED)
def test_the_worked_table_of_the_page_holds(text: str, code: str) -> None:
    unit = unit_named(text)
    assert (unit.code if unit else "?") == code


def test_no_name_means_two_units() -> None:
    owners = defaultdict(set)
    for unit in UNITS.values():
        for name in names_of(unit):
            owners[name].add(unit.code)
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_each_unit_answers_to_its_code_and_to_all_its_names(unit: Unit) -> None:
    for text in (unit.code, unit.code.lower(), unit.fr, unit.fr_plural, unit.en, unit.de, *unit.aliases):
        assert unit_named(text) == unit


def test_the_table_is_as_long_as_this_trade_needs() -> None:
    assert len(UNITS) >= 90


@pytest.mark.parametrize("code", ["BX", "CT", "EA", "RO", "", "c62"])
def test_what_is_not_a_code_of_ours_has_no_unit(code: str) -> None:
    assert unit_coded(code) is None


def test_a_code_gives_its_unit() -> None:
    ream = unit_coded("RM")
    assert ream is not None
    assert (ream.name(), ream.name("en"), ream.name("de"), ream.short()) == (
        "ramette",
        "ream",
        "Ries",
        "ramette",
    )
    assert UNITS["KGM"].short("en") == "kg"


@pytest.mark.data
@pytest.mark.skipif(not OFFICIAL.exists(), reason="the third-party list of codes is not here")
def test_every_code_is_an_official_one() -> None:
    with OFFICIAL.open(encoding="utf-8", newline="") as file:
        official = {row["code"] for row in csv.DictReader(file)}
    assert set(UNITS) <= official


@pytest.mark.parametrize(
    ("quantity", "source", "target", "expected"),
    [
        ("1500", "GRM", "KGM", "1.5"),
        ("1.5", "KGM", "GRM", "1500"),
        ("2", "TNE", "KGM", "2000"),
        ("75", "CLT", "LTR", "0.75"),
        ("1", "MTQ", "LTR", "1000"),
        ("250", "MLT", "CMQ", "250"),
        ("3", "DZN", "C62", "36"),
        ("10", "PR", "C62", "20"),
        ("36", "C62", "DZN", "3"),
        ("2", "MIL", "CEN", "20"),
        ("90", "MIN", "HUR", "1.5"),
        ("1", "MWH", "KWH", "1000"),
        ("2", "WEE", "DAY", "14"),
        ("7", "XBX", "XBX", "7"),
        ("1", "MTK", "CMK", "10000"),
    ],
)
def test_a_quantity_is_converted_exactly(quantity: str, source: str, target: str, expected: str) -> None:
    assert convert(Decimal(quantity), UNITS[source], UNITS[target]) == Decimal(expected)


@pytest.mark.parametrize(
    ("quantity", "source", "target", "code"),
    [
        ("1", "KGM", "LTR", "other_dimension"),
        ("1", "XBX", "C62", "other_dimension"),
        ("1", "XBX", "XCT", "other_dimension"),
        ("1", "SET", "C62", "other_dimension"),
        ("1", "MON", "DAY", "other_dimension"),
        ("1", "DAY", "HUR", "other_dimension"),
        ("7", "C62", "DZN", "inexact"),
        ("0.5", "GRM", "TNE", "inexact"),
        ("1", "MIN", "HUR", "inexact"),
    ],
)
def test_what_cannot_be_converted_exactly_is_refused(quantity: str, source: str, target: str, code: str) -> None:
    with pytest.raises(NotConvertible) as caught:
        convert(Decimal(quantity), UNITS[source], UNITS[target])
    assert caught.value.code == code
    assert source in str(caught.value)


@given(quantities, measured, measured)
def test_a_conversion_comes_back_to_where_it_started(quantity: Decimal, source: Unit, target: Unit) -> None:
    assume(source.dimension == target.dimension)
    try:
        there = convert(quantity, source, target)
    except NotConvertible:
        return
    assert convert(there, target, source) == quantity


def test_packs_hold_their_content_exactly() -> None:
    assert pack_to_base(Decimal("2.5"), Decimal("500")) == 1250
    assert pack_to_base(Decimal(3), Decimal("0.75")) == Decimal("2.25")


@pytest.mark.parametrize(
    ("quantity", "content", "code"),
    [
        ("1", "0", "pack_content"),
        ("1", "-5", "pack_content"),
        ("0.0001", "0.001", "inexact_pack"),
    ],
)
def test_a_pack_that_cannot_be_counted_is_refused(quantity: str, content: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        pack_to_base(Decimal(quantity), Decimal(content))
    assert caught.value.code == code


@pytest.mark.parametrize("code", ["C62", "PR", "SET", "XBX", "XCT", "RM", "XPX"])
def test_there_is_no_half_of_a_countable(code: str) -> None:
    assert whole_only(UNITS[code])


@pytest.mark.parametrize("code", ["KGM", "LTR", "MTR", "HUR", "MIL", "CEN", "DZN", "KWH", "DAY", "E48"])
def test_there_is_half_of_a_measure_or_of_a_multiple(code: str) -> None:
    assert not whole_only(UNITS[code])


@given(st.text(max_size=15))
def test_any_text_names_a_unit_or_nothing(text: str) -> None:
    unit = unit_named(text)
    assert unit is None or unit in UNITS.values()
