"""Two sides measured in turns, so that a busy machine slows both."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

Run = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """Median seconds of one run on each side."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


@dataclass(frozen=True)
class Figure:
    """One line of the table. `target` is the most the ratio may be, none if open; `series` gathers the sizes
    of one thing, none stands alone; `size` is in lines, and one run handles `units` of them."""

    what: str
    pair: Pair
    target: float | None = None
    series: str = ""
    size: int = 1
    units: int = 1


def alternate(ours: Run, bare: Run, rounds: int, repeats: int = 1) -> Pair:
    """Medians of several rounds of `repeats` runs a side; one run of each is not counted, it warms up."""
    ours()
    bare()
    times = [(timed(ours, repeats), timed(bare, repeats)) for _ in range(rounds)]
    return Pair(*_medians(times))


def timed(run: Run, repeats: int = 1) -> float:
    """Seconds of one run."""
    gc.collect()
    began = perf_counter()
    for _ in range(repeats):
        run()
    return (perf_counter() - began) / repeats


def _medians(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(ours for ours, _ in times), median(bare for _, bare in times)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
