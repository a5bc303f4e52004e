"""The goals of matching on the labelled lines of ../shared/data, held with a margin."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bench.labelled import ABSENT, DATA, food, machining, rows
from bench.matching import Quality, judged, ours, packs
from pooling.algorithms.matching.clusters import clusters
from pooling.algorithms.matching.engine import Catalogue

pytestmark = [pytest.mark.data, pytest.mark.skipif(not DATA.is_dir(), reason=ABSENT)]


@pytest.fixture(scope="module")
def machined() -> Quality:
    labelled = machining()
    return judged(labelled, "pooling", ours(labelled), decides=True)


def test_machining_lines_are_found_and_most_are_matched(machined: Quality) -> None:
    assert machined.top1 >= 0.98
    assert machined.auto >= 0.85
    assert machined.decided is not None
    assert machined.decided >= 0.80
    assert machined.wrong is not None
    assert machined.wrong[0] <= 0.01 * machined.wrong[1]


def test_catering_lines_are_found_and_most_are_matched() -> None:
    labelled = food()
    found = judged(labelled, "pooling", ours(labelled), decides=True)
    assert found.top1 >= 0.92
    assert found.decided is not None
    assert found.decided >= 0.70
    assert found.wrong is not None
    assert found.wrong[0] <= 0.01 * found.wrong[1]


def test_packs_of_needs_become_base_units() -> None:
    labelled = machining()
    catalogue = Catalogue(labelled.items)
    wanted = [row["expected_base_quantity"] for row in rows("machining_needs")]
    pairs = [
        (catalogue.match(line, detailed=False).base_quantity, Decimal(base))
        for (line, _right), base in zip(labelled.lines, wanted, strict=True)
        if base
    ]
    assert sum(ours == theirs for ours, theirs in pairs) >= 0.97 * len(pairs)


def test_packs_are_read_right() -> None:
    right, of = packs()
    assert right >= 0.97 * of


def test_lines_that_are_the_same_thing_are_grouped_and_others_never() -> None:
    needs = {row["need_id"]: place for place, row in enumerate(rows("machining_needs"))}
    lines = [line for line, _right in machining().lines]
    group_of = {place: number for number, group in enumerate(clusters(lines)) for place in group}

    def together(name: str) -> list[bool]:
        return [
            group_of[needs[row["need_id_a"]]] == group_of[needs[row["need_id_b"]]]
            for row in rows(f"machining_pairs_{name}")
        ]

    assert sum(together("same")) >= 0.65 * len(together("same"))
    assert not any(together("diff"))
