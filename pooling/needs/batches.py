"""Many rows of the grid in one request: those onto which a block is laid, a step undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pooling.access.scope import NotYoursError
from pooling.needs import queries, rules
from pooling.needs.desk import Desk
from pooling.needs.placing import NOWHERE, Spot, move
from pooling.needs.rows import Row, row_of, write_typed
from pooling.needs.typed import Typed


@dataclass(frozen=True)
class Order:
    """What to do with one line: `verb` is save, remove, restore or move; `spot` is where it then stands."""

    key: str
    version: int | None
    typed: Typed
    verb: str = "save"
    spot: Spot = NOWHERE

    @classmethod
    def told(cls, said: Mapping[str, Any]) -> Order:
        """From a browser's JSON; TypeError, KeyError or ValueError when it is none of ours."""
        version = said.get("version")
        values = {str(name): str(value) for name, value in dict(said.get("values") or {}).items()}
        number = None if version in (None, "") else int(str(version))
        spot = Spot(str(said.get("before", "")), str(said.get("after", "")))
        return cls(str(said["key"]), number, Typed.sent(values), str(said.get("do", "save")), spot)


def carry_out(desk: Desk, orders: Iterable[Order]) -> list[Row]:
    """Each line by itself, so that one that is refused holds up no other; all put down together."""
    orders = list(orders)
    desk.look_up([order.typed for order in orders])
    writing = desk.writing()
    writing.expect(order.key for order in orders)
    done = [_carry_out(desk, writing, order) for order in orders]
    writing.put_down()
    for order, row in zip(orders, done, strict=True):
        if order.spot and row is None:
            move(desk.viewer, desk.campaign, order.key, order.spot, desk.member)
    return [row or _as_put_down(desk, writing, order.key) for order, row in zip(orders, done, strict=True)]


def _as_put_down(desk: Desk, writing: rules.Writing, key: str) -> Row:
    try:
        return row_of(desk, writing.standing(key))
    except NotYoursError:
        return Row(key=key, state="removed")  # by a later order


def _carry_out(desk: Desk, writing: rules.Writing, order: Order) -> Row | None:
    """What is said of its line instead of how it stands."""
    if order.verb == "remove":
        return _remove(desk, writing, order)
    if order.verb == "move":
        held = queries.held(desk.viewer, [order.key], desk.firm)
        return None if order.key in held else Row(key=order.key, state="removed")
    version = order.version
    if order.verb == "restore":
        try:
            version = writing.restore(order.key).version
        except NotYoursError:
            version = None  # nobody removed it: it is entered, or stands already
    return write_typed(desk, writing, order.key, version, order.typed)


def _remove(desk: Desk, writing: rules.Writing, order: Order) -> Row:
    try:
        writing.remove(order.key, order.version)
    except NotYoursError:
        pass  # gone already, which is what was asked
    except rules.StaleLine as stale:
        if stale.need is not None:
            return replace(row_of(desk, stale.need), state="refused")
    return Row(key=order.key, state="removed")


def targets(said: Sequence[Mapping[str, Any]], count: int, batch: str) -> list[Order]:
    """The lines on which a block of `count` rows is laid: those that were told, then new ones whose keys
    follow from the batch, so that a block sent twice is entered once."""
    told = [Order.told(each) for each in said[:count]]
    return told + [Order(rules.derived_key(batch, str(row)), None, Typed()) for row in range(len(told), count)]
