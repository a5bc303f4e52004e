"""A line is matched by the item that explains all it says, when no other does: the page's own table first."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Item, Line

PAGE = Path(__file__).parents[2] / "docs" / "algorithms" / "matching.md"
ROWS = [
    [cell.strip().strip("`") for cell in line.strip("|").split("|")]
    for line in re.findall(r"^\| `.*\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
]
ITEMS = [row for row in ROWS if len(row) == 8]
LINES = [row for row in ROWS if len(row) == 6]


def item(row: list[str]) -> Item:
    code, designation, maker, reference, gtin, base, pack, specs = row
    packs = tuple((unit, Decimal(content)) for unit, _space, content in [pack.partition(" ")] if content)
    return Item(
        code,
        designation,
        maker=maker,
        maker_ref=reference,
        gtin=gtin,
        base_unit=base,
        packs=packs,
        specs=dict(part.split("=") for part in specs.split("; ") if part),
    )


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(item(row) for row in ITEMS)


@pytest.mark.parametrize("row", LINES, ids=lambda row: row[0])
def test_the_worked_table_of_the_page_holds(row: list[str], catalogue: Catalogue) -> None:
    text, quantity, unit, decision, code, base = row
    match = catalogue.match(Line(text, Decimal(quantity), unit))
    assert (match.decision, match.code, match.base_quantity) == (decision, code, Decimal(base))


def test_the_table_is_as_long_as_promised() -> None:
    assert len(ITEMS) >= 16
    assert len(LINES) >= 20
