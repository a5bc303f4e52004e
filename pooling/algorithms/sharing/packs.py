"""How many packs a pool buys: as near to what was asked as whole packs come within what the firms accept, or else
the ways out, each worked out to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import gcd, lcm

from pooling.algorithms.sharing.filling import fill
from pooling.algorithms.sharing.lines import Line, lines_of, quantity, whole
from pooling.algorithms.sharing.model import ZERO, Need, Packing, Policy, Pooled, Result, Share, Way
from pooling.algorithms.sharing.orders import Order, order_of

Widening = Callable[[Sequence[Line], int], Iterator[list[Line]]]


def pool(needs: Iterable[Need], packing: Packing, policy: Policy = Policy.PRO_RATA, seed: str = "") -> Pooled:
    """The same needs, packing, policy and seed give the same answer, whatever their order.

    `seed` settles ties and draws: it must not be known before the needs are frozen, or keys could be chosen
    to win. Raises ValueError for needs no form lets through, Refusal for steps too unlike to be added up."""
    lines = lines_of(needs, seed)
    if not lines:
        raise ValueError("a pool without needs")
    desk = _Desk(lines, _lot(packing), policy, order_of(policy, lines, seed))
    for total in desk.totals():
        at = fill(lines, total, desk.order)
        if at is not None:
            return Pooled(desk.result(Way.FITS, total, at))
    return Pooled(None, tuple(desk.ways()))


@dataclass(frozen=True)
class _Lot:
    """An order is a multiple of `size` and at least `minimum`; `content` is that of one pack."""

    content: int
    size: int
    minimum: int

    def up(self, amount: int) -> int:
        """The smallest order that is not below the amount."""
        return -(-max(amount, self.minimum) // self.size) * self.size

    def down(self, amount: int) -> int:
        """The largest order that is not above the amount; 0 when even the smallest is."""
        most = amount // self.size * self.size
        return most if most >= self.minimum else 0


def _lot(packing: Packing) -> _Lot:
    content, minimum, multiple = whole(packing.content), whole(packing.minimum), whole(packing.multiple)
    if content <= 0 or minimum < 0 or multiple < 0:
        raise ValueError("a pack holds something; minimum and multiple are not below zero")
    size = lcm(content, multiple) if multiple else content
    return _Lot(content, size, max(minimum, size))


@dataclass(frozen=True)
class _Desk:
    """One pool being settled."""

    lines: Sequence[Line]
    lot: _Lot
    policy: Policy
    order: Order

    @property
    def wanted(self) -> int:
        return sum(line.wanted for line in self.lines)

    @property
    def unit(self) -> int:
        """What all totals the steps reach differ by a multiple of."""
        return gcd(*(line.step for line in self.lines))

    def totals(self) -> Iterator[int]:
        """Orders within the ranges that the steps may reach, nearest to what was asked first; of two, the larger."""
        low, high = sum(line.low for line in self.lines), sum(line.high for line in self.lines)
        shared = gcd(self.lot.size, self.unit)
        if self.wanted % shared:
            return
        stride = self.unit // shared
        first = (self.wanted // shared * pow(self.lot.size // shared, -1, stride) % stride) * self.lot.size
        stride *= self.lot.size
        above = first + -(-(max(self.wanted, self.lot.minimum) - first) // stride) * stride
        below = above - stride
        while above <= high or below >= max(low, self.lot.minimum):
            if above <= high and (above - self.wanted <= self.wanted - below or below < max(low, self.lot.minimum)):
                yield above
                above += stride
            else:
                yield below
                below -= stride

    def ways(self) -> Iterator[Result]:
        """Those that can be taken."""
        above, below = self.lot.up(self.wanted), self.lot.down(self.wanted)
        yield self._buy_up(above)
        less = self._less(below) if below else None
        if less:
            yield self.result(Way.BUY_DOWN, below, less)
        yield from self._asking(Way.FLEX_UP, above, _raised)
        if below:
            yield from self._asking(Way.FLEX_DOWN, below, _lowered)
        yield self._carry_over(below, less)

    def result(self, way: Way, total: int, at: Sequence[int], *, carry: bool = False) -> Result:
        shares = sorted(
            (_share(line, got, carry=carry) for line, got in zip(self.lines, at, strict=True)),
            key=lambda share: share.key,
        )
        return Result(
            way, self.policy, total // self.lot.content, quantity(total), tuple(shares), quantity(total - sum(at))
        )

    def _buy_up(self, total: int) -> Result:
        """Everybody takes what it accepts as far as the order goes; the rest is the group's."""
        reached = self._most(self.lines, total)
        return self.result(Way.BUY_UP, total, reached or [line.wanted for line in self.lines])

    def _less(self, total: int) -> list[int] | None:
        """Estimated needs go below their ranges before firm ones do, and nobody takes more than its least then."""
        return next((at for lines in _lowered(self.lines, total) if (at := self._most(lines, total)) is not None), None)

    def _most(self, lines: Sequence[Line], total: int) -> list[int] | None:
        """Shares of the largest amount within the total that the steps reach."""
        low, high = sum(line.low for line in lines), sum(line.high for line in lines)
        top = min(high, total)
        amounts = range(top - (top - low) % self.unit, low - 1, -self.unit)
        return next((at for amount in amounts if (at := fill(lines, amount, self.order)) is not None), None)

    def _asking(self, way: Way, total: int, widened: Widening) -> Iterator[Result]:
        """The same order, shared whole, if the firms named say yes."""
        for lines in widened(self.lines, total):
            at = fill(lines, total, self.order)
            if at is not None:
                asked = self.result(way, total, at)
                if asked.asked:
                    yield asked
                return

    def _carry_over(self, total: int, less: Sequence[int] | None) -> Result:
        """What the packs that can be bought now hold is shared now, the rest of each wish waits a quarter."""
        if less is None:
            return self.result(Way.CARRY_OVER, 0, [0] * len(self.lines), carry=True)
        return self.result(Way.CARRY_OVER, total, less, carry=True)


def _raised(lines: Sequence[Line], total: int) -> Iterator[list[Line]]:
    """Ranges wide open above: those of estimated needs if there are any, then everybody's."""
    full = sum(line.high for line in lines) < total
    for asked in _askable(lines):
        yield [
            line.within(line.high if full else line.low, line.high + (total // line.step * line.step if yes else 0))
            for line, yes in zip(lines, asked, strict=True)
        ]


def _lowered(lines: Sequence[Line], total: int) -> Iterator[list[Line]]:
    """Ranges open below: those of estimated needs if that is enough, then those of firm ones, then everybody's."""
    if sum(line.low for line in lines) <= total:
        yield list(lines)
        yield [line.within(line.bottom, line.high) for line in lines]
        return
    estimated = [not line.need.firm for line in lines]
    if any(estimated):
        yield [
            line.within(line.bottom if yes else line.low, line.low) for line, yes in zip(lines, estimated, strict=True)
        ]
        yield [
            line.within(line.bottom, line.bottom if yes else line.low)
            for line, yes in zip(lines, estimated, strict=True)
        ]
    yield [line.within(line.bottom, line.low) for line in lines]


def _askable(lines: Sequence[Line]) -> Iterator[list[bool]]:
    estimated = [not line.need.firm for line in lines]
    if any(estimated):
        yield estimated
    yield [True] * len(lines)


def _share(line: Line, got: int, *, carry: bool) -> Share:
    return Share(
        key=line.need.key,
        wanted=quantity(line.wanted),
        least=quantity(line.low),
        most=quantity(line.high),
        quantity=quantity(got),
        carried=quantity(max(line.wanted - got, 0)) if carry else ZERO,
    )
