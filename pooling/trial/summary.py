"""`resume.xlsx`: what came of every row, and what the group has in common."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from flask_babel import gettext

from pooling.excel.spec import Cell, Column, Sheet, Workbook
from pooling.excel.writer import render
from pooling.language import sentence
from pooling.trial.figures import Figures
from pooling.trial.rows import Refused, Remark

FILE = "resume.xlsx"


def render_summary(figures: Figures, group: str) -> bytes:
    sheets = [_figures(figures), _shared(figures), _suppliers(figures), _refused(figures), _taken(figures)]
    if figures.reading.remarks:
        sheets.append(_remarks(figures))
    return render(Workbook(gettext("Summary of the trial"), sheets, "fr", group))


def reasons(refused: Refused) -> str:
    return " ".join(sentence(reason) for reason in refused.reasons)


def figures_told(figures: Figures) -> Iterator[tuple[str, int | Decimal | str]]:
    """Each figure with its name in the reader's language."""
    reading = figures.reading
    yield gettext("Rows under the column names"), reading.rows
    yield gettext("Rows taken"), len(reading.taken)
    yield gettext("Rows refused"), len(reading.refused)
    yield gettext("Firms"), figures.members
    yield gettext("Pools"), len(figures.pools)
    yield gettext("Pools shared by two firms or more"), figures.shared_pools
    yield gettext("Orders, one workbook each"), figures.orders
    yield gettext("Quantity of the rows taken"), reading.quantity
    yield gettext("Quantity of the needs"), figures.stations.needs
    yield gettext("Quantity of the pools"), figures.stations.pools
    yield gettext("Quantity of the order lines"), figures.stations.order_lines
    yield gettext("Quantity read back from the workbooks"), figures.quantity_out
    yield gettext("Currency"), reading.currency
    yield gettext("Periods"), ", ".join(reading.periods())


def verdict(figures: Figures) -> str:
    if figures.adds_up:
        return str(gettext("Every quantity taken is in the workbooks, exactly and in its own unit."))
    return str(gettext("The workbooks do not add up to the rows taken: do not send them, and report this."))


def _figures(figures: Figures) -> Sheet:
    rows: list[list[Cell]] = [[name, value] for name, value in figures_told(figures) if not isinstance(value, str)]
    heading = [(name, value) for name, value in figures_told(figures) if isinstance(value, str) and value]
    return Sheet(
        gettext("Summary"),
        [Column(gettext("Figure"), width=48), Column(gettext("Value"), "quantity", width=20)],
        rows,
        title=gettext("Summary of the trial"),
        heading=heading,
        notes=[verdict(figures), gettext("Quantities are added up whatever their units, to compare the stations.")],
    )


def _shared(figures: Figures) -> Sheet:
    return Sheet(
        gettext("Shared pools"),
        [
            Column(gettext("Designation")),
            Column(gettext("Quantity"), "quantity"),
            Column(gettext("Unit")),
            Column(gettext("Firms"), "integer"),
            Column(gettext("Lines"), "integer"),
        ],
        [
            [pool.designation, pool.quantity, pool.unit, pool.members, pool.lines]
            for pool in figures.pools
            if pool.members > 1
        ],
        autofilter=True,
    )


def _suppliers(figures: Figures) -> Sheet:
    return Sheet(
        gettext("Suppliers"),
        [Column(gettext("Supplier")), Column(gettext("Lines"), "integer", total=True), Column(gettext("Workbook"))],
        [[supplier.name, supplier.lines, supplier.file] for supplier in figures.suppliers],
        autofilter=True,
    )


def _refused(figures: Figures) -> Sheet:
    return Sheet(
        gettext("Rows refused"),
        [Column(gettext("Sheet")), Column(gettext("Row"), "integer"), Column(gettext("Reason"), width=90)],
        [[refused.place.sheet, refused.place.number, reasons(refused)] for refused in figures.reading.refused],
        autofilter=True,
    )


def _taken(figures: Figures) -> Sheet:
    return Sheet(
        gettext("Rows taken"),
        [
            Column(gettext("Sheet")),
            Column(gettext("Row"), "integer"),
            Column(gettext("Firm")),
            Column(gettext("Designation")),
            Column(gettext("Quantity"), "quantity"),
            Column(gettext("Unit")),
            Column(gettext("Supplier")),
        ],
        [
            [
                line.place.sheet,
                line.place.number,
                line.member,
                line.description,
                line.quantity,
                line.unit,
                line.supplier,
            ]
            for line in figures.reading.taken
        ],
        autofilter=True,
    )


def _remarks(figures: Figures) -> Sheet:
    return Sheet(
        gettext("Remarks"),
        [Column(gettext("Sheet")), Column(gettext("Row"), "integer"), Column(gettext("Remark"), width=90)],
        [_remark(remark) for remark in figures.reading.remarks],
        autofilter=True,
    )


def _remark(remark: Remark) -> list[Cell]:
    return [remark.place.sheet, remark.place.number or None, sentence(remark.what)]
