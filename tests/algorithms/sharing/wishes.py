"""Needs for the laws, and every share-out there is of a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import strategies as st

from pooling.algorithms.sharing import Need, Policy
from pooling.algorithms.sharing.filling import fill
from pooling.algorithms.sharing.lines import lines_of, quantity, whole
from pooling.algorithms.sharing.orders import order_of

DAYS = (None, date(2026, 10, 1), date(2026, 10, 15), date(2026, 11, 2))
policies = st.sampled_from(Policy)


@st.composite
def needs(
    draw: st.DrawFn, *, most: int = 4, largest: int = 12, steps: Sequence[str] = ("1", "2", "3", "0.5")
) -> list[Need]:
    count = draw(st.integers(1, most))
    keys = draw(st.permutations([f"k{number}" for number in range(count)]))
    return [draw(need(key, largest, steps)) for key in keys]


@st.composite
def need(draw: st.DrawFn, key: str, largest: int, steps: Sequence[str]) -> Need:
    wanted = draw(st.integers(1, largest))
    return Need(
        key,
        Decimal(wanted),
        Decimal(draw(st.integers(0, wanted))),
        Decimal(draw(st.integers(0, wanted + 2))),
        Decimal(draw(st.sampled_from(steps))),
        draw(st.sampled_from(DAYS)),
        draw(st.booleans()),
    )


def shared(wishes: Sequence[Need], total: Decimal, policy: Policy, seed: str = "") -> dict[str, Decimal] | None:
    """A total handed out, whatever packs there are."""
    lines = lines_of(wishes, seed)
    at = fill(lines, whole(total), order_of(policy, lines, seed))
    if at is None:
        return None
    return {line.need.key: quantity(got) for line, got in zip(lines, at, strict=True)}


def places(wish: Need) -> list[Decimal]:
    """Every quantity a need accepts."""
    count = int(wish.wanted // wish.step)
    ups = int(wish.plus // wish.step)
    found = [wish.wanted + wish.step * move for move in range(-count, ups + 1)]
    return [place for place in found if place >= wish.wanted - wish.minus]


def totals(wishes: Sequence[Need]) -> set[Decimal]:
    """Every total some share-out adds up to."""
    sums = {Decimal(0)}
    for wish in wishes:
        sums = {total + place for total in sums for place in places(wish)}
    return sums


def everything(wishes: Sequence[Need], total: Decimal) -> list[dict[str, Decimal]]:
    """Every share-out that adds up to the total."""
    keys = [wish.key for wish in wishes]
    choices = product(*(places(wish) for wish in wishes))
    return [dict(zip(keys, choice, strict=True)) for choice in choices if sum(choice) == total]
