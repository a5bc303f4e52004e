"""Which supplier serves which pool: proposed from the agreements, chosen by a buyer, or as members named them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, insert

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.award import Terms, cheapest
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import AMOUNT_PLACES, MAX_DIGITS, PRICE_PLACES, round_to
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Supplier
from pooling.consolidation.models import Pool
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import zone
from pooling.sourcing import naming, queries, step_queries, steps
from pooling.sourcing.models import Award, AwardStep, Placement, Reason
from pooling.sourcing.queries import NamedLine

EXACT = Context(prec=60)
AWARDABLE = frozenset({State.CONSOLIDATED, State.IN_CONSULTATION, State.AWARDED})


@dataclass(frozen=True)
class Outcome:
    """How many pools a verb gave a supplier, and how many still have none."""

    served: int
    left: int


@dataclass(frozen=True)
class Sum:
    """What so many pools would come to; `unpriced` of them have no price, `replaced` another supplier today."""

    pools: int
    amount: Decimal
    unpriced: int
    replaced: int


def today() -> date:
    """The day of the decision, in the group's zone: agreements count as of this day."""
    return now().astimezone(zone()).date()


def propose(viewer: Viewer, campaign: Campaign, on: date | None = None) -> Outcome:
    """The cheapest agreement for each pool that a buyer has not settled; earlier proposals are made anew."""
    before = _begin(viewer, campaign)
    _drop(viewer, campaign, Award.reason == Reason.AGREEMENT)
    terms = queries.terms_by_item(viewer, campaign)
    ids = {supplier.code: supplier.id for supplier in queries.suppliers(viewer)}
    waiting = queries.open_pools(viewer, campaign)
    rows = []
    for pool in waiting:
        quote = cheapest(terms.get(pool.item_id or 0, ()), pool.quantity, on or today())
        if quote is not None:
            award = _award(pool.id, ids[quote.terms.supplier], pool.quantity, Reason.AGREEMENT)
            rows.append(award | {"unit_price": quote.unit_price, "agreement_line_id": quote.terms.ref})
    _insert_whole(viewer, campaign, rows)
    _record(viewer, "propose", campaign, before)
    return Outcome(len(rows), len(waiting) - len(rows))


def choose(viewer: Viewer, pools: Sequence[Pool], supplier: Supplier, on: date | None = None) -> Outcome:
    """Give these pools of one campaign to one supplier, at its agreement's price where it has one."""
    campaign = _campaign_of(pools)
    if not supplier.active:
        raise Refusal(
            "retired", N_("%(name)s is no longer a supplier of the group: choose another."), name=supplier.name
        )
    before, numbers = _begin(viewer, campaign), [pool.id for pool in pools]
    steps.remember(viewer, campaign, numbers, supplier)
    _drop(viewer, campaign, Award.pool_id.in_(numbers))
    rows = _chosen_awards(viewer, campaign, pools, supplier, on or today())
    _insert_whole(viewer, campaign, rows)
    _record(viewer, "choose", campaign, before)
    return Outcome(len(rows), len(queries.open_pools(viewer, campaign)))


def would_come_to(viewer: Viewer, pools: Sequence[Pool], supplier: Supplier) -> Sum:
    """What giving these pools to this supplier would come to; nothing is written."""
    campaign = _campaign_of(pools)
    rows = _chosen_awards(viewer, campaign, pools, supplier, today())
    amounts = [_amount(row["quantity"], row["unit_price"]) for row in rows if row["unit_price"] is not None]
    held = step_queries.standing(viewer, [pool.id for pool in pools])
    replaced = {award.pool_id for award in held if award.supplier_id != supplier.id}
    return Sum(len(rows), sum(amounts, Decimal(0)), len(rows) - len(amounts), len(replaced))


def _chosen_awards(
    viewer: Viewer, campaign: Campaign, pools: Sequence[Pool], supplier: Supplier, on: date
) -> list[dict[str, Any]]:
    terms = queries.terms_by_item(viewer, campaign)
    rows = []
    for pool in pools:
        own = [each for each in terms.get(pool.item_id or 0, ()) if each.supplier == supplier.code]
        award = _award(pool.id, supplier.id, pool.quantity, Reason.CHOSEN)
        rows.append(award | _priced(own, pool.quantity, on))
    return rows


def _amount(quantity: Decimal, unit_price: Decimal) -> Decimal:
    return round_to(EXACT.multiply(quantity, unit_price), AMOUNT_PLACES)


def as_named(viewer: Viewer, campaign: Campaign) -> Outcome:
    """Each line of the pools without a supplier goes to the one its firm named, so a pool may have several.

    A conflicted buyer does this only for the pools whose every line he may see: another buyer has the rest."""
    before = _begin(viewer, campaign)
    lines = _whole_pools(queries.named_lines(viewer, campaign))
    suppliers = naming.matched(viewer, (line.supplier for line in lines))
    parts: defaultdict[tuple[int, int], list[NamedLine]] = defaultdict(list)
    for line in lines:
        parts[line.pool_id, naming.meant(line.supplier, suppliers).id].append(line)
    rows = [_named_award(*key, part) for key, part in parts.items()]
    _insert(viewer, rows)
    ids = queries.award_ids(viewer, campaign)
    placements = [{"share_id": line.share_id, "award_id": ids[key]} for key, part in parts.items() for line in part]
    if placements:
        viewer.session.execute(insert(Placement), placements)
    _record(viewer, "as_named", campaign, before)
    return Outcome(len({pool for pool, _ in parts}), len(queries.open_pools(viewer, campaign)))


