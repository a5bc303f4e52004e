"""A pack is read out of the words that say it, shown back with them, and never made of a dimension or a reference."""

import csv
import re
from decimal import Decimal
from math import prod
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pooling.algorithms.packs import PackReading, package_name, read_pack

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "algorithms" / "packs.md"
MATCHING = ROOT.parent / "shared" / "data" / "matching"
WORKED = [
    tuple(cell.strip().strip("`") for cell in line.strip("|").split(" |"))
    for line in re.findall(r"^\| `.*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
]


def wordings() -> list[tuple[str, str, str, str]]:
    """Texts of our own with their unit, content (what else it may be after a bar) and innermost unit."""
    with (Path(__file__).parent / "pack_wordings.csv").open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["unit"], row["content"], row["of"]) for row in csv.DictReader(file, delimiter=";")]


def holds(reading: PackReading) -> str:
    return " × ".join(f"{factor.number:f} {factor.unit or factor.word}".strip() for factor in reading.factors)


def row(reading: PackReading | None) -> tuple[str, ...]:
    if reading is None:
        return ("", "", "", "nothing", "")
    quantity = "" if reading.quantity is None else f"{reading.quantity:f}"
    rivals = " ".join(f"{other.total:f}" for other in reading.others)
    return (reading.package or "", quantity, holds(reading), f"{reading.total:f}", rivals)


def contents(reading: PackReading | None) -> str:
    """The content, then its rivals: `1000|1`; empty for nothing."""
    return "|".join(f"{each.content:f}" for each in (reading, *reading.others)) if reading else ""


@pytest.mark.parametrize("line", WORKED, ids=lambda line: f"{line[0]} {line[1]}")
def test_the_worked_table_of_the_page_holds(line: tuple[str, ...]) -> None:
    text, unit, *expected = line
    assert row(read_pack(text, unit)) == tuple(expected)


@pytest.mark.parametrize(("text", "unit", "content", "of"), wordings())
def test_wordings_are_read_as_people_mean_them(text: str, unit: str, content: str, of: str) -> None:
    reading = read_pack(text, unit)
    assert contents(reading) == content
    assert of in ("", (reading.unit or reading.unit_word) if reading else "")


def test_the_table_and_the_wordings_are_as_many_as_promised() -> None:
    assert len(WORKED) >= 40
    assert len(wordings()) >= 80


def test_a_reading_shows_the_words_it_was_read_from() -> None:
    text = "Gants nitrile bleus, ctn de 10 boîtes de 100, sans poudre"
    reading = read_pack(text)
    assert reading is not None
    assert reading.words == "ctn de 10 boîtes de 100" == text[reading.start : reading.end]
    assert (reading.package_word, reading.source, reading.stated) == ("ctn", "text", True)


def test_a_reading_of_the_unit_says_so() -> None:
    reading = read_pack("vis M6x20", "bte de 100")
    assert reading is not None
    assert (reading.source, reading.words, contents(reading)) == ("unit", "bte de 100", "100")


def test_a_size_is_not_a_stated_pack() -> None:
    stated = {text: read_pack(text) for text in ("boîte de 60", "flacon 50 ml", "nelfinavir, 60 caps", "poudre, 144 g")}
    assert [reading.stated for reading in stated.values() if reading] == [True, True, False, False]


def test_a_carton_can_be_counted_at_each_of_its_depths() -> None:
    reading = read_pack("2 cartons de 5 ramettes de 500 feuilles")
    assert reading is not None
    assert [reading.count_of(unit) for unit in ("RM", "XST", "XBX")] == [Decimal(5), Decimal(2500), None]
    assert [reading.quantity, reading.content, reading.total] == [Decimal(2), Decimal(2500), Decimal(5000)]


def test_the_unit_and_the_wording_that_disagree_are_both_shown() -> None:
    reading = read_pack("masques FFP2 boîte de 20", "bte 10")
    assert contents(reading) == "10|20"
    assert reading is not None
    assert reading.ambiguous
    assert [other.source for other in reading.others] == ["text"]


@pytest.mark.parametrize(
    ("text", "language", "name"), [("bte 10", "fr", "boîte"), ("bte 10", "de", "Schachtel"), ("100 tests", "fr", "")]
)
def test_the_package_is_named_in_the_reader_s_language(text: str, language: str, name: str) -> None:
    reading = read_pack(text)
    assert reading is not None
    assert package_name(reading, language) == name


