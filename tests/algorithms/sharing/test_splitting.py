"""Money to the cent, and a share to a firm's docks: nothing is lost and nobody is far from its part."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.sharing import split_docks, split_money

weights = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.decimals(0, 10**6, places=3), min_size=1, max_size=8
).filter(lambda found: any(found.values()))
cents = st.decimals(-(10**9), 10**9, places=2)


def test_ten_euros_over_three() -> None:
    split = split_money(Decimal("10.00"), {"a": Decimal(1), "b": Decimal(1), "c": Decimal(1)}, "seed")
    assert sorted(split.values()) == [Decimal("3.33"), Decimal("3.33"), Decimal("3.34")]


def test_a_credit_note_splits_like_the_bill() -> None:
    parts = {"a": Decimal("0.7"), "b": Decimal("1.9"), "c": Decimal("2.4")}
    bill, credit = split_money(Decimal("99.99"), parts), split_money(Decimal("-99.99"), parts)
    assert credit == {key: -amount for key, amount in bill.items()}


@given(cents, weights)
def test_not_a_cent_is_lost_and_nobody_is_a_cent_away(amount: Decimal, parts: dict[str, Decimal]) -> None:
    split = split_money(amount, parts)
    total = sum(parts.values())
    assert sum(split.values()) == amount
    for key, part in split.items():
        assert abs(part * total - amount * parts[key]) < total * Decimal("0.01")
        assert parts[key] or not part


@given(cents, weights)
def test_the_order_of_the_weights_changes_nothing(amount: Decimal, parts: dict[str, Decimal]) -> None:
    assert split_money(amount, dict(reversed(parts.items())), "s") == split_money(amount, parts, "s")


@given(st.decimals(0, 10**6, places=3), weights, st.sampled_from([Decimal(1), Decimal("0.5"), Decimal(12)]))
def test_docks_get_whole_steps_and_together_the_share(
    share: Decimal, wishes: dict[str, Decimal], step: Decimal
) -> None:
    split = split_docks(share, wishes, step)
    assert sum(split.values()) == share
    assert sum(part % step != 0 for part in split.values()) <= 1
    assert min(split.values()) >= 0


def test_what_makes_no_whole_step_goes_where_most_was_wanted() -> None:
    split = split_docks(Decimal("10.5"), {"small": Decimal(2), "large": Decimal(6)}, Decimal(2))
    assert split == {"small": 2, "large": Decimal("8.5")}


@pytest.mark.parametrize("parts", [{}, {"a": Decimal(0)}, {"a": Decimal(-1), "b": Decimal(2)}])
def test_without_weights_there_is_nothing_to_go_by(parts: dict[str, Decimal]) -> None:
    with pytest.raises(ValueError, match="weight"):
        split_money(Decimal(1), parts)


def test_part_of_a_cent_is_not_money() -> None:
    with pytest.raises(ValueError, match="cent"):
        split_money(Decimal("0.001"), {"a": Decimal(1)})
