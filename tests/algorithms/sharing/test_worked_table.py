"""The worked table of docs/algorithms/sharing.md."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pooling.algorithms.sharing import Need, Packing, Policy, Pooled, Result, Way, pool

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "sharing.md"
NEED = re.compile(
    r"(?P<wanted>[\d.]+)(?:-(?P<minus>[\d.]+))?(?:\+(?P<plus>[\d.]+))?(?:/(?P<step>[\d.]+))?(?:@(?P<day>\d+))?(?P<est>~?)"
)


@dataclass
class Row:
    """A pool, and what the page says of it; ways out when nothing fits."""

    cells: list[str]
    ways: list[list[str]] = field(default_factory=list)


def rows() -> list[Row]:
    lines = PAGE.read_text("utf-8").splitlines()
    start = lines.index("| needs | pack | minimum | multiple | policy | packs | shares | surplus |")
    found: list[Row] = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0].startswith("→"):
            found[-1].ways.append(cells)
        else:
            found.append(Row(cells))
    return found


def read_need(number: int, text: str) -> Need:
    match = NEED.fullmatch(text)
    assert match, text
    return Need(
        str(number),
        Decimal(match["wanted"]),
        Decimal(match["minus"] or 0),
        Decimal(match["plus"] or 0),
        Decimal(match["step"] or 1),
        date(2026, 10, int(match["day"])) if match["day"] else None,
        not match["est"],
    )


def solved(cells: list[str]) -> Pooled:
    needs = [read_need(number, text) for number, text in enumerate(cells[0].split(", "))]
    packing = Packing(Decimal(cells[1]), Decimal(cells[2] or 0), Decimal(cells[3] or 0))
    return pool(needs, packing, Policy(cells[4]))


def told(result: Result, shares: str) -> tuple[str, str, str]:
    got = [str(share.quantity) for share in result.shares]
    return str(result.packs), " and ".join(sorted(got)) if " and " in shares else ", ".join(got), str(result.surplus)


@pytest.mark.parametrize("row", rows(), ids=lambda row: " | ".join(row.cells[:5]))
def test_the_worked_table(row: Row) -> None:
    pooled = solved(row.cells)
    assert (pooled.fits is not None) == bool(row.cells[5])
    if pooled.fits:
        assert told(pooled.fits, row.cells[6]) == tuple(row.cells[5:])
    assert [result.way for result in pooled.ways] == [Way(cells[0].removeprefix("→ ")) for cells in row.ways]
    for result, cells in zip(pooled.ways, row.ways, strict=True):
        assert told(result, cells[6]) == tuple(cells[5:])
