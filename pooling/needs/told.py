"""A line as the journal tells it: plain values by codes, enough to give the line back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
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
    return {
        "item": need.item.code if need.item else None,
        "designation": need.designation,
        "category": need.category.code,
        "quantity": plain(need.wanted),
        "unit": need.unit,
        "pack": need.pack.name if need.pack else None,
        "own_pack": need.own_pack or None,
        "own_content": None if need.own_content is None else plain(need.own_content),
        "base_quantity": plain(need.base_wanted),
        "site": need.site.code if need.site else None,
        "split": {site.code: plain(part) for site, part in need.split} or None,
        "wanted_on": need.wanted_on.isoformat() if need.wanted_on else None,
        "firm": need.firm,
        "flex_minus": plain(need.flex_minus),
        "flex_plus": plain(need.flex_plus),
        "present_price": None if need.present_price is None else plain(need.present_price),
        "present_supplier": need.present_supplier,
        "remark": need.remark,
        "fields": dict(need.fields),
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
