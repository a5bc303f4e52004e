"""The labelled lines of ../shared/data, when they are there."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pooling.algorithms.matching.model import Item, Line

# beside the repository; a worktree elsewhere says where in the environment
_BESIDE = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
DATA = Path(os.environ.get("POOLING_SHARED_DATA", _BESIDE)) / "matching"
ABSENT = "The labelled lines are not here (../shared/data/matching): nothing to measure them on."


@dataclass(frozen=True)
class Labelled:
    """A catalogue and lines, each with the codes that are right: none, one, or several when it cannot be told."""

    name: str
    items: list[Item]
    lines: list[tuple[Line, set[str]]]

    def family(self, text: str, code: str) -> str:
        """Lines of one family are alike: they are left out together."""
        return code[:3] if self.name == "machining" else text.partition(",")[0]


def labelled_sets() -> Iterator[Labelled]:
    if DATA.is_dir():
        yield machining()
        yield food()


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def machining() -> Labelled:
    items = [
        Item(
            row["item_code"],
            row["designation"],
            maker=row["maker"],
            maker_ref=row["maker_ref"],
            gtin=row["gtin"],
            base_unit=row["base_unit"],
            packs=((row["pack_unit"], Decimal(row["pack_content"])),) if row["pack_content"] else (),
            specs=dict(part.split("=", 1) for part in row["specs"].split("; ") if "=" in part),
        )
        for row in rows("machining_catalogue")
    ]
    lines = [
        (
            Line(row["description"], Decimal(row["quantity"]) if row["quantity"] else None, row["unit_text"]),
            set(filter(None, row["expected_item_code"].split("|"))),
        )
        for row in rows("machining_needs")
    ]
    return Labelled("machining", items, lines)


def food() -> Labelled:
    items = [Item(row["supplier_sku"], row["text"]) for row in rows("food_catalogue")]
    lines = [(Line(row["text"]), {row["supplier_sku"]}) for row in rows("food_queries")]
    return Labelled("food", items, lines)
