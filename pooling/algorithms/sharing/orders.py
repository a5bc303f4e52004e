"""In which order a growing total is handed out, step by step: what makes one policy differ from another.

Every step has a price, and the cheapest is handed out first. Prices never fall as a line grows, so that filling by
price is exact, and a line that wants more never has dearer steps, so that wanting more never receives less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pooling.algorithms.sharing.lines import Line, hashed
from pooling.algorithms.sharing.model import Policy

# Fractions a/b and c/d that differ do so by 1/bd at least: with this many binary places, whole numbers of 64 bits
# are compared exactly as fractions
PLACES = 128
Price = tuple[int, ...]


class Measure(Protocol):
    """What a step costs, and how far a line gets when all steps up to a level are handed out."""

    def price(self, line: Line, at: int) -> Price:
        """Of the step from `at` upwards; the first number is what levels are compared with."""

    def reach(self, line: Line, level: int) -> int:
        """The quantity behind the last step whose price's first number is at most the level."""

    def weight(self, line: Line) -> int:
        """Twice the quantity the line gains when the level rises by one."""

    def origin(self, line: Line) -> int:
        """The quantity at level zero."""


class ProRata:
    """Nearest to one common share of what was wanted (divisor method of Webster): least sum of x²/q."""

    def price(self, line: Line, at: int) -> Price:
        return ((2 * at + line.step << PLACES) // line.wanted,)

    def reach(self, line: Line, level: int) -> int:
        return ((level * line.wanted + line.wanted - 1 >> PLACES) + line.step) // 2

    def weight(self, line: Line) -> int:
        return line.wanted

    def origin(self, line: Line) -> int:
        return 0


class Equal:
    """Nearest to one common difference from what was wanted: least sum of (x - q)²."""

    def price(self, line: Line, at: int) -> Price:
        return (2 * (at - line.wanted) + line.step << PLACES,)

    def reach(self, line: Line, level: int) -> int:
        return line.wanted + ((level >> PLACES) + line.step) // 2

    def weight(self, line: Line) -> int:
        return 1

    def origin(self, line: Line) -> int:
        return line.wanted


class Leximin:
    """The largest relative change as small as can be, then the second largest, and so on.

    A step that leaves the larger change is dearer; of equal ones that which replaces the larger change is cheaper.
    Where steps differ, prices are per unit: among equal changes the longer step comes first on the way up."""

    def price(self, line: Line, at: int) -> Price:
        before, after = self.changes(line, at)
        return (after, -line.step, -before) if at >= line.wanted else (-before, line.step, after)

    def reach(self, line: Line, level: int) -> int:
        if level >= 0:
            return line.wanted + (level * line.wanted + line.wanted - 1 >> PLACES)
        most = line.wanted + (level * line.wanted >> PLACES)
        # the step *from* a cheap place is cheap; counted from the line's own places
        return min(most - (most - line.wanted) % line.step + line.step, line.wanted)

    def weight(self, line: Line) -> int:
        return 2 * line.wanted

    def origin(self, line: Line) -> int:
        return line.wanted

    def changes(self, line: Line, at: int) -> tuple[int, int]:
        """Relative change before and after the step, as fractions with PLACES binary places."""
        return _change(line, at), _change(line, at + line.step)


def _change(line: Line, at: int) -> int:
    return (abs(at - line.wanted) << PLACES) // line.wanted


@dataclass(frozen=True)
class Order:
    """A measure within each of several classes of lines, served one after another.

    All classes first come up to what they wanted, then all go beyond; `ranks` by key, empty for a single class."""

    measure: Measure
    ranks: dict[str, int]

    def stage(self, line: Line, at: int) -> int:
        rank = self.ranks.get(line.need.key, 0)
        return rank if not self.ranks or at < line.wanted else rank + len(self.ranks)

    def price(self, line: Line, at: int) -> Price:
        """Of the step from `at`, compared across all lines; no two lines are equal."""
        return (self.stage(line, at), *self.measure.price(line, at), line.tie)


def order_of(policy: Policy, lines: Sequence[Line], seed: str) -> Order:
    if policy is Policy.NEED_DATE:
        days = sorted({line.need.wanted_on or date.max for line in lines})
        return Order(ProRata(), {line.need.key: days.index(line.need.wanted_on or date.max) for line in lines})
    if policy is Policy.DRAW:
        drawn = sorted(lines, key=lambda line: hashed("draw", seed, line.need.key))
        return Order(ProRata(), {line.need.key: place for place, line in enumerate(drawn)})
    measures: dict[Policy, Measure] = {Policy.EQUAL: Equal(), Policy.LEXIMIN: Leximin()}
    return Order(measures.get(policy, ProRata()), {})
