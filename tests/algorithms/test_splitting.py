"""One quantity over several docks: exact, near to what was asked for, and the same for the same question."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.splitting import split_over

QUANTITIES = st.decimals(min_value=0, max_value=10**9, places=6)
WEIGHTS = st.lists(st.decimals(min_value=Decimal("0.000001"), max_value=10**9, places=6), min_size=1, max_size=8)
STEPS = st.sampled_from([Decimal(1), Decimal(5), Decimal("0.000001"), Decimal("0.25")])


@pytest.mark.parametrize(
    ("quantity", "weights", "step", "shares"),
    [
        ("15", ("10", "5"), "1", ("10", "5")),
        ("10", ("10", "5"), "1", ("7", "3")),
        ("50", ("2", "1"), "5", ("35", "15")),
        ("1", ("1", "1"), "1", ("1", "0")),
        ("7.5", ("1", "2"), "1", ("2", "5.5")),
        ("0", ("1", "2"), "1", ("0", "0")),
    ],
)
def test_worked_examples(quantity: str, weights: tuple[str, ...], step: str, shares: tuple[str, ...]) -> None:
    found = split_over(Decimal(quantity), [*map(Decimal, weights)], Decimal(step))
    assert found == [*map(Decimal, shares)]


@given(QUANTITIES, WEIGHTS, STEPS)
def test_nothing_is_lost_and_nobody_is_a_step_from_what_is_due(
    quantity: Decimal, weights: list[Decimal], step: Decimal
) -> None:
    shares = split_over(quantity, weights, step)
    assert sum(shares) == quantity
    assert all(share >= 0 for share in shares)
    greatest = weights.index(max(weights))
    for place, (share, weight) in enumerate(zip(shares, weights, strict=True)):
        due = quantity * weight / sum(weights)
        assert abs(share - due) <= step * (2 if place == greatest else 1)


@given(WEIGHTS)
def test_what_was_asked_for_whole_is_given_as_asked(weights: list[Decimal]) -> None:
    assert split_over(sum(weights, Decimal(0)), weights, Decimal("0.000001")) == weights
