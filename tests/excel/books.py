"""Small workbooks the tests of this folder share."""

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import python_calamine

from pooling.excel.reader import Book, Limits, read
from pooling.excel.spec import Cell, Column, Product, Sheet, Workbook

LINES: list[tuple[Cell, ...]] = [
    ("00123", "Ramette A4 80 g", Decimal("12"), "carton", Decimal("18.40")),
    ("00456", "Gants nitrile taille 9", Decimal("2.5"), "boîte", Decimal("0.012345")),
    ("00789", "Foret HSS Ø 6", Decimal("3"), "pièce", Decimal("1.005")),
]
COLUMNS = [
    Column("Référence", "code"),
    Column("Désignation"),
    Column("Quantité", "quantity", key="q"),
    Column("Unité", key="u"),
    Column("PU HT", "price", key="p"),
    Column("Montant HT", "amount", key="a", total=True, computed=Product(("q", "p"))),
]


def order(lines: list[tuple[Cell, ...]] = LINES) -> Workbook:
    sheet = Sheet("Commande", COLUMNS, lines, title="Bon de commande", heading=[("Acheteur", "GIE Test")])
    return Workbook("BC-001", [sheet], author="GIE Test")


def one_column(texts: list[str]) -> Workbook:
    return Workbook("Textes", [Sheet("Textes", [Column("Texte")], [(text,) for text in texts])])


def opened(data: bytes, *, values: bool = True) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def calamine_rows(data: bytes, sheet: int = 0) -> list[list[object]]:
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return [list(row) for row in book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)]


def read_bytes(folder: Path, data: bytes, name: str = "file.bin", limits: Limits = Limits()) -> Book:
    path = folder / name
    path.write_bytes(data)
    return read(path, limits)
