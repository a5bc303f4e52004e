"""Lists of needs as offices write them, made for these tests."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl

ROWS: tuple[tuple[object, ...], ...] = (
    ("Adhérent", "Désignation", "Famille", "Quantité", "Unité", "Prix unitaire HT", "Fournisseur", "Date souhaitée"),
    ("Ateliers du Môle", "Papier A4 80 g", "Bureau", "1 200", "ramette", "3,85 €", "Papéto", "04/01/2027"),
    ("Mécanique du Bronze", "PAPIER A4, 80 G", "Bureau", "300,5", "Ramette", "3,85", "PAPETO", "11/01/2027"),
    ("Ateliers du Môle", "Huile de coupe – bidon 20 L", "Huiles", "12,25", "", "", "", ""),
    ("Mécanique du Bronze", "Huile de coupe - bidon 20 L", "Huiles", "3", "", "", "Lubri & Co", ""),
    ("Décolletage Œuvrard", "=1+1", "", "7", "boîte", "", "+49 Versand", ""),
)
TAKEN_QUANTITY = "1522.75"


def semicolons(path: Path, rows: Iterable[Sequence[object]], titles: Sequence[str] = ()) -> Path:
    """As Excel in French saves a csv: `;`, Windows-1252, and whatever stood above the names."""
    held = io.StringIO()
    writer = csv.writer(held, delimiter=";", lineterminator="\r\n")
    writer.writerows([[title] for title in titles])
    writer.writerows(rows)
    path.write_bytes(held.getvalue().encode("cp1252"))
    return path


def workbook(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path
