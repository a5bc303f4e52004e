"""Files that a member should not send: what each costs is measured, that nobody else suffers is tested."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml'
    '.sheet.main+xml"/></Types>'
)
TO_BOOK = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
TO_SHEET = f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/worksheet" '
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="Besoins" sheetId="1" r:id="r1"/></sheets>'
    "</workbook>"
)
ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def workbook(sheet: str, book: str = BOOK) -> bytes:
    """The least that is a workbook, around the XML of one sheet."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'{TO_BOOK}Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": f'{TO_SHEET}Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return data.getvalue()


def bomb() -> bytes:
    """A few kilobytes that unpack to sixty megabytes."""
    return workbook(sheet_of(" " * 60_000_000))


def heavy() -> bytes:
    """As much as the guard lets through: some 19 MB of cells, a row of which none is a line."""
    chance = random.Random(1)
    row = "".join(f"<c><v>{chance.randrange(10**9)}</v></c>" for _ in range(40))
    return workbook(sheet_of("".join(f"<row>{row}<c><v>{n}</v></c></row>" for n in range(18_500_000 // len(row)))))


def entity() -> bytes:
    """A part that would have another file read into it."""
    return workbook(sheet_of("<row><c><v>1</v></c></row>"), ENTITY + BOOK)


def longest(rows: int = 2_000) -> bytes:
    """An honest list of as many lines as are taken at once."""
    names = ("Désignation", "Quantité", "Unité", "Fournisseur", "Prix")
    lines: list[tuple[str | int, ...]] = [names]
    lines += [(f"Article décrit no {n}", n % 90 + 1, "pièce", f"Fournisseur {n % 30}", 2) for n in range(rows)]
    return workbook(sheet_of("".join(f"<row>{''.join(map(_cell, line))}</row>" for line in lines)))


def sheet_of(rows: str) -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def _cell(value: str | int) -> str:
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


def corpus_file(name: str) -> Path | None:
    """A file of the third-party corpus, when it is on this machine."""
    for folder in Path(__file__).resolve().parents:
        path = folder / "shared" / "data" / "corpus" / name
        if path.is_file():
            return path
    return None


LOOP = corpus_file("phpspreadsheet_reader__XLS__oleloop.xls")
# what it is: its name, and what makes it
WORST: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a bomb": ("besoins.xlsx", bomb),
    "all the guard lets through": ("besoins.xlsx", heavy),
    "an external entity": ("besoins.xlsx", entity),
    "2,000 rows": ("besoins.xlsx", longest),
    **({"a container that loops": ("besoins.xls", LOOP.read_bytes)} if LOOP else {}),
}
