"""What a real office suite makes of our workbooks: it calculates the same amounts as we wrote."""

import csv
import re
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from pooling.excel.archive import pack, unpack
from pooling.excel.spec import Column, Sheet, Workbook, matrix
from pooling.excel.writer import render
from tests.excel.books import LINES, calamine_rows, order

pytestmark = pytest.mark.office


def converted(folder: Path, data: bytes, to: str) -> Path:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    source = folder / "book.xlsx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(source)],
        check=True, capture_output=True, timeout=90,
    )  # fmt: skip
    return folder / f"book.{to.partition(':')[0]}"


def without_values(data: bytes) -> bytes:
    """Leaves the formulas alone, so that what is read afterwards was calculated by the office suite."""
    parts = unpack(data)
    return pack({name: re.sub(rb"</f><v>[^<]*</v>", b"</f>", part) for name, part in parts.items()})


def test_libreoffice_calculates_what_we_wrote(tmp_path: Path) -> None:
    lines = [*LINES, *((str(n), "x", Decimal(n), "u", Decimal(n) / 8) for n in range(1, 200)), ("", "", None, "", None)]
    data = render(order(lines))
    path = converted(tmp_path, without_values(data), "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false")
    with path.open(newline="", encoding="utf-8") as file:
        calculated = [row[5] for row in csv.reader(file, delimiter=";") if len(row) > 5][4:]
    ours = [row[5] for row in calamine_rows(data)][4:]
    assert [Decimal(cell.replace(",", "") or "0") for cell in calculated] == [Decimal(str(cell or 0)) for cell in ours]


def test_libreoffice_prints_as_many_pages_as_it_should(tmp_path: Path) -> None:
    wide = matrix("Répartition", [Column("Article")], [f"Site {n}" for n in range(12)], [("a", *range(12))])
    readme = Sheet("À lire", title="Mode d’emploi", intro=["Un."])
    path = converted(tmp_path, render(Workbook("w", [*order().sheets, wide, readme])), "pdf")
    pages = re.findall(rb"/Type\s*/Page\b", path.read_bytes())
    assert len(pages) == 3