def withdraw(viewer: Viewer, pools: Sequence[Pool]) -> None:
    """Leave these pools of one campaign without a supplier."""
    campaign = _campaign_of(pools)
    before, numbers = _begin(viewer, campaign), [pool.id for pool in pools]
    steps.remember(viewer, campaign, numbers, None)
    _drop(viewer, campaign, Award.pool_id.in_(numbers))
    _record(viewer, "withdraw", campaign, before)


def undo(viewer: Viewer, campaign: Campaign) -> AwardStep:
    """Take the viewer's newest giving or withdrawing back: each pool has the suppliers that it had."""
    before = _begin(viewer, campaign)
    step = step_queries.last_step(viewer, campaign)
    if step is None:
        raise Refusal("no_step", N_("There is nothing of yours left to undo here."))
    if not steps.still_stands(viewer, campaign, step):
        raise Refusal("moved_on", N_("Some of these pools have changed since: what was done can no longer be undone."))
    _drop(viewer, campaign, Award.pool_id.in_(step.pools))
    steps.put_back(viewer, campaign, step)
    _insert_whole(viewer, campaign, [])
    step.undone_at = now()
    _record(viewer, "undo", campaign, before)
    return step


def _campaign_of(pools: Sequence[Pool]) -> Campaign:
    if not pools:
        raise Refusal("no_pool", N_("Tick at least one row first."))
    if len({pool.campaign_id for pool in pools}) > 1:
        raise LookupError("pools of several campaigns at once")
    return pools[0].campaign


def _begin(viewer: Viewer, campaign: Campaign) -> dict[str, list[str]]:
    """Take the campaign for oneself, and say who serves what before the verb."""
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state not in AWARDABLE:
        message = N_("Suppliers are chosen once the lines of %(code)s are grouped, and until orders exist.")
        raise Refusal("not_awardable", message, code=campaign.code)
    return queries.awarded_to(viewer, campaign)


def _drop(viewer: Viewer, campaign: Campaign, which: Any) -> None:
    awards = delete(Award).where(Award.pool_id.in_(queries.pool_ids(campaign)), which)
    viewer.session.execute(awards, execution_options={"synchronize_session": False})


def _award(pool_id: int, supplier_id: int, quantity: Decimal, reason: Reason) -> dict[str, Any]:
    return {
        "pool_id": pool_id,
        "supplier_id": supplier_id,
        "quantity": quantity,
        "reason": reason,
        "unit_price": None,
        "agreement_line_id": None,
    }


def _priced(terms: Iterable[Terms], quantity: Decimal, on: date) -> dict[str, Any]:
    quote = cheapest(terms, quantity, on)
    return {} if quote is None else {"unit_price": quote.unit_price, "agreement_line_id": quote.terms.ref}


def _insert(viewer: Viewer, rows: list[dict[str, Any]]) -> None:
    if rows:
        viewer.session.execute(insert(Award), rows)


def _insert_whole(viewer: Viewer, campaign: Campaign, rows: list[dict[str, Any]]) -> None:
    """Awards of whole pools: each takes all the shares of its pool, those the buyer does not see too."""
    _insert(viewer, rows)
    with in_full(viewer):
        viewer.session.execute(insert(Placement).from_select(["share_id", "award_id"], queries.unplaced(campaign)))


def _whole_pools(lines: Sequence[NamedLine]) -> list[NamedLine]:
    seen: defaultdict[int, int] = defaultdict(int)
    for line in lines:
        seen[line.pool_id] += 1
    return [line for line in lines if seen[line.pool_id] == line.pool_lines]


def _named_award(pool_id: int, supplier_id: int, part: Sequence[NamedLine]) -> dict[str, Any]:
    quantity = sum((line.allocated for line in part), Decimal(0))
    return _award(pool_id, supplier_id, quantity, Reason.NAMED) | {"unit_price": _agreed_price(part)}


def _agreed_price(part: Sequence[NamedLine]) -> Decimal | None:
    """The price per base unit that every line states, if it is one and the same and exact; else nobody knows."""
    stated = {None if line.price is None else _per_base_unit(line, line.price) for line in part}
    price = stated.pop()
    if stated or price is None:
        return None
    scaled = price * 10**PRICE_PLACES
    exact = scaled.denominator == 1 and scaled < 10**MAX_DIGITS
    return Decimal(scaled.numerator).scaleb(-PRICE_PLACES) if exact else None


def _per_base_unit(line: NamedLine, price: Decimal) -> Fraction:
    if line.wanted == line.adjusted:
        return Fraction(price)
    return Fraction(price) * Fraction(line.wanted) / Fraction(line.adjusted)


def _record(viewer: Viewer, verb: str, campaign: Campaign, before: dict[str, list[str]]) -> None:
    """One entry a verb: for each supplier the pools it has lost, and those it has gained."""
    after = queries.awarded_to(viewer, campaign)
    subject = f"campaign:{campaign.code}"
    lost, gained = _missing(before, after), _missing(after, before)
    record(viewer, f"sourcing.{verb}", subject, campaign=campaign.code, before=lost, after=gained)
    viewer.session.flush()


def _missing(there: dict[str, list[str]], here: dict[str, list[str]]) -> dict[str, list[str]]:
    gone = {code: sorted(set(keys) - set(here.get(code, ()))) for code, keys in there.items()}
    return {code: keys for code, keys in gone.items() if keys}
