"""A publication audited from every firm's place, beside a bare loop that only judges each cell by itself."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from bench.clock import Figure, alternate
from pooling.algorithms.disclosure import Contribution, draw_up, publish
from pooling.algorithms.disclosure.model import Parts, Table

FIRMS = 40
TREES = 6  # families above the families
WANTED, ASKED = 0.8, 0.8  # how likely the most popular family is for a firm, and a quarter within it


def measure(families: int, quarters: int, rounds: int) -> Figure:
    table = draw_up(_contributions(families, quarters, random.Random(1)))
    frozen = publish(table)
    title = f"publish {families} families × {quarters} quarters ({len(table.cells) - len(frozen.shown)} hidden)"
    pair = alternate(lambda: publish(table), lambda: judged(table), rounds)
    return Figure(title, pair, None, "publication", len(table.cells), len(table.cells))


def _contributions(families: int, quarters: int, chance: random.Random) -> Iterator[Contribution]:
    sizes = [chance.lognormvariate(3, 1) for _ in range(FIRMS)]
    for family in range(families):
        popular = chance.random() * WANTED
        for firm, size in enumerate(sizes):
            if chance.random() < popular:
                for quarter in range(quarters):
                    if chance.random() < ASKED:
                        amount = Decimal(int(1 + size * chance.lognormvariate(1, 1)))
                        path = (f"tree-{family % TREES}", f"family-{family}")
                        yield Contribution(path, f"q{quarter}", f"firm-{firm}", amount)


def judged(table: Table) -> list[bool]:
    return [_passes(parts) for parts in table.cells.values()]


def _passes(parts: Parts) -> bool:
    amounts = sorted(parts.values(), reverse=True)
    return len(amounts) >= 3 and sum(amounts[2:]) * 10 >= amounts[0]
