"""Pools shared beside a bare largest remainder in whole numbers, which knows no range, step, pack or tie."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bench.clock import Figure, Pair, alternate
from pooling.algorithms.sharing import Need, Packing, Result, pool

PACKING = Packing(Decimal(25))
SMALL = 20  # needs of a usual pool


def measure_pool(needs: int, rounds: int) -> Figure:
    """One large pool; as many runs a round as make it long enough to time."""
    pools = [_needs(needs, random.Random(3))]
    pair = _alternated(pools, rounds, repeats=max(1, 5_000 // needs))
    return Figure(f"share a pool of {needs:,} needs", pair, None, "sharing a pool", needs, needs)


def measure_pools(count: int, rounds: int) -> Figure:
    """A campaign's pools one after another."""
    chance = random.Random(4)
    pair = _alternated([_needs(SMALL, chance) for _ in range(count)], rounds)
    title = f"share {count:,} pools of {SMALL} needs"
    return Figure(title, pair, None, f"sharing pools of {SMALL}", count * SMALL, count * SMALL)


def _alternated(pools: Sequence[Sequence[Need]], rounds: int, repeats: int = 1) -> Pair:
    _agree(pools[0])
    bare = [([int(need.wanted) for need in needs], _ordered(needs)) for needs in pools]
    return alternate(
        lambda: [pool(needs, PACKING) for needs in pools],
        lambda: [largest_remainder(total, wanted) for wanted, total in bare],
        rounds,
        repeats,
    )


def _needs(count: int, chance: random.Random) -> list[Need]:
    """Everybody accepts half more or less, so that a whole number of packs always fits."""
    wanted = [chance.randint(2, 400) for _ in range(count)]
    return [
        Need(f"need-{number}", Decimal(quantity), Decimal(quantity // 2), Decimal(quantity // 2))
        for number, quantity in enumerate(wanted)
    ]


def _ordered(needs: Sequence[Need]) -> int:
    return int(_fitting(needs).quantity)


def _fitting(needs: Sequence[Need]) -> Result:
    fits = pool(needs, PACKING).fits
    if fits is None:
        raise AssertionError("nothing fits: there is nothing to measure")
    return fits


def largest_remainder(total: int, wanted: Sequence[int]) -> list[int]:
    everything = sum(wanted)
    shares = [total * each // everything for each in wanted]
    cut = sorted(range(len(wanted)), key=lambda place: -(total * wanted[place] % everything))
    for place in cut[: total - sum(shares)]:
        shares[place] += 1
    return shares


def _agree(needs: Sequence[Need]) -> None:
    """Where ranges are wide both round the same fractions: no share is further than one from the other's."""
    fits = _fitting(needs)
    ours = {share.key: int(share.quantity) for share in fits.shares}
    bare = largest_remainder(int(fits.quantity), [int(need.wanted) for need in needs])
    if any(abs(ours[need.key] - share) > 1 for need, share in zip(needs, bare, strict=True)):
        raise AssertionError("the shares are not what the largest remainder says, give or take one")


def figures(sizes: Sequence[int], counts: Sequence[int], rounds: int) -> Iterator[Figure]:
    for needs in sizes:
        yield measure_pool(needs, rounds)
    for count in counts:
        yield measure_pools(count, rounds)
