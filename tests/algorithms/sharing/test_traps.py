"""What other tools get wrong, by name."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import pytest

from pooling.algorithms.errors import Refusal
from pooling.algorithms.sharing import Need, Owner, Packing, Policy, Pooled, Way, pool
from tests.algorithms.sharing.wishes import shared


def fixed(*wanted: int) -> list[Need]:
    return [Need(f"firm-{number}", Decimal(quantity)) for number, quantity in enumerate(wanted)]


def got(pooled: Pooled) -> list[Decimal]:
    assert pooled.fits is not None
    return [share.quantity for share in pooled.fits.shares]


@pytest.mark.parametrize("policy", Policy)
def test_one_and_two_asked_gives_one_and_two_of_a_pack_of_three(policy: Policy) -> None:
    pooled = pool(fixed(1, 2), Packing(Decimal(3)), policy)
    assert got(pooled) == [1, 2]
    assert pooled.fits is not None
    assert pooled.fits.packs == 1


def test_a_minimum_of_five_for_one_and_one_leaves_three_that_have_an_owner() -> None:
    pooled = pool(fixed(1, 1), Packing(Decimal(1), minimum=Decimal(5)))
    bought = pooled.way(Way.BUY_UP)
    assert pooled.fits is None
    assert bought is not None
    assert [share.quantity for share in bought.shares] == [1, 1]
    assert bought.quantity == 5
    assert bought.surplus == 3
    assert bought.owner is Owner.GROUP


def test_twenty_and_thirty_order_fifty() -> None:
    pooled = pool(fixed(20, 30), Packing(Decimal(25)))
    assert pooled.fits is not None
    assert pooled.fits.quantity == 50


def test_the_minimum_applies_once_to_the_pool_and_not_to_each_firm() -> None:
    pooled = pool(fixed(20, 30), Packing(Decimal(1), minimum=Decimal(40)))
    assert pooled.fits is not None
    assert pooled.fits.quantity == 50
    assert pooled.fits.surplus == 0


def test_thirteen_over_eleven_to_one_is_twelve_and_one() -> None:
    wishes = [Need("large", Decimal(11), Decimal(11), Decimal(11)), Need("small", Decimal(1), Decimal(1), Decimal(11))]
    assert shared(wishes, Decimal(13), Policy.PRO_RATA) == {"large": Decimal(12), "small": Decimal(1)}


@pytest.mark.parametrize("policy", [Policy.PRO_RATA, Policy.EQUAL, Policy.LEXIMIN])
def test_ten_firms_that_want_four_share_a_pack_of_twenty_five_evenly(policy: Policy) -> None:
    wishes = [Need(f"firm-{number}", Decimal(4), minus=Decimal(4)) for number in range(10)]
    pooled = pool(wishes, Packing(Decimal(25)), policy)
    assert sorted(got(pooled)) == [2, 2, 2, 2, 2, 3, 3, 3, 3, 3]


@pytest.mark.parametrize("policy", Policy)
def test_nobody_ends_with_nothing_unless_it_said_so(policy: Policy) -> None:
    wishes = [Need(f"firm-{number}", Decimal(4), minus=Decimal(2)) for number in range(10)]
    assert min(got(pool(wishes, Packing(Decimal(25)), policy))) == 2


def test_the_time_of_entry_cannot_give_an_advantage_for_it_is_not_asked() -> None:
    assert {each.name for each in fields(Need)} == {
        "key", "wanted", "minus", "plus", "step", "wanted_on", "firm",
    }  # fmt: skip


def test_the_tolerance_of_one_firm_does_not_eat_everybodys() -> None:
    """One that tolerates 50 either way bears its part of the difference, not all of it, and takes nobody else's."""
    wide, narrow = Decimal(50), Decimal(5)
    wishes = [Need("wide", Decimal(100), wide, wide), Need("narrow", Decimal(100), narrow, narrow)]
    assert got(pool(wishes, Packing(Decimal(192)))) == [96, 96]
    assert got(pool(wishes, Packing(Decimal(208)))) == [104, 104]
    assert got(pool(wishes, Packing(Decimal(180)))) == [95, 85]


def test_a_total_no_step_reaches_is_said_not_bent() -> None:
    wishes = [Need(key, Decimal(10), Decimal(5), Decimal(5), Decimal(5)) for key in "ab"]
    pooled = pool(wishes, Packing(Decimal(18)))
    assert pooled.fits is None
    bought = pooled.way(Way.BUY_DOWN)
    assert bought is not None
    assert sum(share.quantity for share in bought.shares) == 15
    assert bought.surplus == 3


def test_steps_too_unlike_are_refused_aloud() -> None:
    wishes = [
        Need("a", Decimal(10_000), Decimal(1), Decimal(1), Decimal("0.000001")),
        Need("b", Decimal(10_000), Decimal(9_000), Decimal(9_000), Decimal("3333.333331")),
    ]
    with pytest.raises(Refusal, match="too unlike"):
        pool(wishes, Packing(Decimal(7_001)))


def test_estimated_needs_give_way_before_firm_ones() -> None:
    wishes = [Need("firm", Decimal(18)), Need("estimated", Decimal(10), firm=False)]
    pooled = pool(wishes, Packing(Decimal(25)))
    asked = pooled.way(Way.FLEX_DOWN)
    assert asked is not None
    assert asked.asked == {"estimated": Decimal(-3)}


def test_what_is_carried_over_and_what_is_shared_now_is_what_was_wanted() -> None:
    pooled = pool(fixed(18, 10), Packing(Decimal(25)))
    carried = pooled.way(Way.CARRY_OVER)
    assert carried is not None
    assert carried.quantity == 25
    assert all(share.quantity + share.carried == share.wanted for share in carried.shares)


@pytest.mark.parametrize(
    "need",
    [
        Need("a", Decimal(0)),
        Need("a", Decimal(-1)),
        Need("a", Decimal(1), step=Decimal(0)),
        Need("a", Decimal(1), minus=Decimal(-1)),
        Need("a", Decimal("0.0000001")),
    ],
    ids=str,
)
def test_what_no_form_lets_through_is_an_error(need: Need) -> None:
    with pytest.raises(ValueError, match=r"need|places"):
        pool([need], Packing())


def test_two_needs_with_one_key_are_an_error() -> None:
    with pytest.raises(ValueError, match="one key"):
        pool([Need("a", Decimal(1)), Need("a", Decimal(2))], Packing())
