"""A total handed out exactly: every line within its range and on its steps, cheapest steps first."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from math import gcd

from pooling.algorithms.sharing.lines import Line
from pooling.algorithms.sharing.mixing import mixed
from pooling.algorithms.sharing.orders import PLACES, Measure, Order


def fill(lines: Sequence[Line], total: int, order: Order) -> list[int] | None:
    """What each line gets, or None when no choice of steps adds up to the total."""
    at = [line.low for line in lines]
    left = total - sum(at)
    unit = gcd(*(line.step for line in lines))
    if left < 0 or total > sum(line.high for line in lines) or left % unit:
        return None
    for members, tops in _stages(lines, order):
        room = sum(top - at[index] for index, top in zip(members, tops, strict=True))
        if room > left:
            part = [lines[index].within(at[index], top) for index, top in zip(members, tops, strict=True)]
            got = _settled(part, sum(line.low for line in part) + left, order)
            for index, quantity in zip(members, got, strict=True):
                at[index] = quantity
            break
        for index, top in zip(members, tops, strict=True):
            at[index] = top
        left -= room
    left = total - sum(at)
    return at if left == 0 else mixed(lines, at, left, order)


def _stages(lines: Sequence[Line], order: Order) -> Iterator[tuple[list[int], list[int]]]:
    """Lines that are filled together, and up to where, in the order of filling."""
    if not order.ranks:
        yield list(range(len(lines))), [line.high for line in lines]
        return
    by_rank: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        by_rank.setdefault(order.ranks[line.need.key], []).append(index)
    members = [by_rank[rank] for rank in sorted(by_rank)]
    for part in members:
        yield part, [max(min(lines[index].wanted, lines[index].high), lines[index].low) for index in part]
    for part in members:
        yield part, [lines[index].high for index in part]


def _settled(lines: Sequence[Line], total: int, order: Order) -> list[int]:
    """The cheapest steps that fit in the total: all of it, unless a step is longer than what is left."""
    at = _levelled(lines, total, order.measure)
    left = total - sum(at)
    if left < 0:
        left = _take_back(lines, order, at, left)
    if left > 0:
        _hand_out(lines, order, at, left)
    return at


def _levelled(lines: Sequence[Line], total: int, measure: Measure) -> list[int]:
    """All steps up to some level, close to the total: few steps are left to settle."""
    slack = sum(line.step for line in lines)
    weight = sum(measure.weight(line) for line in lines)
    level = (2 * (total - sum(measure.origin(line) for line in lines)) << PLACES) // weight
    below, above = _ends(lines, measure)
    while True:
        level = min(max(level, below), above)
        at = [_clipped(line, measure.reach(line, level)) for line in lines]
        gap = total - sum(at)
        if abs(gap) <= slack or below >= above:
            return at
        below, above = (level + 1, above) if gap > 0 else (below, level - 1)
        free = sum(measure.weight(line) for line, x in zip(lines, at, strict=True) if line.low < x < line.high)
        level = level + (2 * gap << PLACES) // free if free else level
        if not below < level < above:
            level = (below + above) // 2


def _ends(lines: Sequence[Line], measure: Measure) -> tuple[int, int]:
    moving = [line for line in lines if line.high > line.low]
    below = min(measure.price(line, line.low)[0] for line in moving) - 1
    return below, max(measure.price(line, line.high - line.step)[0] for line in moving)


def _clipped(line: Line, reach: int) -> int:
    if reach >= line.high:
        return line.high
    return line.low if reach <= line.low else reach - (reach - line.low) % line.step


def _take_back(lines: Sequence[Line], order: Order, at: list[int], left: int) -> int:
    heap = [entry for index, line in enumerate(lines) if (entry := _last(line, order, index, at[index]))]
    heapq.heapify(heap)
    while left < 0:
        index = heap[0][1]
        line = lines[index]
        at[index] -= line.step
        left += line.step
        entry = _last(line, order, index, at[index])
        if entry:
            heapq.heapreplace(heap, entry)
        else:
            heapq.heappop(heap)
    return left


def _hand_out(lines: Sequence[Line], order: Order, at: list[int], left: int) -> None:
    heap = [(order.price(line, at[i]), i) for i, line in enumerate(lines) if at[i] < line.high]
    heapq.heapify(heap)
    while heap and lines[heap[0][1]].step <= left:
        index = heap[0][1]
        line = lines[index]
        at[index] += line.step
        left -= line.step
        if at[index] < line.high:
            heapq.heapreplace(heap, (order.price(line, at[index]), index))
        else:
            heapq.heappop(heap)


def _last(line: Line, order: Order, index: int, at: int) -> tuple[tuple[int, ...], int] | None:
    """The line's last step, dearest first in a heap."""
    if at <= line.low:
        return None
    return tuple(-part for part in order.price(line, at - line.step)), index
