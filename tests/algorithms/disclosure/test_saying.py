"""“3 more cartons reach the next price” tells the total, and is said only where a total may be."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pooling.algorithms.disclosure import Rule, may_say


def of(*amounts: int) -> dict[str, Decimal]:
    return {f"firm-{number}": Decimal(amount) for number, amount in enumerate(amounts)}


@pytest.mark.parametrize(
    ("amounts", "may"),
    [((40, 35, 25), True), ((90, 5, 5), False), ((10, 10), False), ((50, 49, 1), False), ((), False)],
)
def test_the_pool_passes_as_a_cell_does(amounts: tuple[int, ...], may: bool) -> None:
    assert may_say(of(*amounts)) == may


def test_sisters_count_as_one() -> None:
    assert not may_say(of(40, 35, 25), sisters={"firm-1": "group", "firm-2": "group"})


def test_said_again_after_one_firm_entered_it_would_tell_what_that_firm_entered() -> None:
    assert not may_say(of(40, 35, 25, 9), earlier=[of(40, 35, 25)])
    assert may_say(of(40, 35, 25), earlier=[of(40, 35, 25)])
    assert may_say(of(49, 44, 33), earlier=[of(40, 35, 25)])


def test_what_a_shown_total_holds_besides_must_pass_too() -> None:
    assert not may_say(of(40, 35, 25), within=[of(40, 35, 30)])
    assert may_say(of(40, 35, 25), within=[of(40, 35, 25), of(80, 75, 60)])


def test_the_group_s_own_numbers_count() -> None:
    assert not may_say(of(40, 35, 25), Rule(minimum=4))
