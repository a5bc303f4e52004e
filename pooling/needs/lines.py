"""What one line says, judged before it is written: the same for a person's line and for a loader's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from decimal import Decimal
from typing import Any

from pooling.algorithms.category_fields import pooled_with
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import item_key
from pooling.algorithms.numbers import MAX_DIGITS, PRICE_PLACES, QUANTITY_PLACES
from pooling.algorithms.units import UNITS, pack_to_base, whole_only
from pooling.catalogue.models import Category, Item, Pack
from pooling.members.models import Site
from pooling.needs.pool_keys import fitted, pool_key

Split = tuple[tuple[Site, Decimal], ...]

LONGEST_UNIT = 60
LONGEST_SUPPLIER = 200
# columns that say what the buyers understood; a line entered anew is as its firm says until they look again
UNDERSTOOD = frozenset({"adjusted", "pooled_as", "pooled_item_id"})
# a sum of a hundred thousand such lines still fits a 64-bit column
TOO_MUCH = Decimal(10) ** (MAX_DIGITS - QUANTITY_PLACES)
_TOO_LITTLE = N_("The delivery sites get %(total)s of %(quantity)s: %(gap)s are missing.")
_TOO_MUCH = N_("The delivery sites get %(total)s of %(quantity)s: that is %(gap)s too many.")


class LineRefusal(Refusal):
    """A line that cannot be; `field` names the part of Line that is wrong."""

    def __init__(self, field: str, code: str, message: str, /, **values: object) -> None:
        super().__init__(code, message, **values)
        self.field = field


@dataclass(frozen=True, kw_only=True)
class Line:
    """What a member wants: `item`, or `designation` with `category` and `unit` (ignored beside an item).

    `quantity` counts packs when there is one, else the item's base unit or `unit`; `present_price` is of
    one of the same, before tax. A description may count packs of its own: `own_content` of `unit` in each
    `own_pack`. `split` says how much of it goes to which dock, when not all goes to `site`;
    `fields` holds judged values of the family's fields by their codes."""

    quantity: Decimal
    item: Item | None = None
    designation: str = ""
    category: Category | None = None
    unit: str = ""
    own_pack: str = ""
    own_content: Decimal | None = None
    pack: Pack | None = None
    site: Site | None = None
    split: Split = ()
    wanted_on: date | None = None
    firm: bool = True
    flex_minus: Decimal = Decimal(0)
    flex_plus: Decimal = Decimal(0)
    present_price: Decimal | None = None
    present_supplier: str = ""
    remark: str = ""
    fields: Mapping[str, str] = made(default_factory=dict)


def columns(
    line: Line,
    member_id: int,
    families: Collection[int],
    *,
    units_as_typed: bool = False,
    alike: Collection[str] = (),
) -> dict[str, Any]:
    """The columns of a Need for this line, or a LineRefusal. `families` are ids of top families, `alike` codes of
    fields that tell nothing apart; `units_as_typed`: a description's unit may be any text, quantity unjudged."""
    what = _of_item(line, line.item) if line.item is not None else _of_description(line, units_as_typed)
    what["pool_key"] = fitted(pooled_with(what["pool_key"], line.fields, alike))
    _check_family(what["category"], families)
    _check_numbers(line)
    _check_sites(line, member_id)
    _check_supplier(line.present_supplier)
    return {
        "member_id": member_id,
        "category_id": what["category"].id,
        "item_id": line.item.id if line.item else None,
        "pack_id": line.pack.id if line.pack else None,
        **_site(line),
        "designation": what["designation"],
        "wanted": line.quantity,
        "unit": what["unit"],
        **_own_pack(line),
        "base_wanted": what["base_wanted"],
        "pool_key": what["pool_key"],
        "adjusted": what["base_wanted"],
        "pooled_as": what["pool_key"],
        "pooled_item_id": line.item.id if line.item else None,
        "wanted_on": line.wanted_on,
        "firm": line.firm,
        "flex_minus": line.flex_minus,
        "flex_plus": line.flex_plus,
        "present_price": line.present_price,
        "present_supplier": line.present_supplier.strip(),
        "remark": line.remark.strip(),
        "fields": {code: value for code, value in sorted(line.fields.items()) if value},
    }


def _check_supplier(name: str) -> None:
    if len(name) > LONGEST_SUPPLIER:
        raise LineRefusal("present_supplier", "too_long", N_("The supplier's name is too long: shorten it."))


def _own_pack(line: Line) -> dict[str, Any]:
    own = line.item is None
    return {"own_pack": line.own_pack if own else "", "own_content": line.own_content if own else None}


def _site(line: Line) -> dict[str, Any]:
    return {"site_id": line.site.id if line.site is not None and not line.split else None, "is_split": bool(line.split)}


def _of_item(line: Line, item: Item) -> dict[str, Any]:
    _check_quantity(line.quantity)
    if line.pack is not None:
        _check_pack(line, item, line.pack)
    else:
        _check_whole(line.quantity, item.base_unit)
    base = line.quantity if line.pack is None else pack_to_base(line.quantity, line.pack.content)
    if base >= TOO_MUCH:
        raise LineRefusal("quantity", "too_large", N_("This quantity is too large: check it."))
    return {
        "category": item.category,
        "designation": "",
        "unit": item.base_unit,
        "base_wanted": base,
        "pool_key": item_key(item.id),
    }


