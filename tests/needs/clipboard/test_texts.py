from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.errors import Refusal
from pooling.catalogue.field_columns import KEYS
from pooling.needs.clipboard import cells
from pooling.needs.paste import MOST_ROWS, Block, Cell, read
from pooling.needs.pasted_fields import About, of_field
from tests.needs.clipboard.declared import FAMILIES, KNOWN, NAMES
from tests.needs.clipboard.texts import ASKED, TEXTS, Copied

TABS = "\t" * 16_382  # a whole row of a sheet


def told(block: Block) -> list[dict[str, str]]:
    return [{name: ASKED if cell.trouble else cell.value for name, cell in row.items()} for row in block.rows]


def landed(copied: Copied, text: str) -> list[dict[str, str]]:
    """What goes into which inputs, of lines of the copied family."""
    block = read(text, start=copied.start, language=copied.language, names=NAMES)
    assert tuple(column.index for column in block.columns if column.maybe) == copied.undecided
    about = About(None, FAMILIES.get(copied.family))
    return [_filled(block, row, about, copied.language) for row in block.rows]


def _filled(block: Block, row: dict[str, Cell], about: About, language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for column in block.columns:
        name, cell = column.field, row.get(column.field)
        if cell is None:
            continue
        if name.startswith(KEYS):
            cell = of_field(KNOWN, column, cell, about, sign=block.signs[name], language=language)
            (name,) = cell.fills or {f"x.{code}" for code in sorted(KNOWN.headings[name].codes)[:1]}
        texts |= {name: ASKED} if cell.trouble else cell.fills or {name: "" if cell.fills == {} else cell.value}
    return texts


def test_there_are_a_hundred_of_them() -> None:
    assert len(TEXTS) >= 100
    assert len({copied.name for copied in TEXTS}) == len(TEXTS)


@pytest.mark.parametrize("copied", TEXTS, ids=lambda copied: copied.name)
def test_what_is_copied_lands_right_or_is_asked(copied: Copied) -> None:
    assert landed(copied, copied.text) == copied.rows


@pytest.mark.parametrize("copied", TEXTS, ids=lambda copied: copied.name)
def test_it_reads_the_same_with_the_line_ends_of_another_program(copied: Copied) -> None:
    assert landed(copied, copied.text.replace("\r\n", "\n").rstrip("\n")) == copied.rows


def test_a_person_says_what_a_column_is() -> None:
    block = read("10\t20\n5\t6\n", chosen=["quantity", "price"])
    assert told(block) == [{"quantity": "10", "price": "20"}, {"quantity": "5", "price": "6"}]
    assert told(read("10\t20\n", chosen=["-", "quantity"])) == [{"quantity": "20"}]
    assert told(read("10\t20\n", chosen=["quantity", "quantity"])) == [{"quantity": "10"}]


def test_what_is_only_guessed_is_said_to_be() -> None:
    def guessed(text: str) -> list[bool]:
        return [column.guessed for column in read(text, names=NAMES).columns]

    assert guessed("Désignation\tQté\tDiamètre\tdiam.\nForet\t3\t8\t8\n") == [False, False, False, True]
    assert guessed("Désignation\tQté\tNuance acier\tQualité\nForet\t3\t4325\tGC 1125\n") == [False, False, True, True]
    assert guessed("Désignation\tFlexibilité\tFlex +\nForet\t3\t2\n") == [False, True, False]
    assert guessed("Foret\t3\tpièce\tGC 1125\n") == [True] * 4


def test_an_answer_is_read_as_typed_on_screen() -> None:
    asked = read("1.234\n2\n", start="quantity")
    (first, second) = asked.rows[0]["quantity"].choices
    assert told(read("1.234\n2\n", start="quantity", answers={(0, 0): first}))[0] == {"quantity": first}
    assert told(read("1.234\n2\n", start="quantity", answers={(0, 0): second}))[0] == {"quantity": second}
    assert told(read("1.234\n2\n", start="quantity", answers={(0, 0): "douze"}))[0] == {"quantity": ASKED}


def test_a_block_too_long_is_refused_whole() -> None:
    with pytest.raises(Refusal) as refusal:
        read("vis\t1\n" * (MOST_ROWS + 1))
    assert refusal.value.code == "too_many_rows"


@pytest.mark.parametrize(
    "text",
    [
        "\t".join(["vis"] * 101),
        "vis\t1\n" * 1001,
        "vis" + "\t" * 9_000 + "1" + "\nvis" * 9_000,  # made of one width it would be 81 million cells
        "ø" * 500_001,
    ],
)
def test_a_block_that_would_keep_the_server_busy_is_refused_whole(text: str) -> None:
    with pytest.raises(Refusal) as refusal:
        read(text)
    assert refusal.value.code == "too_large"


def test_what_is_empty_to_the_right_of_a_block_makes_it_no_larger() -> None:
    whole_rows = read(f"vis\t1{TABS}\nécrou\t2{TABS}")
    assert [next(iter(row.values())).value for row in whole_rows.rows] == ["vis", "écrou"]


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t\r\n", " "])
def test_nothing_is_no_block(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


plain_cell = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=12).map(str.strip)


@given(st.lists(st.lists(plain_cell.filter(lambda cell: '"' not in cell), min_size=2, max_size=4), min_size=1))
def test_every_cell_of_a_block_is_found_again(rows: list[list[str]]) -> None:
    text = "".join("\t".join(row) + "\r\n" for row in rows)
    found = cells(text)
    flat = [cell for row in found for cell in row if cell]
    assert flat == [cell for row in rows for cell in row if cell]


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for names in (None, NAMES):
        with suppress(Refusal):
            read(text, names=names)
