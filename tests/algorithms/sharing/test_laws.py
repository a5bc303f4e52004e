"""What holds of every share-out, whatever is asked: checked on tiny pools against everything there is, and on large."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooling.algorithms.sharing import Need, Packing, Policy, Pooled, Result, Way, pool
from tests.algorithms.sharing.wishes import everything, needs, policies, shared, totals

packings = st.builds(
    Packing,
    st.sampled_from([Decimal(text) for text in ("1", "2", "3", "4", "5", "7", "2.5")]),
    st.sampled_from([Decimal(number) for number in (0, 0, 5, 12)]),
    st.sampled_from([Decimal(number) for number in (0, 0, 4, 6)]),
)
ONE_STEP = ("1",)


def results(pooled: Pooled) -> list[Result]:
    return [pooled.fits] if pooled.fits else list(pooled.ways)


def check(result: Result, packing: Packing, wishes: list[Need]) -> None:
    """Sums, multiples, steps and ranges of whatever is proposed."""
    by_key = {wish.key: wish for wish in wishes}
    assert result.quantity == result.packs * packing.content
    assert result.quantity == sum(share.quantity for share in result.shares) + result.surplus
    assert result.surplus >= 0
    assert (result.owner is None) == (result.surplus == 0)
    assert [share.key for share in result.shares] == sorted(by_key)
    if result.quantity:
        assert result.quantity >= packing.minimum
        assert not packing.multiple or result.quantity % packing.multiple == 0
    for share in result.shares:
        wish = by_key[share.key]
        assert share.quantity >= 0
        assert (share.quantity - wish.wanted) % wish.step == 0 or not result.quantity
        assert wish.wanted - wish.minus <= share.least <= wish.wanted <= share.most <= wish.wanted + wish.plus
        if result.way in {Way.FITS, Way.BUY_UP}:
            assert share.shortfall == share.excess == 0
        if result.way in {Way.BUY_DOWN, Way.CARRY_OVER, Way.FLEX_DOWN}:
            assert share.excess == 0 or result.way is Way.FLEX_DOWN


@given(needs(most=6), packings, policies)
def test_sums_are_exact_and_every_share_in_its_range_and_on_its_step(
    wishes: list[Need], packing: Packing, policy: Policy
) -> None:
    pooled = pool(wishes, packing, policy)
    for result in results(pooled):
        check(result, packing, wishes)
    if pooled.fits:
        assert pooled.fits.surplus == 0
    else:
        assert {Way.BUY_UP, Way.CARRY_OVER} <= {result.way for result in pooled.ways}


def orders(packing: Packing, most: Decimal) -> list[Decimal]:
    """Every quantity that can be ordered."""
    found = (packing.content * packs for packs in range(1, int(most // packing.content) + 1))
    return [
        total for total in found if total >= packing.minimum and (not packing.multiple or total % packing.multiple == 0)
    ]


@given(needs(), packings, policies)
def test_the_number_of_packs_is_the_nearest_that_can_be_shared(
    wishes: list[Need], packing: Packing, policy: Policy
) -> None:
    wanted = sum((wish.wanted for wish in wishes), Decimal(0))
    reached = totals(wishes)
    possible = [total for total in orders(packing, wanted * 3 + 10) if total in reached]
    fits = pool(wishes, packing, policy).fits
    if not possible:
        assert fits is None
    else:
        assert fits is not None
        assert fits.quantity == min(possible, key=lambda total: (abs(total - wanted), -total))


def relative_changes(wishes: list[Need], found: dict[str, Decimal]) -> list[Fraction]:
    """Largest first."""
    changes = (Fraction(found[wish.key]) / Fraction(wish.wanted) - 1 for wish in wishes)
    return sorted(map(abs, changes), reverse=True)


def squares_per_unit(wishes: list[Need], found: dict[str, Decimal]) -> Fraction:
    return sum((Fraction(found[wish.key]) ** 2 / Fraction(wish.wanted) for wish in wishes), Fraction(0))


def squares_of_change(wishes: list[Need], found: dict[str, Decimal]) -> Decimal:
    return sum(((found[wish.key] - wish.wanted) ** 2 for wish in wishes), Decimal(0))


def by_day(wishes: list[Need], found: dict[str, Decimal]) -> list[Decimal]:
    """Beyond what was asked, latest first, then up to it, latest first: the less the better."""
    days = sorted({wish.wanted_on or date.max for wish in wishes}, reverse=True)
    beyond = [
        sum((max(found[w.key] - w.wanted, Decimal(0)) for w in wishes if (w.wanted_on or date.max) == day), Decimal(0))
        for day in days
    ]
    within = [
        sum((min(found[w.key], w.wanted) for w in wishes if (w.wanted_on or date.max) == day), Decimal(0))
        for day in days
    ]
    return beyond + within


@pytest.mark.parametrize(
    ("policy", "measure"),
    [
        (Policy.LEXIMIN, relative_changes),
        (Policy.PRO_RATA, squares_per_unit),
        (Policy.EQUAL, squares_of_change),
        (Policy.NEED_DATE, by_day),
    ],
)
@given(data=st.data())
def test_no_share_out_there_is_serves_the_policy_better(
    policy: Policy, measure: Callable[[list[Need], dict[str, Decimal]], Fraction], data: st.DataObject
) -> None:
    wishes = data.draw(needs(most=3, largest=8))
    least, most = sum(wish.wanted - wish.minus for wish in wishes), sum(wish.wanted + wish.plus for wish in wishes)
    total = data.draw(st.integers(int(least) * 2 - 1, int(most) * 2 + 1)) / Decimal(2)
    found, possible = shared(wishes, total, policy), everything(wishes, total)
    assert (found is None) == (not possible)
    if found is not None:
        assert found in possible
        assert measure(wishes, found) == min(measure(wishes, each) for each in possible)


@given(needs(most=5), policies, st.data())
def test_with_the_same_total_wanting_more_never_receives_less(
    wishes: list[Need], policy: Policy, data: st.DataObject
) -> None:
    """By whole steps, since those are what a need can move by; whatever the steps of the others."""
    index = data.draw(st.integers(0, len(wishes) - 1))
    before = wishes[index]
    more = list(wishes)
    more[index] = replace(before, wanted=before.wanted + before.step * data.draw(st.integers(1, 6)))
    total = sum((wish.wanted for wish in wishes), Decimal(0)) + data.draw(st.integers(-12, 12))
    first, second = shared(wishes, total, policy), shared(more, total, policy)
    if first is not None and second is not None:
        assert second[before.key] >= first[before.key]


@given(needs(most=5, steps=ONE_STEP), policies)
def test_whoever_wants_more_in_the_same_pool_receives_no_less(wishes: list[Need], policy: Policy) -> None:
    """Where the ranges are as wide for all and the date the same; a draw is a draw."""
    alike = [replace(wish, minus=wish.wanted, plus=Decimal(20), wanted_on=None) for wish in wishes]
    for total in (Decimal(7), Decimal(11), Decimal(31)):
        found = shared(alike, total, policy)
        if found is not None and policy is not Policy.DRAW:
            ranked = sorted(alike, key=lambda wish: wish.wanted)
            for less, more in pairwise(ranked):
                assert found[less.key] <= found[more.key] or less.wanted == more.wanted


@given(needs(most=5, steps=ONE_STEP), policies)
def test_a_larger_total_takes_from_nobody(wishes: list[Need], policy: Policy) -> None:
    least = int(sum(wish.wanted - wish.minus for wish in wishes))
    most = int(sum(wish.wanted + wish.plus for wish in wishes))
    before = shared(wishes, Decimal(least), policy)
    for total in range(least + 1, most + 1):
        found = shared(wishes, Decimal(total), policy)
        assert found is not None
        assert before is not None
        assert all(found[key] >= before[key] for key in found)
        before = found


@given(needs(most=6), packings, policies, st.randoms(use_true_random=False))
def test_the_order_of_entry_changes_nothing(
    wishes: list[Need], packing: Packing, policy: Policy, chance: random.Random
) -> None:
    shuffled = list(wishes)
    chance.shuffle(shuffled)
    assert pool(shuffled, packing, policy, "seed") == pool(wishes, packing, policy, "seed")


@pytest.mark.parametrize("policy", Policy)
def test_no_key_is_born_lucky(policy: Policy) -> None:
    """Of two who want the same, now one and now the other gets the odd one, as the seed has it."""
    twins = [Need("a", Decimal(4), Decimal(2)), Need("z", Decimal(4), Decimal(2))]
    lucky = 0
    for seed in range(200):
        found = shared(twins, Decimal(7), policy, str(seed))
        assert found is not None
        lucky += found["a"] > found["z"]
    assert 70 < lucky < 130


def large(seed: int, steps: tuple[str, ...] = ("1",)) -> list[Need]:
    chance = random.Random(seed)
    wanted = [chance.randint(1, 400) for _ in range(500)]
    return [
        Need(
            f"key-{chance.random()}",
            Decimal(quantity),
            Decimal(chance.randint(0, quantity // 2)),
            Decimal(chance.randint(0, quantity // 2)),
            Decimal(chance.choice(steps)),
            chance.choice((None, date(2026, 10, chance.randint(1, 28)))),
            chance.random() < 0.7,
        )
        for quantity in wanted
    ]


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("steps", [("1",), ("0.001",), ("1", "5", "12"), ("25", "10")])
def test_five_hundred_members(policy: Policy, steps: tuple[str, ...]) -> None:
    for seed, packing in enumerate((Packing(Decimal(1700)), Packing(Decimal(5)), Packing(Decimal(90_000)))):
        wishes = large(seed, steps)
        for result in results(pool(wishes, packing, policy)):
            check(result, packing, wishes)


@pytest.mark.parametrize("policy", Policy)
def test_in_a_large_pool_wanting_more_never_receives_less(policy: Policy) -> None:
    wishes = large(9, ("1", "5"))
    total = sum((wish.wanted for wish in wishes), Decimal(0)) - 7_003
    before = shared(wishes, total, policy)
    assert before is not None
    for index in range(0, 500, 50):
        more = list(wishes)
        more[index] = replace(wishes[index], wanted=wishes[index].wanted + wishes[index].step)
        after = shared(more, total, policy)
        assert after is not None
        assert after[more[index].key] >= before[more[index].key]


SCRIPT = """
from decimal import Decimal
from pooling.algorithms.sharing import *
needs = [Need(f"k{n}", Decimal(n + 1), Decimal(n), Decimal(n), Decimal(1 + n % 3)) for n in range(12)]
for policy in Policy:
    print(repr(pool(set(needs), Packing(Decimal(31)), policy, "seed")))
"""


def test_another_process_says_the_same_byte_for_byte() -> None:
    def said(hash_seed: str) -> bytes:
        return subprocess.run(
            [sys.executable, "-c", SCRIPT], env={"PYTHONHASHSEED": hash_seed}, capture_output=True, check=True
        ).stdout

    assert said("1") == said("2")
