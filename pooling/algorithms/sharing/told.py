"""Why a firm gets what it gets, in words that hold nothing but its own figures.

Neither the number of packs nor the total is among the values: with two firms, the total minus one's own is the
other's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pooling.algorithms.errors import N_, Word
from pooling.algorithms.sharing.model import Policy, Share, Way


@dataclass(frozen=True)
class Sentence:
    """A stable code, an English message id, and the firm's own quantities that fill its places."""

    code: str
    message: Word
    values: dict[str, Decimal]


SENTENCES = {
    "as_asked": N_("You get what you asked for: %(wanted)s."),
    "more": N_("You asked for %(wanted)s and get %(quantity)s, within the %(most)s you accept at most."),
    "less": N_("You asked for %(wanted)s and get %(quantity)s, no less than the %(least)s you accept at least."),
    "above_most": N_(
        "You asked for %(wanted)s, accept up to %(most)s, and get %(quantity)s: %(excess)s more than you accepted."
    ),
    "below_least": N_(
        "You asked for %(wanted)s, at least %(least)s, and get %(quantity)s: %(shortfall)s less than you accepted."
    ),
    "nothing": N_("You asked for %(wanted)s and get nothing this time."),
    "carried": N_("%(carried)s are carried over to the next quarter."),
    "whole_packs": N_(
        "The supplier sells whole packs and from a minimum on, so not exactly what was asked could be ordered."
    ),
    "pro_rata": N_("The difference is shared in proportion to what each firm asked for, within what each accepts."),
    "equal": N_("The difference is the same quantity for each firm, as far as each accepts."),
    "need_date": N_("Those who need it first come first; the difference falls on those who need it last."),
    "leximin": N_(
        "The difference is shared so that nobody has to change what it asked for by more percent than needed."
    ),
    "draw": N_("Lots were drawn after the closing: those drawn first keep what they asked for."),
}


def explain(share: Share, policy: Policy, way: Way) -> tuple[Sentence, ...]:
    return tuple(_sentence(code, share) for code in _codes(share, policy, way))


def _codes(share: Share, policy: Policy, way: Way) -> Iterator[str]:
    yield _outcome(share)
    if share.carried:
        yield "carried"
    if share.quantity != share.wanted:
        yield "whole_packs"
        if way is not Way.BUY_UP or share.quantity != share.most:
            yield policy.value


def _outcome(share: Share) -> str:
    if share.quantity == share.wanted:
        return "as_asked"
    if not share.quantity:
        return "nothing"
    if share.excess:
        return "above_most"
    if share.shortfall:
        return "below_least"
    return "more" if share.quantity > share.wanted else "less"


def _sentence(code: str, share: Share) -> Sentence:
    own = {
        "wanted": share.wanted,
        "least": share.least,
        "most": share.most,
        "quantity": share.quantity,
        "excess": share.excess,
        "shortfall": share.shortfall,
        "carried": share.carried,
    }
    message = SENTENCES[code]
    return Sentence(code, message, {name: value for name, value in own.items() if f"%({name})s" in message})
