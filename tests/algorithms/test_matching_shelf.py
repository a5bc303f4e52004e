"""Lines of our own on a shelf of our own: lubricants, cleaning, electricity, welding, office, packaging, bolts, PPE.

None of them stands in the files that the probability was fitted on.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Decision, Item, Line

FOLDER = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def shelf() -> list[Item]:
    return [
        Item(
            row["code"],
            row["designation"],
            maker=row["maker"],
            maker_ref=row["reference"],
            base_unit=row["base"],
            packs=tuple((unit, Decimal(content)) for unit, _, content in [row["pack"].partition(" ")] if content),
            specs=dict(part.split("=") for part in row["specs"].split("; ") if part),
        )
        for row in rows("matching_shelf.csv")
    ]


LINES = rows("matching_lines.csv")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(shelf())


@pytest.mark.parametrize("row", LINES, ids=lambda row: row["text"])
def test_a_line_becomes_what_a_buyer_would_make_of_it(row: dict[str, str], catalogue: Catalogue) -> None:
    match = catalogue.match(Line(row["text"], Decimal(row["quantity"]), row["unit"]))
    assert match.decision == row["decision"]
    if row["decision"] == Decision.AUTO:
        assert match.code == row["code"]
    if row["decision"] == Decision.REVIEW:
        assert row["code"] in [candidate.code for candidate in match.candidates]
    if row["base"]:
        assert match.base_quantity == Decimal(row["base"])


def test_the_lines_are_as_many_as_promised() -> None:
    assert len(LINES) >= 60
    assert {row["decision"] for row in LINES} == {"auto", "review", "none"}


@pytest.mark.parametrize(
    ("text", "attribute", "choices"),
    [
        ("électrodes Ø2,5x350", "", ("rutile", "basique")),
        ("chaussures sécurité S3 hautes", "pointure", ("42", "43")),
        ("disjoncteur 1P+N 4.5 kA", "calibre", ("10 A", "16 A")),
    ],
)
def test_the_lacking_attribute_is_asked(
    text: str, attribute: str, choices: tuple[str, ...], catalogue: Catalogue
) -> None:
    question = catalogue.match(Line(text)).question
    assert question is not None
    assert question.attribute == attribute
    assert sorted(question.choices) == sorted(choices)
