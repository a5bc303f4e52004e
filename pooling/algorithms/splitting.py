"""One quantity over several places in given proportions, exactly: the largest remainder."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pooling.algorithms.numbers import QUANTITY_PLACES


def split_over(quantity: Decimal, weights: Sequence[Decimal], step: Decimal = Decimal(1)) -> list[Decimal]:
    """Shares of `quantity` that are as near to the weights as whole steps allow and add up to it; what is left
    below a step goes to the greatest. Of equal remainders the earlier place wins, so give places in an order
    that does not depend on who entered them. Integers throughout: quantities have six places at most."""
    parts = [_units(weight) for weight in weights]
    total, steps = sum(parts), _units(quantity) // _units(step)
    counts = [steps * part // total for part in parts]
    by_remainder = sorted(range(len(parts)), key=lambda place: -(steps * parts[place] % total))
    for place in by_remainder[: steps - sum(counts)]:
        counts[place] += 1
    shares = [count * step for count in counts]
    shares[parts.index(max(parts))] += quantity - sum(shares, Decimal(0))
    return shares


def _units(value: Decimal) -> int:
    """Millionths."""
    return int(value.scaleb(QUANTITY_PLACES))
