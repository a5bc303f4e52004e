"""Between which amounts a hidden cell must lie for somebody who sees all the rest."""

from __future__ import annotations

from decimal import Decimal

from pooling.algorithms.disclosure.knowledge import knowledge_of
from pooling.algorithms.disclosure.model import Frozen, Key
from pooling.algorithms.disclosure.programme import Programme
from pooling.algorithms.sharing.lines import quantity


def possible_range(frozen: Frozen, key: Key) -> tuple[Decimal, Decimal | None]:
    """Least and most, None when there is no most. Raises ArithmeticError when the solver's answer is not exact."""
    known = knowledge_of(frozen.table)
    number = known.newest[key]
    hidden = [False] * len(known.amounts)
    for each, place in known.newest.items():
        hidden[place] = each not in frozen.shown
    programme = Programme(len(known.amounts), known.sums, [])
    down = programme.furthest(known.amounts, hidden, number, -1)
    up = programme.furthest(known.amounts, hidden, number, 1)
    if down is None or up is None:
        raise ArithmeticError(f"the range of {key} could not be settled exactly")
    least, most = known.amounts[number] + down[number], known.amounts[number] + up[number]
    endless = most > 2 * max(known.amounts)
    return quantity(least * known.unit), None if endless else quantity(most * known.unit)
