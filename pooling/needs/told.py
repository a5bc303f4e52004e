"""A line as the journal tells it: plain values by codes, enough to give the line back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.catalogue.models import Category, Item, Pack
from pooling.members.models import Site
from pooling.needs.lines import Line, Split
from pooling.needs.models import Need


def plain(value: Decimal) -> str:
    """The same text for 2 and 2.000000."""
    return f"{value.normalize():f}"


def told(need: Need) -> dict[str, Any]:
    """Decimals and dates as strings, other rows by their codes."""
    return _told(line_of(need), need.category, partial(getattr, need))


def told_anew(line: Line, values: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a line that is entered with these columns (`lines.columns`)."""
    category = line.item.category if line.item is not None else line.category
    return _told(line, category, values.__getitem__)


def _told(line: Line, category: Category | None, said: Callable[[str], Any]) -> dict[str, Any]:
    site = None if line.split else line.site
    return {
        "item": line.item.code if line.item else None,
        "designation": said("designation"),
        "category": category.code if category else None,
        "quantity": plain(line.quantity),
        "unit": said("unit"),
        "pack": line.pack.name if line.pack else None,
        "own_pack": said("own_pack") or None,
        "own_content": None if said("own_content") is None else plain(said("own_content")),
        "base_quantity": plain(said("base_wanted")),
        "site": site.code if site else None,
        "split": {site.code: plain(part) for site, part in sorted(line.split, key=lambda part: part[0].code)} or None,
        "wanted_on": line.wanted_on.isoformat() if line.wanted_on else None,
        "firm": line.firm,
        "flex_minus": plain(line.flex_minus),
        "flex_plus": plain(line.flex_plus),
        "present_price": None if line.present_price is None else plain(line.present_price),
        "present_supplier": said("present_supplier"),
        "remark": said("remark"),
        "fields": dict(said("fields")),
    }


def line_told(viewer: Viewer, member_id: int, entry: dict[str, Any]) -> Line:
    """The line that `told` told; a site or pack that is gone is left out."""
    session = viewer.session
    item = session.scalars(select(Item).where(Item.code == entry["item"])).one_or_none()
    packs = select(Pack).where(Pack.item_id == (item.id if item else None), Pack.name == entry["pack"])
    sites = select(Site).where(Site.member_id == member_id, Site.code == entry["site"])
    price, wanted_on = entry["present_price"], entry["wanted_on"]
    return Line(
        quantity=Decimal(entry["quantity"]),
        item=item,
        designation=entry["designation"],
        category=session.scalars(select(Category).where(Category.code == entry["category"])).one_or_none(),
        unit=entry["unit"],
        own_pack=entry.get("own_pack") or "",
        own_content=Decimal(entry["own_content"]) if entry.get("own_content") else None,
        pack=session.scalars(packs).one_or_none() if entry["pack"] else None,
        site=session.scalars(sites).one_or_none(),
        split=_split_told(viewer, member_id, entry.get("split") or {}),
        wanted_on=date.fromisoformat(wanted_on) if wanted_on else None,
        firm=entry["firm"],
        flex_minus=Decimal(entry["flex_minus"]),
        flex_plus=Decimal(entry["flex_plus"]),
        present_price=None if price is None else Decimal(price),
        present_supplier=entry["present_supplier"],
        remark=entry["remark"],
        fields=entry.get("fields", {}),  # older entries know of none
    )


def _split_told(viewer: Viewer, member_id: int, told: dict[str, str]) -> Split:
    """Without one of its docks it is no split any more."""
    sites = select(Site).where(Site.member_id == member_id, Site.code.in_(told)).order_by(Site.code)
    found = tuple((site, Decimal(told[site.code])) for site in viewer.session.scalars(sites)) if told else ()
    return found if len(found) == len(told) else ()


def line_of(need: Need) -> Line:
    """The line that a need holds."""
    return Line(
        quantity=need.wanted,
        item=need.item,
        designation=need.designation,
        category=need.category,
        unit=need.unit,
        own_pack=need.own_pack,
        own_content=need.own_content,
        pack=need.pack,
        site=need.site,
        split=need.split,
        wanted_on=need.wanted_on,
        firm=need.firm,
        flex_minus=need.flex_minus,
        flex_plus=need.flex_plus,
        present_price=need.present_price,
        present_supplier=need.present_supplier,
        remark=need.remark,
        fields=need.fields,
    )
