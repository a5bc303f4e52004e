"""What a line says of its quantity, and what would only be likely."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pooling.algorithms.matching.model import Item, Line
from pooling.algorithms.matching.quantities import in_base_units, surely_in_base_units
from pooling.algorithms.packs import read_pack

BOX = ("XBX", Decimal(100))
TWO_BOXES = (BOX, ("XBX", Decimal(50)))
CARTON = ("XCT", Decimal(500))


@pytest.mark.parametrize(
    ("text", "unit", "packs", "sure", "likely"),
    [
        ("gants", "C62", (), "4", "4"),
        ("gants", "XBX", (BOX,), "400", "400"),
        ("gants, boîte de 50", "XBX", (BOX,), "200", "200"),
        ("gants", "MIL", (), "4000", "4000"),
        ("gants", "XBX", (), None, "4"),
        ("gants", "XCT", (BOX,), None, "400"),
        ("gants", "XBX", TWO_BOXES, None, "200"),
        ("gants", "", (), None, "4"),
    ],
)  # fmt: skip
def test_what_is_said_and_what_is_likely(
    text: str, unit: str, packs: tuple[tuple[str, Decimal], ...], sure: str | None, likely: str
) -> None:
    line, item = Line(text, Decimal(4), unit), Item("G", "gants", base_unit="C62", packs=packs)
    pack = read_pack(text, unit)
    told = surely_in_base_units(line, item, pack)
    assert told == (None if sure is None else Decimal(sure))
    assert in_base_units(line, item, pack) == Decimal(likely)
