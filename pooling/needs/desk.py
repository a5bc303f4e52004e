"""What the entry page of one firm and campaign knows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.field_queries import declared
from pooling.catalogue.likeness import likely_items
from pooling.catalogue.models import Category, Item, Pack
from pooling.catalogue.queries import items_called, items_coded, packs_of_items
from pooling.members.models import Member, Site
from pooling.needs import queries
from pooling.needs.declaration import whose
from pooling.needs.layout import form_columns
from pooling.needs.models import HEARD_BY
from pooling.needs.typed import Typed
from pooling.needs.writing import Writing


class Desk:
    """What the entry page of one firm and campaign knows, looked up once for all its rows.

    `firm` is the id of the member for which it writes: the viewer's own or, when a buyer enters on its behalf,
    that of `member`, which had told its needs by telephone, mail or paper (`how`)."""

    def __init__(self, viewer: Viewer, campaign: Campaign, member: Member | None = None, how: str = "") -> None:
        self.viewer = viewer
        self.campaign = campaign
        self.member = member
        self.firm = whose(viewer, member)
        self.how = how if how in HEARD_BY else ""
        self.items: dict[str, Item] = {}
        self.packs: dict[int, list[Pack]] = {}
        self.written: dict[str, Category | None] = {}

    @cached_property
    def owner(self) -> Member:
        return self.member or queries.member_numbered(self.viewer, self.firm)

    def writing(self) -> Writing:
        writing = Writing(self.viewer, self.campaign, self.member, how=self.how)
        writing.declared = self.declared  # read once for the page
        return writing

    @cached_property
    def declared(self) -> Declared:
        return declared(self.viewer)

    @cached_property
    def field_columns(self) -> FieldColumns:
        """Those of the fields that the campaign's families ask for."""
        return form_columns(self.declared, self.categories)

    @cached_property
    def categories(self) -> Sequence[Category]:
        return queries.categories_of(self.viewer, self.campaign)

    @cached_property
    def sites(self) -> Sequence[Site]:
        return queries.sites_of(self.viewer, self.firm)

    def look_up(self, rows: Iterable[Typed]) -> None:
        """Find the items and packs that these rows name, all at once."""
        self.items |= items_coded(self.viewer, {row.item for row in rows if row.item})
        self.packs |= packs_of_items(self.viewer, [item.id for item in self.items.values()])

    def packs_of(self, item: Item) -> list[Pack]:
        if item.id not in self.packs:
            self.packs |= packs_of_items(self.viewer, [item.id])
        return self.packs[item.id]

    def item_meant(self, typed: Typed) -> Item | None:
        """The item picked, or the one whose name or reference was typed whole."""
        picked = self.items.get(typed.item)
        if picked is not None and (not typed.what or normalise(typed.what) == normalise(picked.name)):
            return picked
        if not typed.what:
            return None
        roots = [family.id for family in self.campaign.families]
        called = items_called(self.viewer, typed.what, roots)
        return called[0] if len(called) == 1 else None

    def likely(self, text: str) -> list[Item]:
        """Items of the campaign's families that a description may mean."""
        return likely_items(self.viewer, text, families=[family.id for family in self.campaign.families])

    def family_meant(self, text: str) -> Category | None:
        # one line, whose family is written out, needs no list of them
        if not self.written and "categories" not in vars(self):
            self.written[text] = queries.family_written(self.viewer, self.campaign, text)
        if self.written.get(text) is not None:
            return self.written[text]
        return family_called(self.categories, text)

    def site_meant(self, code: str) -> Site | None:
        if not code and len(self.sites) == 1:
            return self.sites[0]
        return next((site for site in self.sites if site.code == code), None)


def family_called(families: Sequence[Category], text: str) -> Category | None:
    """The one that this is the path of, or the name when only one has it."""
    wanted = normalise(text)
    by_path = [each for each in families if normalise(each.path) == wanted]
    named = by_path or [each for each in families if normalise(each.name) == wanted]
    return named[0] if len(named) == 1 else None
