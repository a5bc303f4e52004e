"""Whole packs: how a pool is bought, what each of its lines then gets, and which ways out there are when no number of
packs fits. The arithmetic is algorithms/sharing; here are its rows."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal

from sqlalchemy import case, literal, update

from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import QUANTITY_PLACES
from pooling.algorithms.sharing import Need as Wish
from pooling.algorithms.sharing import Packing, Policy, Pooled, Result, pool
from pooling.algorithms.units import unit_coded, whole_only
from pooling.campaigns.models import Campaign
from pooling.catalogue.families import policy_of
from pooling.catalogue.models import AgreementLine, Pack
from pooling.catalogue.supply_queries import agreement_lines
from pooling.consolidation import flex_queries, queries
from pooling.consolidation.models import UNDECIDED, FlexQuestion, Pool, Seed, Share
from pooling.db import batches, now
from pooling.language import zone
from pooling.needs.models import Need

EXACT = Context(prec=60)
FINEST = Decimal("0.001")  # a step of what is weighed or measured
LOOSE = Packing()


@dataclass(frozen=True)
class Bought:
    """How a pool is bought: by which pack, or by the base unit, and with which minimum and multiple."""

    packing: Packing
    pack: Pack | None = None


def seed_of(viewer: Viewer, campaign: Campaign) -> str:
    """The campaign's, drawn now if this revision has none: its lines are frozen when this is called."""
    held = viewer.session.get(Seed, (campaign.id, campaign.revision))
    if held is None:
        held = Seed(campaign_id=campaign.id, revision=campaign.revision, seed=secrets.token_hex(16))
        viewer.session.add(held)
        viewer.session.flush()
    return held.seed


def pack_all(viewer: Viewer, campaign: Campaign, pools: Sequence[Pool]) -> None:
    """Buy each pool as the cheapest valid agreement sells its item; what comes loose stays as it was asked."""
    usual = packings(viewer, pools)
    packed = [each for each in pools if each.id in usual]
    wishes = wishes_of(viewer, [each.id for each in packed])
    seed = seed_of(viewer, campaign)
    for each in packed:
        bought, policy = usual[each.id], policy_of(each.category)
        found = pool(wishes[each.id], bought.packing, policy, seed_for(seed, each))
        take(viewer, each, bought, policy, found.fits)


def packings(viewer: Viewer, pools: Iterable[Pool]) -> dict[int, Bought]:
    """By pool, of those whose item some agreement sells in packs, with a minimum or in multiples."""
    by_item = {each.item_id: each for each in pools if each.item_id is not None}
    today = now().astimezone(zone()).date()
    found: dict[int, tuple[Decimal, Bought]] = {}
    for line, tiers in agreement_lines(viewer, by_item, today):
        asked = by_item[line.item_id].asked
        reached = [tier.unit_price for tier in tiers if tier.threshold <= asked] or [tiers[0].unit_price]
        bought = _bought(line)
        known = found.get(line.item_id)
        if known is None or reached[-1] < known[0]:
            found[line.item_id] = (reached[-1], bought)
    return {by_item[item].id: bought for item, (_price, bought) in found.items() if bought.packing != LOOSE}


def _bought(line: AgreementLine) -> Bought:
    content = line.pack.content if line.pack else Decimal(1)
    return Bought(Packing(content, line.minimum, line.multiple), line.pack)


def bought_now(each: Pool) -> Bought:
    """As the pool's row says."""
    return Bought(Packing(each.content, each.minimum, each.multiple), each.pack)


def wishes_of(viewer: Viewer, numbers: Sequence[int]) -> dict[int, list[Wish]]:
    """By pool, what its lines want in base units, and by how much they may move. For verbs that run with the eyes of
    `access.scope.in_full`."""
    found: dict[int, list[Wish]] = {number: [] for number in numbers}
    agreed = flex_queries.agreed(viewer, numbers)
    for each in queries.shared_needs(viewer, numbers):
        found[each.pool_id].append(wish_of(each.need, agreed.get(each.need.id, ())))
    return found


