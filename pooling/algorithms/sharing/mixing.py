"""Lines with different steps: the cheapest choice that adds up exactly, or the proof that there is none.

Handing out by price stops just short of the total. Any choice that adds up can be reached from there by at most
2·Δ steps up or down, Δ being the longest step in units of the steps' common divisor: put in an order that keeps
the running sum between -Δ and Δ, more steps would meet a sum twice, and what lies between could be left out, which
costs nothing because no step within reach is cheaper than what was handed out. So that many steps of each length,
both ways, are all that must be looked at.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import gcd

from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.sharing.lines import Line
from pooling.algorithms.sharing.orders import Leximin, Order

# choices weighed before giving up aloud: a second or two of work
MOST_CHOICES = 2_000_000

Cost = tuple[int, int, int]


@dataclass(frozen=True)
class _Move:
    """The step of a line from `at` upwards, handed out or taken back."""

    index: int
    at: int
    sign: int


@dataclass(frozen=True)
class _Length:
    """All steps of one length within reach: the cheapest to hand out, the dearest to take back."""

    step: int
    ups: Sequence[_Move]
    downs: Sequence[_Move]


@dataclass(frozen=True)
class _Choice:
    """How many steps of each length so far; `before` is the choice it goes on from."""

    cost: Cost
    count: int
    before: _Choice | None


def mixed(lines: Sequence[Line], at: Sequence[int], left: int, order: Order) -> list[int] | None:
    """Quantities that add up to what `at` adds up to and `left`; None when there are none."""
    lengths = _lengths(lines, at, order)
    choice = _cheapest(lengths, left, _pricing(lines, lengths, order))
    if choice is None:
        return None
    found = list(at)
    for length, count in zip(lengths, _counts(choice), strict=True):
        moves = length.ups if count > 0 else length.downs
        for move in moves[: abs(count)]:
            found[move.index] += move.sign * length.step
    return found


def _lengths(lines: Sequence[Line], at: Sequence[int], order: Order) -> list[_Length]:
    """Longest first, so that the short steps, which reach most sums, come last and need no search."""
    steps = sorted({line.step for line in lines}, reverse=True)
    most = 2 * steps[0] // gcd(*steps)
    if most * len(steps) > MOST_CHOICES:
        raise _too_mixed()
    return [_length(lines, at, order, step, most) for step in steps]


def _length(lines: Sequence[Line], at: Sequence[int], order: Order, step: int, most: int) -> _Length:
    mine = [index for index, line in enumerate(lines) if line.step == step]
    ups = _window([(order.price(lines[i], at[i]), i, at[i]) for i in mine if at[i] < lines[i].high], lines, order, most)
    downs = [
        (tuple(-part for part in order.price(lines[i], at[i] - step)), i, at[i] - step)
        for i in mine
        if at[i] > lines[i].low
    ]
    return _Length(step, ups, _window(downs, lines, order, most, sign=-1))


def _window(
    heap: list[tuple[tuple[int, ...], int, int]], lines: Sequence[Line], order: Order, most: int, sign: int = 1
) -> list[_Move]:
    """The first `most` moves by price."""
    heapq.heapify(heap)
    moves: list[_Move] = []
    while heap and len(moves) < most:
        _price, index, at = heapq.heappop(heap)
        moves.append(_Move(index, at, sign))
        line, then = lines[index], at + sign * lines[index].step
        if line.low <= then < line.high:
            price = tuple(sign * part for part in order.price(line, then))
            heapq.heappush(heap, (price, index, then))
    return moves


Pricing = Callable[[_Move], Cost]


def _pricing(lines: Sequence[Line], lengths: Sequence[_Length], order: Order) -> Pricing:
    """Costs that add up: what must not be weighed against anything lower gets a weight of its own."""
    moves = [move for length in lengths for move in (*length.ups, *length.downs)]
    if isinstance(order.measure, Leximin):
        return _leximin_pricing(lines, moves, order.measure)
    stages = sorted({order.stage(lines[move.index], move.at) for move in moves})
    base = 1 + 2 * sum(lines[move.index].step for move in moves)
    weights = {stage: base**place for place, stage in enumerate(stages)}

    def cost(move: _Move) -> Cost:
        line = lines[move.index]
        signed = move.sign * line.step
        price = order.measure.price(line, move.at)[0]
        return weights[order.stage(line, move.at)] * signed, price * signed, line.tie * signed

    return cost


def _leximin_pricing(lines: Sequence[Line], moves: Sequence[_Move], measure: Leximin) -> Pricing:
    changes = sorted({change for move in moves for change in measure.changes(lines[move.index], move.at)})
    base = 2 + 4 * len(moves)
    weights = {change: base**place for place, change in enumerate(changes)}

    def cost(move: _Move) -> Cost:
        line = lines[move.index]
        before, after = measure.changes(line, move.at)
        return move.sign * (weights[after] - weights[before]), 0, move.sign * line.step * line.tie

    return cost


def _cheapest(lengths: Sequence[_Length], left: int, pricing: Pricing) -> _Choice | None:
    """By what is left after each length: the cheapest choice that leaves it, as long as the rest can make it up."""
    choices = {left: _Choice((0, 0, 0), 0, None)}
    work = 0
    for place, length in enumerate(lengths):
        rest = lengths[place + 1 :]
        unit = gcd(*(each.step for each in rest))
        most = sum(each.step * len(each.ups) for each in rest)
        least = -sum(each.step * len(each.downs) for each in rest)
        options = _options(length, pricing)
        work += len(choices) * (len(options) if rest else 1)
        if work > MOST_CHOICES:
            raise _too_mixed()
        found: dict[int, _Choice] = {}
        for owed, before in choices.items():
            for count, cost in _possible(options, owed, length.step, last=not rest):
                then = owed - count * length.step
                if not least <= then <= most or (unit and then % unit):
                    continue
                total = (before.cost[0] + cost[0], before.cost[1] + cost[1], before.cost[2] + cost[2])
                if then not in found or total < found[then].cost:
                    found[then] = _Choice(total, count, before)
        choices = found
    return choices.get(0)


def _counts(choice: _Choice) -> list[int]:
    """In the order of the lengths."""
    counts = []
    while choice.before:
        counts.append(choice.count)
        choice = choice.before
    return counts[::-1]


def _options(length: _Length, pricing: Pricing) -> dict[int, Cost]:
    """The cost of each number of steps of one length, fewer than none when taken back."""
    ups = accumulate((pricing(move) for move in length.ups), _sum, initial=(0, 0, 0))
    downs = accumulate((pricing(move) for move in length.downs), _sum, initial=(0, 0, 0))
    return {-count: cost for count, cost in enumerate(downs)} | dict(enumerate(ups))


def _possible(options: dict[int, Cost], owed: int, step: int, *, last: bool) -> list[tuple[int, Cost]]:
    if not last:
        return list(options.items())
    count, rest = divmod(owed, step)
    return [(count, options[count])] if not rest and count in options else []


def _sum(one: Cost, other: Cost) -> Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def _too_mixed() -> Refusal:
    return Refusal(
        "steps_too_mixed",
        N_("The steps of these needs are too unlike to be shared exactly: give them steps that divide one another."),
    )