@given(st.text(max_size=40) | st.text("0123456789 xX×.,/-+Ødebtcnlmg", max_size=25), st.text(max_size=12))
def test_any_text_has_a_pack_or_none_and_never_crashes(text: str, unit: str) -> None:
    reading = read_pack(text, unit)
    for each in (reading, *reading.others) if reading else ():
        source = text if each.source == "text" else unit
        assert each.words == source[each.start : each.end]
        assert all(factor.number > 0 for factor in each.factors)
        assert each.total == (each.quantity or 1) * prod(factor.number for factor in each.factors)


KNOWN = st.sampled_from([(line[0], line[1]) for line in WORKED] + [(each[0], each[1]) for each in wordings()])


@given(KNOWN, st.sampled_from([str.upper, str.lower, str.title]))
def test_case_changes_nothing(known: tuple[str, str], change: type[str]) -> None:
    text, unit = known
    assert contents(read_pack(change(text), change(unit))) == contents(read_pack(text, unit))


@given(KNOWN, st.sampled_from(["  ", "\t", "\u00a0 ", "   "]))
def test_more_space_changes_nothing(known: tuple[str, str], space: str) -> None:
    text, unit = known
    assume(not re.search(r"\d \d", text))  # between digits a space speaks: `15 200` may be one number or two
    wider = f" {text.replace(' ', space)} "
    assert contents(read_pack(wider, unit)) == contents(read_pack(text, unit))


@given(
    st.sampled_from(["carton", "ctn", "boîte", "lot", "paquet", "Karton", "box"]),
    st.integers(1, 999),
    st.integers(1, 999),
)
def test_the_content_is_the_product_of_what_was_said(package: str, outer: int, inner: int) -> None:
    reading = read_pack(f"{package} de {outer} sachets de {inner}")
    assert reading is not None
    assert reading.content == outer * inner


@pytest.mark.parametrize("text", ["boîte de " * 5_000, "1 x " * 10_000, "9" * 40_000, "carton de 10 " * 4_000])
def test_an_endless_cell_is_answered_at_once(text: str) -> None:
    reading = read_pack(text, text)
    assert reading is None or reading.content > 0


def rows(name: str) -> list[dict[str, str]]:
    with (MATCHING / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def simplest(text: str) -> str:
    """The baseline of the data's page: the last number before a unit word."""
    found = re.findall(r"(\d+)\s*(?:tests?|tabs?|caps?|ml|g|amp\w*|vials?)\b", text, re.IGNORECASE)
    return found[-1] if found else "1"


@pytest.mark.data
@pytest.mark.skipif(not MATCHING.exists(), reason="the third-party wordings are not here")
def test_real_wordings_are_read_better_than_by_the_last_number() -> None:
    lines = rows("pack_text.csv")
    mine = [contents(read_pack(line["description"])) or "1" for line in lines]
    right = sum(f"pack of {content}" == line["pack"] for content, line in zip(mine, lines, strict=True))
    plain = sum(f"pack of {simplest(line['description'])}" == line["pack"] for line in lines)
    print(f"packs: {right} of {len(lines)} = {right / len(lines):.1%}; the last number: {plain / len(lines):.1%}")
    assert right / len(lines) >= 0.98


@pytest.mark.data
@pytest.mark.skipif(not MATCHING.exists(), reason="the third-party wordings are not here")
def test_needs_that_say_their_pack_are_counted_right_and_none_wrong() -> None:
    outcomes = [outcome(line) for line in rows("machining_needs.csv") if line["expected_base_quantity"]]
    right, wrong, silent = (outcomes.count(each) for each in ("right", "wrong", "silent"))
    print(f"needs: {right} right, {wrong} wrong, {silent} say no pack (only the catalogue knows)")
    assert right >= 45
    assert wrong == 0


def outcome(line: dict[str, str]) -> str:
    reading = read_pack(line["description"], line["unit_text"])
    wanted = Decimal(line["expected_base_quantity"]) / Decimal(line["quantity"])
    if reading is None:
        return "silent"
    depths = [reading.count_of(factor.unit) for factor in reading.factors if factor.unit]
    return "right" if wanted in (reading.content, *depths) else "wrong"
