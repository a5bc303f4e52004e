"""Which state may follow which (DESIGN section 4)."""

from __future__ import annotations

from pooling.campaigns.models import State

FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.OPEN, State.CANCELLED}),
    State.OPEN: frozenset({State.CLOSED, State.CANCELLED}),
    State.CLOSED: frozenset({State.CONSOLIDATED, State.OPEN, State.CANCELLED}),
    State.CONSOLIDATED: frozenset({State.IN_CONSULTATION, State.AWARDED, State.ORDERED, State.OPEN, State.CANCELLED}),
    State.IN_CONSULTATION: frozenset({State.AWARDED, State.CANCELLED}),
    State.AWARDED: frozenset({State.ORDERED, State.CANCELLED}),
    State.ORDERED: frozenset({State.DELIVERED}),
    State.DELIVERED: frozenset({State.SETTLED}),
    State.SETTLED: frozenset(),
    State.CANCELLED: frozenset(),
}  # fmt: skip

# from here on a campaign's lines no longer change
FROZEN = frozenset(State) - {State.DRAFT, State.OPEN, State.CANCELLED}
# reopening throws away what was made of the lines, so it is possible until orders exist
REOPENABLE = frozenset({State.CLOSED, State.CONSOLIDATED})
