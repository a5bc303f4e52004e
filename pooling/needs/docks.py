"""A line that goes to several docks of its firm: the rows that say so, and the same split of another quantity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import QUANTITY_PLACES
from pooling.algorithms.sharing import split_docks
from pooling.needs.lines import Line, Split
from pooling.needs.models import Need, NeedSite
from pooling.needs.queries import held

OWNED = ("member_id", "category_id")  # a part belongs to whom its line belongs to


def lay_out(need: Need, split: Split, member_id: int, category_id: int) -> None:
    """Make the rows of this need say the split; one that stays is changed, so that no two of a dock meet."""
    if not split and not need.is_split:
        return
    wanted, held = dict(split), {part.site: part for part in need.parts}
    need.parts = [held.get(site) or NeedSite(site=site, site_id=site.id) for site in wanted]
    for part in need.parts:
        part.member_id, part.category_id, part.quantity = member_id, category_id, wanted[part.site]


def enter_parts(viewer: Viewer, entered: Sequence[tuple[Mapping[str, Any], Line]]) -> None:
    """The rows of new lines (their columns, what they say) that are split."""
    split = {row["key"]: (row, line) for row, line in entered if line.split}
    if not split:
        return
    member_id = next(row["member_id"] for row, _line in split.values())
    parts = [
        {"need_id": need.id, "site_id": site.id, "quantity": part, **{name: row[name] for name in OWNED}}
        for key, need in held(viewer, split, member_id).items()
        for row, line in [split[key]]
        for site, part in line.split
    ]
    viewer.session.execute(insert(NeedSite), parts)


def placed(line: Line, quantity: Decimal) -> Line:
    """The same for another quantity: over the docks that are still there, in the same proportions."""
    split = tuple((site, part) for site, part in line.split if site.active)
    if (split, quantity) != (line.split, line.quantity):
        split = _scaled(split, quantity)
    site = split[0][0] if len(split) == 1 else line.site
    gone = site is not None and not site.active
    flex_minus = min(line.flex_minus, quantity)
    split = split if len(split) > 1 else ()
    return replace(line, quantity=quantity, site=None if gone else site, split=split, flex_minus=flex_minus)


def _scaled(parts: Split, quantity: Decimal) -> Split:
    if not parts:
        return ()
    whole = quantity == quantity.to_integral_value() and all(part == part.to_integral_value() for _site, part in parts)
    step = Decimal(1) if whole else Decimal(1).scaleb(-QUANTITY_PLACES)
    shares = split_docks(quantity, {site.code: part for site, part in parts}, step)
    return tuple((site, shares[site.code]) for site, _part in parts if shares[site.code])
