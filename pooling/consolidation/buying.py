"""How one pool is bought, as a buyer settles it: by which packs, shared how, and by which way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import AMOUNT_PLACES, round_to
from pooling.algorithms.sharing import Packing, Policy, Result, Way
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Item, Pack, Tier
from pooling.catalogue.queries import packs_of
from pooling.catalogue.supply_queries import agreement_lines
from pooling.consolidation import making, packing, queries, rules
from pooling.consolidation.models import UNDECIDED, Pool
from pooling.consolidation.packing import Bought
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import zone

EXACT = Context(prec=60)


@dataclass(frozen=True)
class Priced:
    """A way with what it costs at the cheapest standing price for its quantity; None where there is none. `next_tier`
    is how much more would reach a lower price."""

    result: Result
    unit_price: Decimal | None
    amount: Decimal | None
    next_tier: Decimal | None


def ways(viewer: Viewer, campaign: Campaign, pool: Pool, bought: Bought, policy: Policy) -> list[Priced]:
    """What fits, or else the ways out, each worked out to the end. Totals of all lines, those hidden from the viewer
    too."""
    with in_full(viewer) as everyone:
        pooled = packing.reckon(everyone, campaign, pool, bought, policy)
    results = [pooled.fits] if pooled.fits is not None else list(pooled.ways)
    tiers = _tiers(viewer, pool.item)
    return [_priced(result, tiers) for result in results]


def buy(
    viewer: Viewer,
    campaign: Campaign,
    pool: Pool,
    bought: Bought,
    policy: Policy,
    way: Way,
    *,
    agreed: bool = False,
) -> Pool:
    """Buy it so; the pool as it is then. A supplier that was chosen for another quantity is forgotten. Where firms must
    leave what they accept, the buyer says that they `agreed`."""
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state != State.CONSOLIDATED:
        raise Refusal("not_consolidated", N_("Packs are settled once the lines are grouped, and before orders exist."))
    before, key = _told(pool), pool.key
    with in_full(viewer) as everyone:
        result = packing.reckon(everyone, campaign, pool, bought, policy).way(way)
        if result is None:
            raise Refusal("no_such_way", N_("These packs leave no such way: choose one of those shown."))
        if result.asked and not agreed:
            raise Refusal("not_agreed", N_("Ask the firms named beside this way first, then tick that they said yes."))
        if (result.quantity, result.surplus) != (pool.quantity, pool.surplus) or pool.way == UNDECIDED:
            rules.remake(everyone, campaign, {key})
        made = queries.pool_keyed(everyone, campaign, key)
        making.end_questions(everyone, campaign, {key})
        packing.take(everyone, made, bought, policy, result)
    subject = f"pool:{campaign.code}/{made.id}"
    record(viewer, "consolidation.buy", subject, campaign=campaign.code, before=before, after=_told(made))
    return made


def bought_by(viewer: Viewer, pool: Pool, pack: str, minimum: Decimal, multiple: Decimal) -> Bought:
    """By one of the item's packs by its name, or by the base unit; Refusal for another."""
    if minimum < 0 or multiple < 0:
        raise Refusal("negative", N_("A minimum and a multiple cannot be negative."))
    if not pack:
        return Bought(Packing(Decimal(1), minimum, multiple))
    held = {each.name: each for each in offered(viewer, pool)}.get(pack)
    if held is None:
        raise Refusal("pack", N_("This item has no such pack: choose one from the list."))
    return Bought(Packing(held.content, minimum, multiple), held)


def offered(viewer: Viewer, pool: Pool) -> Sequence[Pack]:
    return packs_of(viewer, pool.item) if pool.item is not None else ()


def _tiers(viewer: Viewer, item: Item | None) -> list[list[Tier]]:
    if item is None:
        return []
    return [tiers for _line, tiers in agreement_lines(viewer, [item.id], now().astimezone(zone()).date())]


def _priced(result: Result, suppliers: Sequence[Sequence[Tier]]) -> Priced:
    reached = [tier.unit_price for tiers in suppliers for tier in _reached(tiers, result.quantity)]
    price = min(reached, default=None)
    if price is None or not result.quantity:
        return Priced(result, None, None, None)
    better = [tier.threshold for tiers in suppliers for tier in tiers if tier.unit_price < price]
    ahead = min((each - result.quantity for each in better if each > result.quantity), default=None)
    return Priced(result, price, round_to(EXACT.multiply(price, result.quantity), AMOUNT_PLACES), ahead)


def _reached(tiers: Sequence[Tier], quantity: Decimal) -> Sequence[Tier]:
    return [tier for tier in tiers if tier.threshold <= quantity][-1:] or tiers[:1]


def _told(pool: Pool) -> dict[str, str]:
    return {
        "pack": pool.pack.name if pool.pack else "",
        "quantity": str(pool.quantity),
        "surplus": str(pool.surplus),
        "policy": pool.policy,
        "way": pool.way,
    }
