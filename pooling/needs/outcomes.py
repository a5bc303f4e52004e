"""What became of a firm's lines further down the house. This room stands above the orders and does not know them;
the application says whom to ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
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
Ordered = Callable[[Viewer, Campaign, int], Mapping[int, Decimal]]


class Rest(NamedTuple):
    """What of a line was carried over to the next quarter, in base units of what it was understood as."""

    need: Need
    campaign: Campaign
    base: Decimal


Carried = Callable[[Viewer, Collection[int]], Sequence[Rest]]


def install(app: Flask, ordered: Ordered, carried: Carried) -> None:
    """`ordered` tells, by the id of a need, how much was ordered for it, in base units of what it was understood as;
    `carried` what of these firms' lines their campaigns carried over for good."""
    app.extensions[ORDERED] = ordered
    app.extensions[CARRIED] = carried


def carried(viewer: Viewer, members: Collection[int]) -> Sequence[Rest]:
    ask: Carried | None = current_app.extensions.get(CARRIED)
    return ask(viewer, members) if ask is not None else ()


def ordered(viewer: Viewer, campaign: Campaign | None, member_id: int) -> Mapping[int, Decimal]:
    """Of one firm's lines in a campaign; nothing before its orders are made."""
    ask: Ordered | None = current_app.extensions.get(ORDERED)
    return ask(viewer, campaign, member_id) if ask is not None and campaign is not None else {}


def ordered_in_words(need: Need, base: Decimal | None) -> str:
    """As the line was entered, when it comes out even; else in base units. « 4 × carton de 5 », « 18 ramettes »."""
    if base is None:
        return ""
    code = need.pooled_item.base_unit if need.pooled_item else need.unit
    entered = base * need.wanted / need.adjusted
    places = entered.as_tuple().exponent
    if not isinstance(places, int) or places < -6:
        return counted(base, code)
    pack = pack_name(need)
    return f"{quantity(entered)} × {pack}" if pack else f"{quantity(entered)} {unit_name(need.unit, entered)}"
