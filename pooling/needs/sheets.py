"""The needs form (Formulaire de besoins) as a workbook: empty, filled with lines, or with refused rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from pooling.access.viewer import Viewer
from pooling.algorithms.number_format import format_number
from pooling.algorithms.numbers import round_to
from pooling.algorithms.units import UNITS
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import offered
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.queries import packs_of_items
from pooling.excel.spec import Cell, Column, Entered, Kind, Live, Plain, Product, Sheet, Special, Workbook, rounded
from pooling.excel.tables import Value
from pooling.language import zone
from pooling.members.models import Member
from pooling.needs import import_queries, layout, queries
from pooling.needs.known import site_label
from pooling.needs.layout import (
    BEFORE_FIELDS,
    ENTERED_FOR,
    ESTIMATED,
    FIRM,
    HEARD,
    PARTS,
    SHEET,
    SPLIT,
    Part,
    Stamp,
    form_columns,
)
from pooling.needs.models import Need
from pooling.needs.packing import pack_name
from pooling.needs.uploads import MOST_ROWS

SPARE = 60  # blank rows to fill in, at least
ROOM = 200  # rows in all, at least: below the last one the sheet is locked
AMOUNT = Column(layout.AMOUNT, "amount", "amount", 13, computed=Product(("quantity", "present_price")))
AFTER_AMOUNT = ("present_supplier", "remark")
HELP = (
    "Remplissez les cases jaunes, puis déposez ce fichier sur la page de la campagne : rien n’est changé avant que "
    "vous n’ayez vu et accepté les différences.",
    "Un article du catalogue : tapez son code ou sa référence, ou son nom exact. Sinon, décrivez-le et choisissez sa "
    "famille et son unité.",
    "La quantité compte des conditionnements quand il y en a un, sinon des unités. Le prix actuel et le fournisseur "
    "ne sont vus que de votre entreprise et des acheteurs du groupement.",
)


@dataclass(frozen=True)
class Frame:
    """What stands around the rows; the deadline is a local moment of the group's zone."""

    campaign: Campaign
    stamp: Stamp
    member: Member
    group: str
    deadline: datetime


@dataclass
class Choices:
    """What the cells of this member and campaign may hold."""

    families: tuple[str, ...]
    sites: tuple[str, ...]
    columns: FieldColumns
    units: tuple[str, ...] = field(default_factory=lambda: tuple(sorted(unit.fr for unit in UNITS.values())))

    @classmethod
    def of(cls, viewer: Viewer, frame: Frame) -> Choices:
        sites = queries.sites_of(viewer, frame.member.id)
        names = [site.name for site in sites]
        labels = [site_label(site) if names.count(site.name) > 1 else site.name for site in sites]
        families = queries.categories_of(viewer, frame.campaign)
        return cls(tuple(each.path for each in families), tuple(labels), form_columns(declared(viewer), families))

    @cached_property
    def parts(self) -> list[Part]:
        """The columns of the form, those of the families' fields among them."""
        parts = list(PARTS)
        place = next(index for index, part in enumerate(parts) if part.field == BEFORE_FIELDS) + 1
        fields = [
            Part(key, heading.title, "quantity" if heading.is_number else "text", filled=False)
            for key, heading in self.columns.headings.items()
        ]
        return [*parts[:place], *fields, *parts[place:]]


def empty_form(viewer: Viewer, frame: Frame) -> Workbook:
    return _form(viewer, frame, [])


def draft_form(viewer: Viewer, frame: Frame) -> Workbook:
    """The lines as they stand, each with its key and version."""
    last = _Last(viewer, frame, import_queries.previous(viewer, frame.campaign, frame.member.id))
    choices = Choices.of(viewer, frame)
    needs = queries.lines(viewer, frame.campaign, frame.member.id)
    packs = _packs(viewer, needs)
    return _form(viewer, frame, [_row(need, f"{need.key}.{need.version}", packs, last, choices) for need in needs])


def previous_form(viewer: Viewer, frame: Frame) -> Workbook:
    """The firm's lines of the campaign before, to be wanted again: the same key each time it is made."""
    before = import_queries.previous(viewer, frame.campaign, frame.member.id)
    if before is None:
        return _form(viewer, frame, [])
    roots = {family.id for family in frame.campaign.families}
    then = queries.lines(viewer, before, frame.member.id)
    needs = [need for need in then if need.category.root_id in roots][:MOST_ROWS]
    packs, last = _packs(viewer, needs), _Last(viewer, frame, before)
    choices = Choices.of(viewer, frame)
    rows = [_row(need, _again(need, frame.campaign), packs, last, choices, renewed=True) for need in needs]
    return _form(viewer, frame, rows)


