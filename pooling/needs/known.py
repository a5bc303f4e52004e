"""What the rows of a sheet may name: families, items and their packs, sites, fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from sqlalchemy.orm.attributes import set_committed_value

from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Category, Item
from pooling.catalogue.queries import items_coded, packs_of_items
from pooling.catalogue.words import name_key
from pooling.excel.tables import Value
from pooling.members.models import Site
from pooling.needs import import_queries, queries
from pooling.needs.layout import form_columns


class Known:
    """Everything that rows may name, looked up once for all of them."""

    def __init__(self, viewer: Viewer, campaign: Campaign, member_id: int, rows: Sequence[Mapping[str, Value]]) -> None:
        self.folded = cache(normalise)  # the same words stand in a column again and again
        self.categories = queries.categories_of(viewer, campaign)
        self.families = _by_name(self.categories)
        self.sites = queries.sites_of(viewer, member_id)
        self.sites_called = _by_any_name(self.sites)
        self.coded = {code.lower(): item for code, item in items_coded(viewer, _texts(rows, ("item",))).items()}
        families = {family.id: family for family in self.categories}
        for item in self.coded.values():
            if item.category_id in families:  # it need not be looked for again, item by item
                set_committed_value(item, "category", families[item.category_id])
        # a row whose code is known is about that item, whatever else it says
        others = [cells for cells in rows if str(cells.get("item")).lower() not in self.coded]
        self.keys = {text: name_key(text) for text in _texts(others, ("item", "maker_ref", "gtin", "designation"))}
        self.called: defaultdict[str, set[Item]] = defaultdict(set)
        for item in import_queries.items_named(viewer, campaign, self.keys):
            for name in (item.name_key, item.code.lower(), item.maker_reference, item.gtin):
                if name:
                    self.called[name].add(item)
        items = {item.id for item in self.coded.values()} | {each.id for some in self.called.values() for each in some}
        self.packs = packs_of_items(viewer, items)
        self.columns = form_columns(declared(viewer), self.categories)
        self.root_ids = frozenset(family.id for family in campaign.families)

    def item_called(self, text: str) -> Item | None:
        """The one item of which this is the whole name, code, maker reference or GTIN."""
        key = self.keys[text] if text in self.keys else name_key(text)
        found = self.called.get(key, set()) | self.called.get(text, set())
        found |= self.called.get(text.lower(), set())
        return next(iter(found)) if len(found) == 1 else None

    def site(self, text: str) -> Site | None:
        found = self.sites_called.get(self.folded(text), [])
        return found[0] if len(found) == 1 else None


def _texts(rows: Iterable[Mapping[str, Value]], fields: Sequence[str]) -> set[str]:
    cells = {cells.get(field) for cells in rows for field in fields}
    texts = {" ".join(str(cell).split())[:300] for cell in cells if isinstance(cell, str | int)}
    return texts - {""}


def _by_any_name(sites: Iterable[Site]) -> dict[str, list[Site]]:
    """By code, name and both, folded; one name may be that of several."""
    called: defaultdict[str, list[Site]] = defaultdict(list)
    for site in sites:
        for name in {normalise(each) for each in (site.code, site.name, site_label(site))}:
            called[name].append(site)
    return dict(called)


def site_label(site: Site) -> str:
    return f"{site.name} ({site.code})"


def _by_name(categories: Iterable[Category]) -> dict[str, Category]:
    """By path and code; by name where only one has it."""
    named: defaultdict[str, list[Category]] = defaultdict(list)
    whole: dict[str, Category] = {}
    for category in categories:
        named[normalise(category.name)].append(category)
        whole |= {normalise(category.path): category, normalise(category.code): category}
    return {name: found[0] for name, found in named.items() if len(found) == 1} | whole
