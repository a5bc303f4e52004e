"""Needs as whole numbers of the smallest quantity there is, in an order that owes nothing to that of entry."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Context, Decimal
from hashlib import sha256
from typing import NamedTuple

from pooling.algorithms.numbers import QUANTITY_PLACES
from pooling.algorithms.sharing.model import Need

_EXACT = Context(prec=60)


class Line(NamedTuple):
    """A need inside: it may be `low`, `low + step`, … up to `high`; `tie` decides between equals.

    A tuple, because large pools make thousands."""

    need: Need
    tie: int
    wanted: int
    low: int
    high: int
    step: int
    bottom: int  # the least its steps reach without going below zero

    def within(self, low: int, high: int) -> Line:
        return Line(self.need, self.tie, self.wanted, low, high, self.step, self.bottom)


def lines_of(needs: Iterable[Need], seed: str) -> list[Line]:
    """Sorted by a hash of seed and key; raises ValueError for what no form lets through."""
    lines = sorted((_line(need, seed) for need in needs), key=lambda line: line.tie)
    if len({line.need.key for line in lines}) < len(lines):
        raise ValueError("two needs with one key")
    return lines


def ends(need: Need) -> tuple[Decimal, Decimal]:
    """The least and the most it accepts, as its steps reach them."""
    line = _line(need, "")
    return quantity(line.low), quantity(line.high)


def whole(quantity: Decimal) -> int:
    """The quantity in millionths, exactly."""
    scaled = quantity.scaleb(QUANTITY_PLACES, _EXACT)
    units = int(scaled)
    if units != scaled:
        raise ValueError(f"{quantity} has more than {QUANTITY_PLACES} places")
    return units


def quantity(units: int) -> Decimal:
    """Millionths as a quantity without idle zeros or exponent: one quantity has one writing."""
    number, rest = divmod(units, 10**QUANTITY_PLACES)
    return Decimal(f"{number}.{rest:0{QUANTITY_PLACES}}".rstrip("0")) if rest else Decimal(number)


def hashed(*texts: str) -> int:
    """A large number that nobody can foresee without all the texts."""
    return int.from_bytes(sha256("\0".join(texts).encode()).digest())


def _line(need: Need, seed: str) -> Line:
    wanted, step = whole(need.wanted), whole(need.step)
    minus, plus = whole(need.minus), whole(need.plus)
    if wanted <= 0 or step <= 0 or minus < 0 or plus < 0:
        raise ValueError(f"need {need.key}: wanted and step must be above zero, flexibility not below")
    bottom = wanted % step
    low = max(wanted - minus // step * step, bottom)
    return Line(need, hashed(seed, need.key), wanted, low, wanted + plus // step * step, step, bottom)