def refused_form(
    viewer: Viewer, frame: Frame, rows: Iterable[tuple[Mapping[str, Value], Mapping[str, str]]]
) -> Workbook:
    """Rows as they were uploaded, by field, with a comment on every cell that was refused."""
    parts = Choices.of(viewer, frame).parts
    return _form(viewer, frame, [_refused(cells, why, parts) for cells, why in rows], spare=0)


def _again(need: Need, campaign: Campaign) -> str:
    return hashlib.sha256(f"{campaign.code}/{need.key}".encode()).hexdigest()[:32]


def _packs(viewer: Viewer, needs: Sequence[Need]) -> dict[int, list[Pack]]:
    return packs_of_items(viewer, {need.item_id for need in needs if need.item_id})


class _Last:
    """What the firm wanted of each thing in the campaign before, by what it pools with."""

    def __init__(self, viewer: Viewer, frame: Frame, before: Campaign | None) -> None:
        self.sums: dict[str, Decimal] = {}
        for need in queries.lines(viewer, before, frame.member.id) if before else ():
            self.sums[need.pool_key] = self.sums.get(need.pool_key, Decimal(0)) + need.base_wanted

    def of(self, need: Need) -> Decimal | None:
        """In the unit or pack of this line, to two places: it only reminds."""
        total = self.sums.get(need.pool_key)
        if total is None:
            return None
        return round_to(total / (need.pack.content if need.pack else need.own_content or 1), 2)


def _row(
    need: Need,
    key: str,
    packs: Mapping[int, Sequence[Pack]],
    last: _Last,
    choices: Choices,
    *,
    renewed: bool = False,
) -> dict[str, Entered]:
    item = need.item
    return {
        "id": key,
        "category": need.category.path,
        "item": item.code if item else None,
        "designation": item.name if item else need.designation,
        "specification": _specification(item),
        **_fields(need, choices.columns),
        "unit": _unit(need.unit),
        "pack": _pack(need, packs),
        "last": last.of(need),
        "quantity": need.wanted,
        "flex_minus": need.flex_minus or None,
        "flex_plus": need.flex_plus or None,
        "firm": FIRM if need.firm else ESTIMATED,
        "site": None if renewed and need.is_split else _site(need, choices),
        "wanted_on": None if renewed else need.wanted_on,
        "present_price": need.present_price,
        "present_supplier": need.present_supplier or None,
        "remark": need.remark or None,
        ENTERED_FOR.field: None if renewed else _entered_for(need),
    }


def _fields(need: Need, columns: FieldColumns) -> dict[str, Entered]:
    """Open where the family asks and the item does not answer itself."""
    own = need.item.fields if need.item else {}
    cells: dict[str, Entered] = {}
    for key, heading in columns.headings.items():
        field = heading.fields.get(need.category_id)
        if field is None or own.get(field.code):
            cells[key] = Special(heading.cell(need.category_id, own), unlocked=False)
        else:
            cells[key] = Special(heading.cell(need.category_id, need.fields), unlocked=True, choices=offered(field))
    return cells


def _entered_for(need: Need) -> str | None:
    """« Brigitte le 26/11/2026, par téléphone »."""
    if not need.entered_for_by or need.entered_for_at is None:
        return None
    day = _day(need.entered_for_at.astimezone(zone()).date())
    return ", ".join(text for text in (f"{need.entered_for_by} le {day}", HEARD.get(need.entered_for_how)) if text)


def _specification(item: Item | None) -> str | None:
    return " ".join(text for text in (item.maker, item.maker_reference) if text) or None if item else None


def _unit(code: str) -> str:
    return UNITS[code].fr if code in UNITS else code


def _pack(need: Need, packs: Mapping[int, Sequence[Pack]]) -> Entered:
    if need.item is None:
        return Special(pack_name(need) or None, unlocked=False)
    names = tuple(pack.name for pack in packs[need.item.id])
    now = need.pack.name if need.pack else None
    return Special(now, choices=names) if names else Special(now, unlocked=False)


