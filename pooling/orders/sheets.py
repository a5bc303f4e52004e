"""The workbook a supplier gets. It names docks, and firms only through their docks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from pooling.access.viewer import Viewer
from pooling.algorithms.units import unit_coded
from pooling.config import Settings
from pooling.excel.archive import safe_name, sha256, zip_of
from pooling.excel.spec import Cell, Column, Language, Product, Sheet, Workbook, matrix
from pooling.excel.writer import render
from pooling.orders import queries
from pooling.orders.models import Order, OrderLine
from pooling.orders.queries import Dock, Stop
from pooling.orders.words import Words, words

MATRIX_CELLS = 250_000  # lines × sites; beyond it nobody reads a matrix and the file grows out of hand
NO_SITE: None = None
STOCK = 0  # no site has this number: what a pool's packs hold beyond its shares


@dataclass(frozen=True)
class File:
    """`sha256` is what the journal keeps of it."""

    name: str
    data: bytes

    @property
    def sha256(self) -> str:
        return sha256(self.data)


def order_file(viewer: Viewer, order: Order, settings: Settings, *, units_as_typed: bool = False) -> File:
    workbook = order_workbook(viewer, order, settings, units_as_typed=units_as_typed)
    return File(file_name(order), render(workbook))


def file_name(order: Order) -> str:
    """`2027-T1_PAPETO.xlsx`"""
    return safe_name(f"{order.campaign.code}_{order.supplier.code}.xlsx")


def archive(files: Iterable[File]) -> bytes:
    """All in one zip, the same bytes every time."""
    return zip_of({file.name: file.data for file in files})


def order_workbook(viewer: Viewer, order: Order, settings: Settings, *, units_as_typed: bool = False) -> Workbook:
    """Of the lines and deliveries this viewer sees; the views keep it from those who do not see all.
    `units_as_typed` leaves a unit as it is even where it happens to be a code that has a name."""
    language, said = words(order.supplier.language)
    draft = Draft(
        order,
        settings,
        language,
        said,
        queries.lines(viewer, order),
        queries.stops(viewer, order),
        queries.docks(viewer, order),
        units_as_typed,
    )
    return Workbook(draft.title, draft.sheets, language, settings.group_name)


@dataclass(frozen=True)
class Draft:
    """One order on its way into a workbook. Docks are known by their site id; None is a dock not named, STOCK the
    group's own."""

    order: Order
    settings: Settings
    language: Language
    said: Words
    lines: Sequence[OrderLine]
    stops: Sequence[Stop]
    docks: Sequence[Dock]
    units_as_typed: bool = False

    @property
    def title(self) -> str:
        return self.said.title.format(number=self.order.number)

    @property
    def sheets(self) -> list[Sheet]:
        sheets = [self.order_sheet, self.deliveries_sheet]
        if self.fits_a_matrix:
            sheets.append(self.split_sheet)
        if any(dock.street or dock.postcode or dock.opening_hours for dock in self.docks):
            sheets.append(self.addresses_sheet)
        return sheets

    @property
    def order_sheet(self) -> Sheet:
        said = self.said
        unpriced = sum(line.unit_price is None for line in self.lines)
        return Sheet(
            said.order,
            [
                Column(said.reference, "code"),
                Column(said.designation),
                Column(said.quantity, "quantity", key="quantity"),
                Column(said.unit),
                Column(said.price, "price", key="price"),
                Column(said.amount, "amount", total=True, computed=Product(("quantity", "price"))),
            ],
            [
                [line.reference, line.designation, line.quantity, self.unit(line), line.unit_price]
                for line in self.lines
            ],
            title=self.title,
            heading=self.heading,
            notes=[said.unpriced.format(count=unpriced)] if unpriced else [],
            total_label=said.total,
        )

    @property
    def heading(self) -> list[tuple[str, Cell]]:
        said, order, settings = self.said, self.order, self.settings
        group = "\n".join(filter(None, (settings.group_name, settings.group_address)))
        supplier = "\n".join(filter(None, (order.supplier.name, order.supplier.contact)))
        campaign = order.campaign
        window = (campaign.delivery_from.strftime(said.day), campaign.delivery_until.strftime(said.day))
        terms = "\n".join(filter(None, (said.currency.format(currency=order.currency), order.supplier.terms.strip())))
        return [
            (said.buyer, group),
            (said.invoiced, group),
            (said.supplier, supplier),
            (said.delivery, said.where(len(self.site_names), *window)),
            (said.references, f"{order.number} · {campaign.name}"),
            (said.date, order.created_at.astimezone(settings.zone_info).date()),
            (said.terms, terms),
        ]

    @property
    def deliveries_sheet(self) -> Sheet:
        said = self.said
        rows: list[list[Cell]] = [
            [line.designation, self.site_names[site], quantity, self.unit(line)]
            for line in self.lines
            for site, quantity in self.by_line.get(line.id, {}).items()
        ]
        return Sheet(
            said.deliveries,
            [Column(said.designation), Column(said.site), Column(said.quantity, "quantity"), Column(said.unit)],
            rows,
            title=self.title,
            notes=[] if self.fits_a_matrix else [said.no_matrix],
            autofilter=True,
        )

    @property
    def split_sheet(self) -> Sheet:
        said = self.said
        return matrix(
            said.split,
            [Column(said.designation), Column(said.unit, key="unit")],
            list(self.site_names.values()),
            [[line.designation, self.unit(line), *self.across(line)] for line in self.lines],
            unit="unit",
            title=self.title,
        )

    @property
    def addresses_sheet(self) -> Sheet:
        said = self.said
        titles = (said.site, said.street, said.postcode, said.city, said.hours)
        rows: list[list[Cell]] = [
            [self.site_names[dock.site_id], dock.street, dock.postcode, dock.city, dock.opening_hours]
            for dock in sorted(self.docks, key=lambda dock: self.site_names[dock.site_id].casefold())
            if dock.site_id is not None
        ]
        columns = [Column(title, "code" if title == said.postcode else "text") for title in titles]
        return Sheet(said.addresses, columns, rows, title=self.title, landscape=True)

    def unit(self, line: OrderLine) -> str:
        known = None if self.units_as_typed else unit_coded(line.unit)
        return known.name(self.language) if known else line.unit

    def across(self, line: OrderLine) -> list[Decimal | None]:
        brought = self.by_line.get(line.id, {})
        return [brought.get(site) for site in self.site_names]

    @property
    def fits_a_matrix(self) -> bool:
        return len(self.lines) * len(self.site_names) <= MATRIX_CELLS

    @cached_property
    def by_line(self) -> dict[int, dict[int | None, Decimal]]:
        """What each line brings to each dock, docks by name."""
        sums: dict[int, dict[int | None, Decimal]] = {}
        for stop in self.stops:
            line = sums.setdefault(stop.line_id, {})
            line[_key(stop)] = line.get(_key(stop), Decimal(0)) + stop.quantity
        place = {site: index for index, site in enumerate(self.site_names)}
        return {line: dict(sorted(brought.items(), key=lambda each: place[each[0]])) for line, brought in sums.items()}

    @cached_property
    def site_names(self) -> dict[int | None, str]:
        """How each dock is called, no two alike, by name; those not named are one, at the end."""
        known = [dock for dock in self.docks if dock.site_id is not None]
        called = {dock.site_id: _called(dock) for dock in known}
        common = {name for name, count in Counter(called.values()).items() if count > 1}
        for dock in known:
            if called[dock.site_id] in common:
                called[dock.site_id] = f"{called[dock.site_id]} ({dock.street or dock.code})"
        named = _apart(dict(sorted(called.items(), key=lambda each: (each[1].casefold(), each[0] or 0))))
        for key, name in ((NO_SITE, self.said.unknown_site), (STOCK, self.said.stock)):
            if any(_key(dock) == key for dock in self.docks):
                named[key] = name
        return named


def _key(place: Dock | Stop) -> int | None:
    return STOCK if place.member_id is None else place.site_id


def _called(dock: Dock) -> str:
    return ", ".join(filter(None, (dock.site, dock.city)))


def _apart(names: dict[int | None, str]) -> dict[int | None, str]:
    """Docks that even their addresses do not tell apart are numbered."""
    seen: Counter[str] = Counter()
    told = {}
    for site, name in names.items():
        seen[name] += 1
        told[site] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return told
