"""Whether a sentence that gives a pool's total away may be said, such as “3 more cartons reach the next price”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pooling.algorithms.disclosure.model import Parts, Rule
from pooling.algorithms.disclosure.tables import merged
from pooling.algorithms.sharing.lines import whole

Amounts = Mapping[str, Decimal]  # by firm


def may_say(
    now: Amounts,
    rule: Rule | None = None,
    sisters: Mapping[str, str] | None = None,
    earlier: Iterable[Amounts] = (),
    within: Iterable[Amounts] = (),
) -> bool:
    """A threshold minus what is missing is the total: it passes the tests of a cell, or is not said.

    `earlier` are the pool's amounts at each moment something was said of it: what changed since must pass too.
    `within` are the amounts of shown totals that hold this pool: what they hold besides must pass too."""
    judge = rule or Rule()
    pool = _parts(now, sisters)
    changes = (_difference(pool, _parts(each, sisters)) for each in earlier)
    rests = (_difference(_parts(each, sisters), pool) for each in within)
    return judge.passes(pool) and all(not each or judge.passes(each) for each in (*changes, *rests))


def _parts(amounts: Amounts, sisters: Mapping[str, str] | None) -> Parts:
    return merged({(sisters or {}).get(firm, firm): whole(amount)} for firm, amount in amounts.items())


def _difference(one: Parts, other: Parts) -> Parts:
    groups = sorted({*one, *other})
    return {group: change for group in groups if (change := abs(one.get(group, 0) - other.get(group, 0)))}
