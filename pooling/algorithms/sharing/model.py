"""What goes into a pool and what comes out. All quantities are in base units, with six places at most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal(0)


class Policy(StrEnum):
    """How the difference between what was asked and what whole packs hold is shared."""

    PRO_RATA = "pro_rata"
    EQUAL = "equal"
    NEED_DATE = "need_date"
    LEXIMIN = "leximin"
    DRAW = "draw"


class Way(StrEnum):
    """How the number of packs came about: it fits what the firms accept, or it is a way out a buyer picks."""

    FITS = "fits"
    BUY_UP = "buy_up"
    BUY_DOWN = "buy_down"
    FLEX_UP = "flex_up"
    FLEX_DOWN = "flex_down"
    CARRY_OVER = "carry_over"


class Owner(StrEnum):
    """Whose a surplus is: the group's stock, and nobody else's so far."""

    GROUP = "group"


@dataclass(frozen=True)
class Need:
    """One firm's wish: `wanted` may move by whole `step`s, down by `minus` and up by `plus` at most.

    `key` is a random text that never changes. An estimated need (not `firm`) gives way before firm ones when
    a range must be left. Without a date it counts as wanted last."""

    key: str
    wanted: Decimal
    minus: Decimal = ZERO
    plus: Decimal = ZERO
    step: Decimal = Decimal(1)
    wanted_on: date | None = None
    firm: bool = True


@dataclass(frozen=True)
class Packing:
    """How the supplier sells: content of a pack, minimum order and multiple, in base units (0 for none)."""

    content: Decimal = Decimal(1)
    minimum: Decimal = ZERO
    multiple: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Share:
    """What one need gets; `least` and `most` are the ends of its own range that its steps reach."""

    key: str
    wanted: Decimal
    least: Decimal
    most: Decimal
    quantity: Decimal
    carried: Decimal = ZERO

    @property
    def shortfall(self) -> Decimal:
        """How far below the least it accepts."""
        return max(self.least - self.quantity, ZERO)

    @property
    def excess(self) -> Decimal:
        """How far above the most it accepts."""
        return max(self.quantity - self.most, ZERO)


@dataclass(frozen=True)
class Result:
    """`quantity` = `packs` × content = the sum of the shares + `surplus`; shares are sorted by key."""

    way: Way
    policy: Policy
    packs: int
    quantity: Decimal
    shares: tuple[Share, ...]
    surplus: Decimal = ZERO

    @property
    def owner(self) -> Owner | None:
        return Owner.GROUP if self.surplus else None

    @property
    def asked(self) -> dict[str, Decimal]:
        """Whom to ask, before ordering, to leave its range, and by how much: less when negative."""
        if self.way not in {Way.FLEX_UP, Way.FLEX_DOWN}:
            return {}
        moves = {share.key: share.excess - share.shortfall for share in self.shares}
        return {key: move for key, move in moves.items() if move}


@dataclass(frozen=True)
class Pooled:
    """What fits, or else the ways out, of which the buyer picks one."""

    fits: Result | None
    ways: tuple[Result, ...] = ()

    def way(self, way: Way) -> Result | None:
        known = (self.fits, *self.ways)
        return next((result for result in known if result and result.way is way), None)
