"""The worked tables of docs/algorithms/disclosure.md."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from pooling.algorithms.disclosure import Contribution, Frozen, Rule, draw_up, possible_range, publish
from pooling.algorithms.disclosure.model import ALL_PERIODS, Key

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "disclosure.md"


def rows() -> list[list[str]]:
    lines = PAGE.read_text("utf-8").splitlines()
    start = lines.index("| contributions | passes | why not |") + 2
    table = lines[start : lines.index("", start)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0] or "nobody")
def test_the_worked_table(row: list[str]) -> None:
    amounts = [Decimal(amount) for amount in row[0].split(", ") if amount]
    table = draw_up(
        [Contribution(("a",), "q1", f"firm-{n}", amount) for n, amount in enumerate(amounts)], families=[("a",)]
    )
    for parts in table.cells.values():
        assert Rule().passes(parts) == (row[1] == "yes")
        assert Rule().counts(parts) == (row[2] != "count")


def test_sister_firms_count_as_one() -> None:
    given = [Contribution(("a",), "q1", firm, Decimal(10)) for firm in ("one", "two", "three")]
    shown = publish(draw_up(given)).figures()
    merged = publish(draw_up(given, {"one": "group", "two": "group"})).figures()
    assert {figure.amount for figure in shown} == {Decimal(30)}
    assert {figure.amount for figure in merged} == {None}


def test_a_large_sister_group_dominates_though_each_of_its_firms_is_small() -> None:
    given = [Contribution(("a",), "q1", f"sister-{n}", Decimal(20)) for n in range(6)]
    given += [Contribution(("a",), "q1", firm, Decimal(4)) for firm in ("one", "two", "three")]
    sisters = {f"sister-{n}": "group" for n in range(6)}
    assert {figure.amount for figure in publish(draw_up(given)).figures()} == {Decimal(132)}
    assert {figure.amount for figure in publish(draw_up(given, sisters)).figures()} == {None}


def test_below_zero_there_is_nothing() -> None:
    with pytest.raises(ValueError, match="below zero"):
        draw_up([Contribution(("a",), "q1", "one", Decimal(-1))])


def block() -> Frozen:
    amounts = {("A", "first"): 4, ("B", "first"): 3, ("A", "second"): 2, ("B", "second"): 1}
    table = draw_up(
        Contribution((column,), row, f"firm-{column}-{row}", Decimal(amount))
        for (column, row), amount in amounts.items()
    )
    margins = [key for key in table.cells if not key.family or key.period == ALL_PERIODS]
    return Frozen(table, frozenset(margins))


def test_a_hidden_block_bounds_its_corner() -> None:
    """Row sums 7 and 3, column sums 6 and 4."""
    assert possible_range(block(), Key(("A",), "first")) == (Decimal(3), Decimal(6))


def test_a_cell_alone_in_its_sum_is_found_out_and_one_without_any_sum_is_not() -> None:
    frozen = block()
    key = Key(("A",), "first")
    almost = Frozen(frozen.table, frozenset(set(frozen.table.cells) - {key}))
    nothing = Frozen(frozen.table, frozenset())
    assert possible_range(almost, key) == (Decimal(4), Decimal(4))
    assert possible_range(nothing, key) == (Decimal(0), None)


def test_a_family_with_needs_of_its_own_beside_its_sub_families_adds_up() -> None:
    given = [Contribution(path, "q1", f"firm-{n}", Decimal(10 + n)) for path in (("a",), ("a", "x")) for n in range(5)]
    figures = {figure.family: figure.amount for figure in publish(draw_up(given)).figures()}
    assert figures == {(): 120, ("a",): 120, ("a", ""): 60, ("a", "x"): 60}


def test_nothing_members_see_says_which_rule_hid_a_figure() -> None:
    few = publish(draw_up([Contribution(("a",), "q1", firm, Decimal(10)) for firm in ("one", "two")]))
    large = publish(
        draw_up([Contribution(("a",), "q1", firm, Decimal(n)) for firm, n in (("one", 90), ("two", 5), ("three", 5))])
    )
    assert few.figures() == large.figures()
    assert repr(few) == repr(large)
