"""A supplier's workbook beside a bare openpyxl write-only loop over the same cells."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl

from bench.clock import Figure, alternate
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Supplier
from pooling.config import Settings
from pooling.excel.spec import Workbook
from pooling.excel.writer import render
from pooling.orders.models import Order, OrderLine
from pooling.orders.queries import Dock, Stop
from pooling.orders.sheets import Draft
from pooling.orders.words import words

TARGET = 1.3
FIRMS = 10  # each with one dock: 20,000 lines still fit the matrix
STOPS = 3  # docks a line goes to
Cells = Sequence[tuple[str, Sequence[Sequence[object]]]]  # name and rows of each sheet


def measure(lines: int, rounds: int, *, whole: bool, judged: bool) -> Figure:
    """Only the sheet of the order, or the `whole` workbook with the split by dock."""
    order = Ordered(lines)
    cells = cells_of(render(order.workbook(whole=whole)))
    pair = alternate(lambda: render(order.workbook(whole=whole)), lambda: _bare(cells), rounds)
    names = "the whole workbook" if whole else "sheet Commande"
    title = f"order of {lines:,} lines, {names}"
    return Figure(title, pair, TARGET if judged else None, f"workbook, {names}", lines, lines)


class Ordered:
    """An order as it comes from the database, made without one."""

    def __init__(self, lines: int, seed: int = 3) -> None:
        chance = random.Random(seed)
        self.order = _order()
        self.lines = [_line(number, chance) for number in range(1, lines + 1)]
        self.stops = [stop for line in self.lines for stop in _stops(line, chance)]
        self.docks = [_dock(number, lines) for number in range(1, FIRMS + 1)]

    def workbook(self, *, whole: bool) -> Workbook:
        """Drawn up anew each time, as for each download."""
        language, said = words(self.order.supplier.language)
        settings = Settings(database_url="", secret_key="", password_salt="")
        draft = Draft(self.order, settings, language, said, self.lines, self.stops, self.docks)
        sheets = draft.sheets if whole else [draft.order_sheet]
        return Workbook(draft.title, sheets, language, settings.group_name)


def _order() -> Order:
    supplier = Supplier(id=1, code="S1", name="Fournitures du Val", contact="Mme Exemple", language="fr", terms="30 j")
    day = date(2027, 1, 4)
    campaign = Campaign(id=1, code="B1", name="Trimestre", delivery_from=day, delivery_until=day)
    order = Order(id=1, number="B1-S1", currency="EUR", created_at=datetime(2027, 1, 2, tzinfo=UTC))
    order.campaign, order.supplier = campaign, supplier
    return order


def _line(number: int, chance: random.Random) -> OrderLine:
    quantity = Decimal(chance.randrange(STOPS, 2_000))
    price = Decimal(chance.randrange(1, 900_000)).scaleb(-4)
    line = OrderLine(id=number, position=number, reference=f"{number:07}", unit=chance.choice(("C62", "XBX", "KGM")))
    line.designation = f"Article de mécanique no {number}, qualité {number % 7}"
    line.quantity, line.unit_price = quantity, price
    return line


def _stops(line: OrderLine, chance: random.Random) -> Iterator[Stop]:
    firms = chance.sample(range(1, FIRMS + 1), STOPS)
    for firm in firms:
        part = Decimal(1) if firm != firms[-1] else line.quantity - (STOPS - 1)
        yield Stop(line.id, firm, f"Atelier {firm}", firm, f"Quai {firm}", "Cluses", part)


def _dock(number: int, lines: int) -> Dock:
    place = (f"Quai {number}", f"Q{number}", "1 rue des Tours", "74300", "Cluses", "8 h – 17 h")
    return Dock(number, f"Atelier {number}", number, *place, lines)


def cells_of(data: bytes) -> Cells:
    """Every cell of a workbook as openpyxl reads it, formulas as formulas."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    read = [(sheet.title, [list(row) for row in sheet.iter_rows(values_only=True)]) for sheet in book.worksheets]
    book.close()
    return read


def _bare(cells: Cells) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in cells:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()
