"""Needs from a spreadsheet that the group loads: all rows are judged, and none is entered if one is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Category, Item, Pack
from pooling.db import batches
from pooling.excel.tables import Book, Value
from pooling.loading import Column, Notice, Reading, Report, read
from pooling.members.models import Member, Site
from pooling.needs import queries
from pooling.needs.field_cells import field_value
from pooling.needs.lines import LONGEST_SUPPLIER, Line, LineRefusal, columns
from pooling.needs.rules import enter_many
from pooling.needs.units import pack_meant, unit_meant

COLUMNS = (
    Column("campaign", ("campagne", "campaign", "kampagne")),
    Column("member", ("adhérent", "code adhérent", "member", "mitglied"), required=True),
    Column("item", ("article", "code article", "item", "item code", "artikelnummer")),
    Column("designation", ("désignation", "description", "designation", "bezeichnung"), longest=4000),
    Column("family", ("famille", "famille d'achat", "category", "family", "warengruppe")),
    Column("quantity", ("quantité", "qté", "quantity", "menge"), required=True, kind="number", places=QUANTITY_PLACES),
    Column("unit", ("unité", "unité ou conditionnement", "unit", "einheit")),
    Column("site", ("site", "site de livraison", "delivery site", "lieferort")),
    Column("wanted_on", ("date souhaitée", "souhaité pour le", "wanted on", "wunschtermin"), kind="day"),
    Column(
        "firm",
        ("ferme", "ferme/estimé", "firm", "firm/estimated"),
        kind="choice",
        choices={"firm": ("oui", "ferme", "o", "yes", "ja", "firm"), "estimated": ("non", "estimé", "n", "no", "nein")},
    ),
    Column(
        "price",
        ("prix unitaire HT actuel", "prix actuel", "prix unitaire", "present unit price", "preis"),
        kind="number",
        places=PRICE_PLACES,
    ),
    Column(
        "supplier", ("fournisseur actuel", "fournisseur", "present supplier", "lieferant"), longest=LONGEST_SUPPLIER
    ),
    Column("remark", ("remarque", "commentaire", "remark", "bemerkung"), kind="lines", longest=4000),
    Column("flex_minus", ("peut céder", "peut céder (−)", "flex −", "can give up"), kind="number"),
    Column("flex_plus", ("peut prendre", "peut prendre (+)", "flex +", "can take more"), kind="number"),
)
# the columns of the file that hold the parts of a Line
SHOWN_IN = {"category": "family", "present_price": "price", "present_supplier": "supplier"}


@dataclass(frozen=True)
class Row:
    row: int
    campaign: str | None
    member: str | None
    item: str | None
    designation: str | None
    family: str | None
    quantity: Decimal
    unit: str | None
    site: str | None
    wanted_on: date | None
    firm: str | None
    price: Decimal | None
    supplier: str | None
    remark: str | None
    flex_minus: Decimal | None
    flex_plus: Decimal | None
    fields: Mapping[str, Value] = made(default_factory=dict)  # the cells of the columns of fields, by their key


class Known:
    """Everything the rows may name, looked up once."""

    def __init__(self, viewer: Viewer, campaign: Campaign, rows: Sequence[Row], columns: FieldColumns) -> None:
        self.columns = columns
        self.signs = columns.signs(row.fields for row in rows)
        session = viewer.session
        members = session.scalars(select(Member)).all()
        self.members = {normalise(name): each for each in members for name in (each.name, each.code)}
        self.sites: dict[tuple[int, str], Site] = {}
        for site in session.scalars(select(Site)):
            self.sites |= {(site.member_id, normalise(name)): site for name in (site.name, site.code)}
        self.families = _families(queries.categories_of(viewer, campaign))
        self.items = {item.code.lower(): item for item in _items(viewer, {row.item or "" for row in rows})}
        self.packs: defaultdict[int, list[Pack]] = defaultdict(list)
        for pack in _packs(viewer, [item.id for item in self.items.values()]):
            self.packs[pack.item_id].append(pack)

    def member(self, row: Row) -> Member:
        member = self.members.get(normalise(row.member or ""))
        if member is None:
            raise LineRefusal("member", "member", N_("There is no member “%(name)s”."), name=row.member)
        return member

    def line(self, row: Row, member: Member) -> Line:
        item = self._item(row)
        packs = self.packs[item.id] if item else []
        return Line(
            item=item,
            designation=row.designation or "",
            category=None if item else self._family(row),
            quantity=row.quantity,
            unit="" if item else unit_meant(row.unit or ""),
            pack=pack_meant(item, packs, row.unit or "") if item else None,
            site=self._site(row, member),
            wanted_on=row.wanted_on,
            firm=row.firm != "estimated",
            flex_minus=row.flex_minus or Decimal(0),
            flex_plus=row.flex_plus or Decimal(0),
            present_price=row.price,
            present_supplier=row.supplier or "",
            remark=row.remark or "",
            fields=self._fields(row, item.category if item else self._family(row), item),
        )

    def _fields(self, row: Row, family: Category | None, item: Item | None) -> dict[str, str]:
        values: dict[str, str] = {}
        if family is None:
            return values
        for key, cell in row.fields.items():
            values |= field_value(self.columns, key, family, item, cell, self.signs)
        return values

    def _item(self, row: Row) -> Item | None:
        if not row.item:
            return None
        item = self.items.get(row.item.lower())
        if item is None:
            raise LineRefusal("item", "item", N_("There is no item “%(code)s” in the catalogue."), code=row.item)
        return item

    def _family(self, row: Row) -> Category | None:
        if not row.family:
            return None
        family = self.families.get(normalise(row.family))
        if family is None:
            raise LineRefusal(
                "category", "family", N_("The family “%(family)s” is not part of this campaign."), family=row.family
            )
        return family

    def _site(self, row: Row, member: Member) -> Site | None:
        if not row.site:
            return None
        site = self.sites.get((member.id, normalise(row.site)))
        if site is None:
            raise LineRefusal("site", "site", N_("“%(site)s” is not a delivery site of this member."), site=row.site)
        return site


def load_needs(viewer: Viewer, campaign: Campaign, book: Book) -> Report:
    """Enter the rows of a workbook in a campaign; rows that name another campaign are left out and
    counted. Nothing is entered when the report has refusals."""
    titles = [title for column in COLUMNS for title in column.titles]
    families = [family.id for family in queries.categories_of(viewer, campaign)]
    columns = FieldColumns(declared(viewer), families, titles)
    reading = read(book, (*COLUMNS, *columns.loaded), columns.row_of(Row))
    rows = [row for row in reading.rows if not row.campaign or normalise(row.campaign) == normalise(campaign.code)]
    skipped = len(reading.rows) - len(rows)
    if skipped:
        notice = N_("Rows of other campaigns, left out: %(count)s.")
        reading.notes.append(Notice(notice, {"count": skipped}))
    by_member = _judged(campaign, Known(viewer, campaign, rows, columns), rows, reading)
    report = reading.report()
    report.loaded = 0
    if not report.refused:
        for member, lines in by_member.items():
            report.loaded += enter_many(viewer, campaign, member, lines)
        report.tally("need").new = report.loaded
    return report


def _judged(campaign: Campaign, known: Known, rows: Sequence[Row], reading: Reading[Row]) -> dict[Member, list[Line]]:
    families = {family.id for family in campaign.families}
    by_member: defaultdict[Member, list[Line]] = defaultdict(list)
    for row in rows:
        try:
            member = known.member(row)
            line = known.line(row, member)
            columns(line, member.id, families)
        except Refusal as refusal:
            field = refusal.field if isinstance(refusal, LineRefusal) else ""
            reading.refuse(row.row, SHOWN_IN.get(field, field), refusal)
        else:
            by_member[member].append(line)
    return by_member


def _families(categories: Iterable[Category]) -> dict[str, Category]:
    """By code, path and name; a name that two families share names neither."""
    by_name: defaultdict[str, list[Category]] = defaultdict(list)
    for category in categories:
        by_name[normalise(category.name)].append(category)
    unique = {name: found[0] for name, found in by_name.items() if len(found) == 1}
    paths = {normalise(name): each for found in by_name.values() for each in found for name in (each.path, each.code)}
    return unique | paths


def _items(viewer: Viewer, codes: Iterable[str]) -> list[Item]:
    found: list[Item] = []
    for some in batches(sorted(code for code in codes if code)):
        statement = select(Item).where(Item.code.in_(some))
        found += viewer.session.scalars(statement.options(joinedload(Item.category)))
    return found


def _packs(viewer: Viewer, item_ids: Sequence[int]) -> list[Pack]:
    found: list[Pack] = []
    for some in batches(item_ids):
        found += viewer.session.scalars(select(Pack).where(Pack.item_id.in_(some)))
    return found