def _site(need: Need, choices: Choices) -> Entered:
    if need.is_split:
        parts = (f"{site.name} {format_number(part, locale='fr')}" for site, part in need.split)
        return Special(f"{SPLIT} : {' ; '.join(parts)}", unlocked=False)
    if need.site is None:
        return None
    return need.site.name if need.site.name in choices.sites else site_label(need.site)


def _refused(cells: Mapping[str, Value], why: Mapping[str, str], parts: Iterable[Part]) -> dict[str, Entered]:
    row: dict[str, Entered] = {}
    for part in parts:
        value = _plain(cells.get(part.field), part.kind)
        row[part.field] = Special(value, unlocked=not part.shown, comment=why.get(part.field, ""))
    return row


def _plain(value: Value, kind: Kind) -> Plain:
    """A date in a column of numbers would show as its day number."""
    return _day(value) if isinstance(value, date) and kind != "date" else value


def _form(viewer: Viewer, frame: Frame, rows: Sequence[Mapping[str, Entered]], spare: int | None = None) -> Workbook:
    choices = Choices.of(viewer, frame)
    blank = _blank(choices)
    wanted = max(SPARE, ROOM - len(rows)) if spare is None else spare
    room = max(0, min(wanted, MOST_ROWS - len(rows)))
    parts = [*choices.parts, *([ENTERED_FOR] if any(row.get(ENTERED_FOR.field) for row in rows) else [])]
    drawn = [[row.get(part.field) for part in parts] for row in (*rows, *[blank] * room)]
    columns = [_column(part, choices) for part in parts]
    place = next(index for index, part in enumerate(parts) if part.field == AFTER_AMOUNT[0])
    columns.insert(place, AMOUNT)
    sheet = Sheet(
        SHEET,
        columns,
        drawn,
        title=f"Formulaire de besoins – {frame.campaign.name}",
        heading=_heading(frame, rows),
        intro=HELP,
        landscape=True,
        autofilter=True,
        frozen_columns=4,
    )
    title = f"Formulaire de besoins {frame.campaign.code}"
    return Workbook(title, [sheet], author=frame.group)


def _blank(choices: Choices) -> dict[str, Entered]:
    """What a line is about is locked where the form says it, and open on a new row."""
    opened: dict[str, Entered] = {
        "category": Special(None, unlocked=True, choices=choices.families),
        "unit": Special(None, unlocked=True, choices=choices.units),
        "item": Special(None, unlocked=True),
        "designation": Special(None, unlocked=True),
    }
    for key, heading in choices.columns.headings.items():
        opened[key] = Special(None, unlocked=True, choices=heading.choices or None)
    return {part.field: opened.get(part.field) for part in choices.parts}


def _column(part: Part, choices: Choices) -> Column:
    listed: Mapping[str, tuple[str, ...]] = {"firm": (FIRM, ESTIMATED), "site": choices.sites}
    return Column(
        part.title,
        part.kind,
        part.field,
        part.width,
        unlocked=part.filled,
        choices=listed.get(part.field) or None,
        hidden=part.field == "id",
    )


def _heading(frame: Frame, rows: Sequence[Mapping[str, Entered]]) -> list[tuple[str, Cell]]:
    campaign = frame.campaign
    days = f"du {_day(campaign.delivery_from)} au {_day(campaign.delivery_until)}"
    return [
        ("Groupement", frame.group),
        ("Adhérent", frame.member.name),
        ("Date limite", f"{_day(frame.deadline.date())} à {frame.deadline:%H:%M}"),
        ("Livraisons", days),
        ("Lignes remplies", Live("COUNT({quantity.column})", len([row for row in rows if _number(row["quantity"])]))),
        ("Total HT aux prix actuels", Live("SUM({amount.column})", _total(rows))),
        ("Repère (ne pas modifier)", frame.stamp.text()),
    ]


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _total(rows: Iterable[Mapping[str, Entered]]) -> Decimal:
    """As the formulas will find it: each line rounded to cents."""
    total = Decimal(0)
    for row in rows:
        quantity, price = _number(row["quantity"]), _number(row["present_price"])
        if quantity is not None and price is not None:
            total += rounded(quantity * price, 2)
    return total


def _number(cell: Entered) -> Decimal | None:
    value = cell.value if isinstance(cell, Special) else cell
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
