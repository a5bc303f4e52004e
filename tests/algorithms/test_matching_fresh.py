"""Two shelves written without a look at the lexicon: retail food in three languages; and welding, plumbing, garden,
kitchen and laboratory. Their twins differ by one number, brand, flavour or grade, and many a line has no right item.

What is held here is what nobody may lose by mending something else: no wrong match without a person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Decision, Item, Line, Match

FOLDER = Path(__file__).parent
SHELVES = ("retail", "mixed")


def rows(name: str, shelf: str) -> Iterator[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        yield from (row for row in csv.DictReader(file, delimiter=";") if row["shelf"] == shelf)


def items(shelf: str) -> Iterator[Item]:
    for row in rows("matching_fresh_items.csv", shelf):
        unit, _space, content = row["pack"].partition(" ")
        yield Item(
            row["code"],
            row["designation"],
            maker=row["maker"],
            maker_ref=row["reference"],
            base_unit=row["base"],
            packs=((unit, Decimal(content)),) if content else (),
            specs=dict(part.split("=") for part in row["specs"].split("; ") if part),
        )


@pytest.fixture(scope="module", params=SHELVES)
def told(request: pytest.FixtureRequest) -> list[tuple[dict[str, str], Match]]:
    """Each line with what became of it."""
    catalogue = Catalogue(items(request.param))
    return [
        (row, catalogue.match(Line(row["text"], Decimal(row["quantity"]), row["unit"])))
        for row in rows("matching_fresh_lines.csv", request.param)
    ]


def test_nothing_is_matched_wrongly_without_a_person(told: list[tuple[dict[str, str], Match]]) -> None:
    matched = [(row, match) for row, match in told if match.decision is Decision.AUTO]
    assert [(row["text"], match.code) for row, match in matched if match.code != row["right"]] == []


def test_three_lines_of_four_that_have_a_right_item_are_matched(told: list[tuple[dict[str, str], Match]]) -> None:
    having = [(row, match) for row, match in told if row["right"] and "|" not in row["right"]]
    matched = sum(match.decision is Decision.AUTO for _row, match in having)
    first = sum(match.code == row["right"] for row, match in having)
    assert matched >= Decimal("0.75") * len(having)
    assert first >= Decimal("0.97") * len(having)


def test_a_line_without_the_deciding_attribute_is_asked(told: list[tuple[dict[str, str], Match]]) -> None:
    several = [(row, match) for row, match in told if "|" in row["right"]]
    assert {match.decision for _row, match in several} == {Decision.REVIEW}
    assert all(match.question is not None for _row, match in several)


def test_packs_are_read_right(told: list[tuple[dict[str, str], Match]]) -> None:
    packed = [(row, match) for row, match in told if row["base"] and match.code == row["right"]]
    assert [row["text"] for row, match in packed if match.base_quantity != Decimal(row["base"])] == []
