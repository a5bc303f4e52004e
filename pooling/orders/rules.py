"""The verbs of orders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import AMOUNT_PLACES, MAX_DIGITS, round_to
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Supplier
from pooling.consolidation.making import undecided
from pooling.journal.rules import record
from pooling.orders import making, queries
from pooling.orders.making import Placed
from pooling.orders.models import Order

NAMED = 3  # of the pools a refusal tells about
LONGEST_NUMBER = 64
UNFIT = re.compile(r"[^\w.-]+")
EXACT = Context(prec=60)  # a quantity has up to 19 digits, a price up to 15
TOO_MUCH = Decimal(10) ** (MAX_DIGITS - AMOUNT_PLACES)


@dataclass(frozen=True)
class Outlook:
    """What `create` would make of a campaign now, in totals; `untold` lines have a price this viewer may not
    know, which is not in `amount`."""

    suppliers: int
    lines: int
    amount: Decimal
    unpriced: int
    untold: int
    unserved: Sequence[str]


def outlook(viewer: Viewer, campaign: Campaign) -> Outlook:
    """Before orders are created: nothing is written."""
    with in_full(viewer) as everyone:
        placed = making.placed(everyone, campaign)
        unserved = making.unserved(everyone, campaign)
        secret = making.secret(viewer, campaign)
    amounts = [_amount(each) for each in placed if each.award_id not in secret]
    return Outlook(
        suppliers=len({each.supplier_id for each in placed}),
        lines=len(placed),
        amount=sum((amount for amount in amounts if amount is not None), Decimal(0)),
        unpriced=amounts.count(None),
        untold=len(placed) - len(amounts),
        unserved=unserved,
    )


def create(viewer: Viewer, campaign: Campaign, currency: str = "EUR") -> list[Order]:
    """One order per supplier out of the awards, frozen from then on; there is no way back from here."""
    advance(viewer, campaign, State.ORDERED)
    _refuse_undecided(viewer, campaign)
    _refuse_unserved(viewer, campaign)
    orders = _orders(viewer, campaign, currency)
    with in_full(viewer) as everyone:
        making.insert_lines(everyone, _line_rows(making.placed(everyone, campaign), orders, declared(everyone)))
        making.insert_deliveries(everyone, campaign)
        making.insert_surplus(everyone, campaign)
        _refuse_unbalanced(everyone, campaign)
        firms = making.firms_served(everyone, campaign)
    _tell(viewer, campaign, orders)
    for member_id in firms:
        record(viewer, "orders.ordered", f"campaign:{campaign.code}", campaign=campaign.code, member_id=member_id)
    viewer.session.flush()
    return orders


def record_export(viewer: Viewer, order: Order, sha256: str) -> None:
    """A workbook left the house by the command line; on screen `journal.looks.took` says it."""
    record(viewer, "orders.export", f"order:{order.number}", campaign=order.campaign.code, after={"sha256": sha256})


def _refuse_undecided(viewer: Viewer, campaign: Campaign) -> None:
    names = [*undecided(viewer, campaign).values()]
    if names:
        message = N_("No whole packs fit for %(count)s pools (%(names)s): settle on each of them how it is bought.")
        raise Refusal("undecided", message, count=len(names), names=_first(names))


def _refuse_unserved(viewer: Viewer, campaign: Campaign) -> None:
    with in_full(viewer) as everyone:
        names = making.unserved(everyone, campaign)
    if names:
        message = N_("%(count)s pools have no supplier yet (%(names)s): give each of them one before ordering.")
        raise Refusal("unserved", message, count=len(names), names=_first(names))


def _refuse_unbalanced(viewer: Viewer, campaign: Campaign) -> None:
    names = making.unbalanced(viewer, campaign)
    if names:
        message = N_(
            "The quantities of %(count)s pools do not add up from shares to deliveries (%(names)s). Nothing was "
            "ordered: consolidate the campaign again."
        )
        raise Refusal("unbalanced", message, count=len(names), names=_first(names))


def _first(names: Sequence[str]) -> str:
    shown = " ; ".join(name[:80] for name in names[:NAMED])
    return f"{shown} ; …" if len(names) > NAMED else shown


def _orders(viewer: Viewer, campaign: Campaign, currency: str) -> list[Order]:
    suppliers = making.suppliers(viewer, campaign)
    if not suppliers:
        raise Refusal("nothing_to_order", N_("Nothing is pooled in this campaign: there is nothing to order."))
    taken = queries.numbers_taken(viewer)
    orders = []
    for supplier in suppliers:
        number = _free_number(campaign, supplier, taken)
        taken.add(number)
        orders.append(Order(number=number, campaign=campaign, supplier=supplier, currency=currency))
    viewer.session.add_all(orders)
    viewer.session.flush()
    return orders


def _free_number(campaign: Campaign, supplier: Supplier, taken: set[str]) -> str:
    """`T1-PAPETO`; a code that no address can hold is made to fit, and kept apart from the others."""
    wanted = UNFIT.sub("-", f"{campaign.code}-{supplier.code}")[:LONGEST_NUMBER]
    number, count = wanted, 1
    while number in taken:
        count += 1
        number = f"{wanted[: LONGEST_NUMBER - len(str(count)) - 1]}-{count}"
    return number


def _line_rows(placed: list[Placed], orders: list[Order], known: Declared) -> Iterator[dict[str, Any]]:
    order_of = {order.supplier_id: order.id for order in orders}
    position = dict.fromkeys(order_of.values(), 0)
    for each in sorted(placed, key=_place):
        order_id = order_of[each.supplier_id]
        position[order_id] += 1
        yield {
            "order_id": order_id,
            "award_id": each.award_id,
            "position": position[order_id],
            "reference": each.reference,
            "designation": each.told(known),
            "quantity": each.quantity,
            "unit": each.unit,
            "unit_price": each.unit_price,
            "amount": _amount(each),
        }


def _place(each: Placed) -> tuple[str, str, str]:
    """By family, then by designation, accents beside their letters; databases sort each in their own way."""
    return _alphabetical(each.path), _alphabetical(each.designation), each.key


def _alphabetical(text: str) -> str:
    return unicodedata.normalize("NFKD", text).casefold()


def _amount(each: Placed) -> Decimal | None:
    if each.unit_price is None:
        return None
    amount = round_to(EXACT.multiply(each.quantity, each.unit_price), AMOUNT_PLACES)
    if amount >= TOO_MUCH:
        message = N_("“%(name)s” comes to more than this program can count: check its quantities and its price.")
        raise Refusal("too_much", message, name=each.designation[:80])
    return amount


def _tell(viewer: Viewer, campaign: Campaign, orders: list[Order]) -> None:
    """Everybody of the group reads these entries: an amount made of what a firm pays today is left out."""
    with in_full(viewer) as everyone:
        figures = queries.figures(everyone, campaign)
        private = queries.told_by_firms(everyone, campaign)
    for order in orders:
        made = figures[order.id]
        told: dict[str, Any] = {"lines": made.lines, "unpriced": made.unpriced, "currency": order.currency}
        if order.id not in private:
            told["amount"] = str(made.amount)
        record(viewer, "orders.create", f"order:{order.number}", campaign=campaign.code, after=told)
