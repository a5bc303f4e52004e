"""What was carried over from an earlier campaign and waits for its firm: the rest of a share, or a line that came too
late. The next campaign of its family offers it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext

from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import QUANTITY_PLACES
from pooling.campaigns.models import Campaign
from pooling.needs import carried_queries as queries
from pooling.needs.docks import placed
from pooling.needs.keys import derived_key
from pooling.needs.lines import Line, counts_whole
from pooling.needs.models import Need
from pooling.needs.outcomes import carried
from pooling.needs.told import line_of, line_told

EXACT = Context(prec=60)
SHARE, LATE = "share:", "late:"


@dataclass(frozen=True)
class Offer:
    """One line that waits for its firm, from `origin`; `key` is what it is called once taken."""

    source: str
    origin: Campaign
    key: str
    line: Line
    category_id: int
    member_id: int

    def is_for(self, campaign: Campaign) -> bool:
        """Whether this campaign collects it."""
        family = self.line.item.category if self.line.item is not None else self.line.category
        roots = {each.id for each in campaign.families}
        return self.origin.opens_at < campaign.opens_at and family is not None and family.root_id in roots


def offers(viewer: Viewer, campaign: Campaign, member_id: int) -> list[Offer]:
    """What this campaign collects of what was carried over to the firm, and it has not decided on: the oldest first."""
    found = [each for each in _waiting(viewer, [member_id]) if each.is_for(campaign)]
    return sorted(found, key=lambda each: each.origin.opens_at)


def firms_offered(viewer: Viewer, campaigns: Iterable[Campaign], members: Collection[int]) -> set[tuple[int, int]]:
    """Which of these firms have something waiting in which of these campaigns: campaign and member."""
    found, held = set[tuple[int, int]](), [*campaigns]
    for each in _waiting(viewer, members):
        found |= {(campaign.id, each.member_id) for campaign in held if each.is_for(campaign)}
    return found


def _waiting(viewer: Viewer, members: Collection[int]) -> Iterator[Offer]:
    known = queries.decided(viewer, members)
    for each in (*_rests(viewer, members), *_late(viewer, members)):
        if (each.member_id, each.source) not in known:
            yield each


def _rests(viewer: Viewer, members: Collection[int]) -> Iterator[Offer]:
    for need, campaign, base in carried(viewer, members):
        key = derived_key("carried", need.key)
        yield Offer(f"{SHARE}{need.key}", campaign, key, rest_of(need, base), need.category_id, need.member_id)


def _late(viewer: Viewer, members: Collection[int]) -> Iterator[Offer]:
    for late in queries.late_waiting(viewer, members):
        line = line_told(viewer, late.member_id, late.asked or {})
        if line.item is not None or line.category is not None:
            yield Offer(f"{LATE}{late.key}", late.campaign, late.key, line, late.category_id, late.member_id)


def rest_of(need: Need, base: Decimal) -> Line:
    """The line again for what is left of it, in base units of what it was understood as: in its own pack or unit where
    that comes out even, else in base units, without a price, which was of another unit."""
    line = replace(line_of(need), wanted_on=None)
    with localcontext(EXACT):
        entered = base * need.wanted / need.adjusted
    if _comes_out(line, entered):
        return placed(line, entered.normalize())
    bare = replace(
        line, quantity=base, split=(), flex_minus=Decimal(0), flex_plus=Decimal(0), present_price=None, pack=None
    )
    if need.pooled_item is not None:
        return replace(bare, item=need.pooled_item, own_pack="", own_content=None)
    return replace(bare, own_pack="", own_content=None)


def _comes_out(line: Line, entered: Decimal) -> bool:
    step = Decimal(1) if counts_whole(line) else Decimal(1).scaleb(-QUANTITY_PLACES)
    return not entered % step