def _check_pack(line: Line, item: Item, pack: Pack) -> None:
    if pack.item_id != item.id:
        raise LineRefusal("unit", "pack", N_("“%(pack)s” is not a pack of %(item)s."), pack=pack.name, item=item.name)
    if line.quantity != line.quantity.to_integral_value():
        raise LineRefusal(
            "quantity", "whole", N_("Packs are counted whole: enter a number of “%(pack)s”."), pack=pack.name
        )


def _of_description(line: Line, units_as_typed: bool) -> dict[str, Any]:
    designation = line.designation.strip()
    if not designation:
        raise nothing_named()
    if line.category is None:
        raise no_family()
    _check_quantity(line.quantity)
    unit = line.unit.strip()
    if units_as_typed:
        _check_length(unit)
    else:
        _check_code(unit)
        _check_whole(line.quantity, line.own_pack or unit)
    return {
        "category": line.category,
        "designation": designation,
        "unit": unit,
        "base_wanted": _of_own_pack(line),
        "pool_key": pool_key(designation, unit),
    }


def _of_own_pack(line: Line) -> Decimal:
    if line.own_content is None:
        return line.quantity
    base = pack_to_base(line.quantity, line.own_content)
    if base >= TOO_MUCH:
        raise LineRefusal("quantity", "too_large", N_("This quantity is too large: check it."))
    return base


def nothing_named() -> LineRefusal:
    return LineRefusal("item", "nothing_named", N_("Choose an item, or describe what you need."))


def no_family() -> LineRefusal:
    return LineRefusal("category", "no_family", N_("Choose the family of what you describe."))


def no_unit() -> LineRefusal:
    return LineRefusal("unit", "no_unit", N_("Say in which unit you count: piece, kg, litre, box …"))


def _check_length(unit: str) -> None:
    if len(unit) > LONGEST_UNIT:
        raise LineRefusal("unit", "too_long", N_("The unit is too long: at most 60 characters."))


def _check_code(unit: str) -> None:
    if not unit:
        raise no_unit()
    if unit not in UNITS:
        raise LineRefusal("unit", "unit", N_("“%(unit)s” is not a unit we know: choose one from the list."), unit=unit)


def _check_quantity(quantity: Decimal) -> None:
    if quantity <= 0:
        raise LineRefusal(
            "quantity", "not_positive", N_("Enter a quantity above zero, or delete the line if you no longer need it.")
        )
    if quantity >= TOO_MUCH:
        raise LineRefusal("quantity", "too_large", N_("This quantity is too large: check it."))
    _check_places("quantity", quantity, QUANTITY_PLACES)


def _check_places(field: str, value: Decimal, places: int) -> None:
    scaled = value.scaleb(places)
    if scaled != scaled.to_integral_value():
        raise LineRefusal(field, "too_many_places", N_("At most six decimals are kept: round the number yourself."))


def _check_whole(quantity: Decimal, code: str) -> None:
    unit = UNITS.get(code)
    if unit is not None and whole_only(unit) and quantity != quantity.to_integral_value():
        raise LineRefusal("quantity", "whole", N_("This is counted in whole units: enter a number without decimals."))


def _check_family(category: Category, families: Collection[int]) -> None:
    if category.root_id not in families:
        raise LineRefusal(
            "category",
            "family_not_collected",
            N_("The family “%(family)s” is not part of this campaign."),
            family=category.path,
        )


def _check_sites(line: Line, member_id: int) -> None:
    for field, site in (("site", line.site), *(("split", site) for site, _quantity in line.split)):
        if site is not None and site.member_id != member_id:
            raise LineRefusal(field, "site", N_("This delivery site is not one of yours: choose it from the list."))
    if line.split:
        _check_split(line)


def _check_split(line: Line) -> None:
    for _site, part in line.split:
        if part <= 0:
            raise LineRefusal("split", "not_positive", N_("What goes to a delivery site must be above zero."))
        _check_places("split", part, QUANTITY_PLACES)
        if counts_whole(line) and part != part.to_integral_value():
            raise LineRefusal("split", "whole", N_("What goes to a delivery site is counted in whole units here."))
    total = sum((part for _site, part in line.split), Decimal(0))
    gap = abs(line.quantity - total)
    if total < line.quantity:
        raise LineRefusal("split", "too_little", _TOO_LITTLE, total=total, quantity=line.quantity, gap=gap)
    if total > line.quantity:
        raise LineRefusal("split", "too_much", _TOO_MUCH, total=total, quantity=line.quantity, gap=gap)


def counts_whole(line: Line) -> bool:
    unit = UNITS.get(line.item.base_unit if line.item else line.own_pack or line.unit)
    return line.pack is not None or (unit is not None and whole_only(unit))


def _check_numbers(line: Line) -> None:
    for field, value in (("flex_minus", line.flex_minus), ("flex_plus", line.flex_plus)):
        if not value:
            continue
        if value < 0:
            raise LineRefusal(field, "negative", N_("A flexibility cannot be negative."))
        if value >= TOO_MUCH:
            raise LineRefusal(field, "too_large", N_("This quantity is too large: check it."))
        _check_places(field, value, QUANTITY_PLACES)
    if line.flex_minus > line.quantity:
        raise LineRefusal("flex_minus", "more_than_wanted", N_("You cannot give up more than you ask for."))
    price = line.present_price
    if price is None:
        return
    if price < 0:
        raise LineRefusal("present_price", "negative", N_("A price cannot be negative."))
    if price >= TOO_MUCH:
        raise LineRefusal("present_price", "too_large", N_("This price is too large: check it."))
    _check_places("present_price", price, PRICE_PLACES)