def wish_of(need: Need, agreed: Iterable[FlexQuestion] = ()) -> Wish:
    """Flexibilities are in the unit of entry, as the quantity is: they turn into base units with it. What its firm
    `agreed` to when asked widens them, as long as the line wants what it did then."""
    minus, plus = min(_in_base(need, need.flex_minus), need.adjusted), _in_base(need, need.flex_plus)
    for each in agreed:
        if each.wanted == need.adjusted:
            plus = max(plus, each.agreed_end - need.adjusted)
            minus = max(minus, need.adjusted - each.agreed_end)
    return Wish(
        key=key_of(need),
        wanted=need.adjusted,
        minus=minus,
        plus=plus,
        step=step_of(need),
        wanted_on=need.wanted_on,
        firm=need.firm,
    )


def _in_base(need: Need, flexibility: Decimal) -> Decimal:
    exact = EXACT.divide(EXACT.multiply(flexibility, need.adjusted), need.wanted)
    return exact.quantize(Decimal(1).scaleb(-QUANTITY_PLACES), ROUND_FLOOR, EXACT)


def key_of(need: Need) -> str:
    """A need's own key is unique in its firm only."""
    return f"{need.member_id}.{need.key}"


def step_of(need: Need) -> Decimal:
    """Whole units of what is counted; a line entered in cartons moves by pieces all the same."""
    base = need.pooled_item.base_unit if need.pooled_item else need.unit
    unit = unit_coded(base)
    if unit is None or not whole_only(unit) or need.adjusted != need.adjusted.to_integral_value():
        return FINEST
    return Decimal(1)


def seed_for(seed: str, each: Pool) -> str:
    """Another one for each pool, or the same firm would win every tie of a campaign."""
    return f"{seed}/{each.key}"


def reckon(viewer: Viewer, campaign: Campaign, each: Pool, bought: Bought, policy: Policy) -> Pooled:
    """What would come of buying a pool so; nothing is written."""
    wishes = wishes_of(viewer, [each.id])[each.id]
    return pool(wishes, bought.packing, policy, seed_for(seed_of(viewer, campaign), each))


def take(viewer: Viewer, each: Pool, bought: Bought, policy: Policy, result: Result | None) -> None:
    """Write down how the pool is bought and what each line gets; without a result the way is to be decided, and the
    lines keep what they asked."""
    each.pack, each.policy = bought.pack, policy.value
    each.content, each.minimum, each.multiple = bought.packing.content, bought.packing.minimum, bought.packing.multiple
    if result is None:
        each.way, each.quantity, each.surplus = UNDECIDED, each.asked, Decimal(0)
    else:
        each.way, each.quantity, each.surplus = result.way.value, result.quantity, result.surplus
    viewer.session.flush()
    _share_out(viewer, each, result)


def _share_out(viewer: Viewer, each: Pool, result: Result | None) -> None:
    rows = [(shared.share_id, shared.need) for shared in queries.shared_needs(viewer, [each.id])]
    got = {share.key: (share.quantity, share.carried) for share in result.shares} if result else {}
    told = {number: (*got.get(key_of(need), (need.adjusted, Decimal(0))), need.adjusted) for number, need in rows}
    for some in batches(told):
        viewer.session.execute(
            update(Share)
            .where(Share.id.in_(some))
            .values(
                allocated=_by_share(told, some, 0),
                carried=_by_share(told, some, 1),
                asked=_by_share(told, some, 2),
                policy=each.policy,
                way=each.way,
            ),
            execution_options={"synchronize_session": False},
        )


def _by_share(told: Mapping[int, tuple[Decimal, ...]], some: Sequence[int], place: int) -> object:
    return case({number: literal(told[number][place], Share.allocated.type) for number in some}, value=Share.id)
