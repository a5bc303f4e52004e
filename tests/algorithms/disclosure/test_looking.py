"""Why members do not read “3 more cartons reach the next price” while lines may change: the second worked table of
docs/algorithms/disclosure.md, each row found by trying every set of lines that fits what somebody saw."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

import pytest

from pooling.algorithms.disclosure import may_say
from tests.algorithms.disclosure.test_cells import PAGE

HEAD = "| the others want | lines entered to look, in turn | said | the largest of them is then known to be |"
Judge = Callable[[Sequence[int]], bool]


def rows() -> list[list[str]]:
    lines = PAGE.read_text("utf-8").splitlines()
    start = lines.index(HEAD) + 2
    table = lines[start : lines.index("", start)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def plain(lines: Sequence[int]) -> bool:
    return may_say({str(number): Decimal(amount) for number, amount in enumerate(lines) if amount})


def without_any_one(lines: Sequence[int]) -> bool:
    """The stricter rule that was weighed: it must pass whoever of the contributors is left out."""
    present = [amount for amount in lines if amount]
    return all(plain([*present[:number], *present[number + 1 :]]) for number in range(len(present)))


def splits(total: int, firms: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many firms may want this much together, the largest first."""
    if firms == 1:
        if 0 < total <= most:
            yield (total,)
        return
    for first in range(min(total, most), 0, -1):
        for rest in splits(total - first, firms - 1, first):
            yield (first, *rest)


def known(others: Sequence[int], looks: Sequence[int], judge: Judge) -> tuple[int, int] | None:
    """The least and the most that the largest of the others can be, for who looked; None if nothing was said, so that
    it may be anything."""
    if not looks or not judge([*others, looks[-1]]):
        return None
    told = sum(others)  # the total that was told, without one's own
    fits = [
        split
        for split in splits(told, len(others), told)
        if all(judge([*split, look]) == judge([*others, look]) for look in looks)
    ]
    return min(split[0] for split in fits), max(split[0] for split in fits)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} seen with {row[1] or 'nothing'}")
def test_the_worked_table(row: list[str]) -> None:
    others, looks = [int(each) for each in row[0].split(", ")], [int(each) for each in row[1].split(", ") if each]
    judge = plain if len(others) == 2 else without_any_one
    assert judge([*others, *looks[-1:]]) == (row[2] == "yes")
    assert not any(judge([*others, look]) for look in looks[:-1])
    found = known(others, looks, judge)
    assert ("anything" if found is None else "{} to {}".format(*found)) == row[3]


def test_what_is_told_so_is_closer_than_the_rule_means_to_keep() -> None:
    for others, looks in (((50, 45), (5,)), ((500, 450), (49, 50))):
        least, most = known(others, looks, plain) or (0, others[0])
        assert (most - least) * 10 < others[0]


def test_without_the_line_to_look_nothing_would_have_been_said() -> None:
    assert not plain([50, 45])
    assert not plain([500, 450])
