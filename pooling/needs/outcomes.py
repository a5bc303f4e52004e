"""What became of a firm's lines further down the house. This room stands above the orders and does not know them;
the application says whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from flask import Flask, current_app

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.language import quantity
from pooling.needs.models import Need
from pooling.needs.packing import pack_name
from pooling.needs.unit_words import counted, unit_name

ORDERED = "pooling.needs.ordered"
CARRIED = "pooling.needs.carried"
ALLOCATED = "pooling.needs.allocated"
Ordered = Callable[[Viewer, Campaign, int], Mapping[int, Decimal]]


class Rest(NamedTuple):
    """What of a line was carried over to the next quarter, in base units of what it was understood as."""

    need: Need
    campaign: Campaign
    base: Decimal


class Allocated(NamedTuple):
    """By the id of a need, in base units of what it was understood as; it `may_change` until the orders are placed."""

    of: Mapping[int, Decimal]
    may_change: bool


Allocation = Callable[[Viewer, Campaign, int], Allocated]
Carried = Callable[[Viewer, Collection[int]], Sequence[Rest]]


def install(app: Flask, ordered: Ordered, allocated: Allocation, carried: Carried) -> None:
    """`ordered` tells, by the id of a need, how much was ordered for it, in base units of what it was understood as;
    `allocated` what a firm's lines were allocated, as far as the firm may read it;
    `carried` what of these firms' lines their campaigns carried over for good."""
    app.extensions[ORDERED] = ordered
    app.extensions[ALLOCATED] = allocated
    app.extensions[CARRIED] = carried


def carried(viewer: Viewer, members: Collection[int]) -> Sequence[Rest]:
    ask: Carried | None = current_app.extensions.get(CARRIED)
    return ask(viewer, members) if ask is not None else ()


class Known(StrEnum):
    """By what it is known what a line came to."""

    ORDERED = "ordered"
    ALLOCATED = "allocated"
    PROVISIONAL = "provisional"  # allocated, as long as no order is placed
    NOTHING = "nothing"  # the orders were placed, and none is for it


@dataclass(frozen=True)
class Got:
    told: str
    by: Known


def got(viewer: Viewer, campaign: Campaign, member_id: int, needs: Iterable[Need]) -> dict[int, Got]:
    """What these lines of a firm came to, by their ids; nothing of those of which nothing is known."""
    ordered: Ordered = current_app.extensions[ORDERED]
    allocated: Allocation = current_app.extensions[ALLOCATED]
    sent, shared = ordered(viewer, campaign, member_id), allocated(viewer, campaign, member_id)
    settled = Known.PROVISIONAL if shared.may_change else Known.ALLOCATED
    found: dict[int, Got] = {}
    for need in needs:
        if need.id in sent:
            found[need.id] = Got(in_words(need, sent[need.id]), Known.ORDERED)
        elif need.id in shared.of:
            found[need.id] = Got(in_words(need, shared.of[need.id]), settled)
        elif sent:
            found[need.id] = Got("", Known.NOTHING)
    return found


def in_words(need: Need, base: Decimal) -> str:
    """As the line was entered, when it comes out even; else in base units. « 4 × carton de 5 », « 18 ramettes »."""
    code = need.pooled_item.base_unit if need.pooled_item else need.unit
    entered = base * need.wanted / need.adjusted
    places = entered.as_tuple().exponent
    if not isinstance(places, int) or places < -6:
        return counted(base, code)
    pack = pack_name(need)
    return f"{quantity(entered)} × {pack}" if pack else f"{quantity(entered)} {unit_name(need.unit, entered)}"
