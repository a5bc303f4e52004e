"""`render(workbook)`: the same bytes every time for the same data.

openpyxl makes the workbook and everything around the rows; the rows are ours, because openpyxl writes no
value beside a formula, rounds numbers to 16 digits, and takes longer. See docs/decisions/excel.md.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import openpyxl

from pooling.excel.archive import pack, sha256, unpack, zip_of
from pooling.excel.cells_out import DECLARATION, Strings, clean, xml_text
from pooling.excel.furnish import LISTS, Lists, furnish, merge, needs_a_sheet
from pooling.excel.places import column_letters
from pooling.excel.plan import Plan, planned
from pooling.excel.sheet_xml import SheetXml
from pooling.excel.spec import Column, Rendered, Sheet, Special, Workbook
from pooling.excel.styles import Styles

__all__ = ["render", "sha256", "write", "zip_of"]

FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f]+")
LONGEST_NAME = 31
# openpyxl's own rows hold nothing but the cells it needed to hang comments on
ITS_ROWS = re.compile(r"<sheetData ?/>|<sheetData>.*?</sheetData>", re.DOTALL)
OFFICE = "application/vnd.openxmlformats-officedocument"
STRINGS_TYPE = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}.spreadsheetml.sharedStrings+xml"/>'
STRINGS_RELATION = (
    '<Relationship Id="rIdStrings" Target="sharedStrings.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">{author}<dc:language>{language}</dc:language>'
    "<dc:title>{title}</dc:title></cp:coreProperties>"
)
APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application>{company}</Properties>"
)


def render(workbook: Workbook) -> bytes:
    return write(workbook).data


def write(workbook: Workbook) -> Rendered:
    """Also tells which texts had to be cut. Raises ValueError or TypeError for what no cell can hold."""
    workbook = replace(workbook, sheets=[replace(sheet, rows=list(sheet.rows)) for sheet in workbook.sheets])
    sheets, lists = _with_lists(workbook)
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    places = [book.create_sheet(sheet.name) for sheet in sheets]
    if not places:
        raise ValueError("a workbook needs a sheet")
    styles, strings = Styles(places[0], workbook.language), Strings()
    drawn = []
    for place, sheet in zip(places, sheets, strict=True):
        xml = SheetXml(planned(sheet), styles, strings)
        drawn.append((xml, xml.rows()))
        furnish(place, xml.plan, workbook.language, workbook.title, lists)
        merge(place, xml.merged)
    return _finished(book, workbook, drawn, strings)


def _finished(
    book: openpyxl.Workbook, workbook: Workbook, drawn: list[tuple[SheetXml, str]], strings: Strings
) -> Rendered:
    buffer = BytesIO()
    book.save(buffer)
    parts = unpack(buffer.getvalue())
    for number, (xml, rows) in enumerate(drawn, 1):
        name = f"xl/worksheets/sheet{number}.xml"
        parts[name] = _with_rows(parts[name], xml.plan, rows)
    _add_strings(parts, strings)
    parts.update(_properties(workbook))
    cuts = tuple(cut for xml, _ in drawn for cut in xml.cuts)
    first = ("[Content_Types].xml", "_rels/.rels")  # where programs that look only at the start expect them
    return Rendered(pack({name: parts[name] for name in (*first, *sorted(parts.keys() - set(first)))}), cuts)


def _add_strings(parts: dict[str, bytes], strings: Strings) -> None:
    """openpyxl writes texts inside cells, which some viewers on phones leave blank; so it declares no table."""
    parts["xl/sharedStrings.xml"] = strings.xml()
    for name, end, addition in (
        ("[Content_Types].xml", b"</Types>", STRINGS_TYPE),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", STRINGS_RELATION),
    ):
        parts[name] = parts[name].replace(end, addition.encode() + end)


def _with_rows(part: bytes, plan: Plan, rows: str) -> bytes:
    before, after = ITS_ROWS.split(part.decode(), maxsplit=1)
    bottom = max(1, plan.notes_row + len(plan.sheet.notes) - 1)
    last = f"{column_letters(max(0, len(plan.columns) - 1))}{bottom}"
    before = re.sub(r'<dimension ref="[^"]*"', f'<dimension ref="A1:{last}"', before)
    after = after.replace("</worksheet>", f"{_codes_are_text(plan)}</worksheet>")
    return f"{before}<sheetData>{rows}</sheetData>{after}".encode()


def _codes_are_text(plan: Plan) -> str:
    """Spares the reader a green corner on every reference made of digits."""
    if not plan.table:
        return ""
    ranges = " ".join(
        f"{letters}{plan.first_row}:{letters}{plan.last_row}"
        for column, letters in zip(plan.columns, plan.letters.values(), strict=True)
        if column.kind in {"code", "text"}
    )
    return f'<ignoredErrors><ignoredError sqref="{ranges}" numberStoredAsText="1"/></ignoredErrors>' if ranges else ""


def _properties(workbook: Workbook) -> dict[str, bytes]:
    """No person, no program version, no time: only what the group says of itself."""
    author = xml_text(clean(workbook.author))
    core = CORE.format(
        author=f"<dc:creator>{author}</dc:creator>" if author else "",
        language=workbook.language,
        title=xml_text(clean(workbook.title)),
    )
    app = APP.format(company=f"<Company>{author}</Company>" if author else "")
    return {
        "docProps/core.xml": (DECLARATION + core).encode(),
        "docProps/app.xml": (DECLARATION + app).encode(),
    }


def _with_lists(workbook: Workbook) -> tuple[list[Sheet], Lists]:
    """Lists too long for a rule go to a sheet of their own, in plain sight at the end."""
    long = _long_lists(workbook.sheets)
    names = sheet_names([*(sheet.name for sheet in workbook.sheets), *([LISTS[workbook.language]] if long else [])])
    sheets = [replace(sheet, name=name) for sheet, name in zip(workbook.sheets, names, strict=False)]
    if not long:
        return sheets, {}
    columns = [Column(title, key=f"list {index}") for index, title in enumerate(long.values())]
    height = max(map(len, long))
    rows = [[choices[row] if row < len(choices) else None for choices in long] for row in range(height)]
    lists = {
        choices: f"'{names[-1]}'!${column_letters(index)}$2:${column_letters(index)}${len(choices) + 1}"
        for index, choices in enumerate(long)
    }
    return [*sheets, Sheet(names[-1], columns, rows)], lists


def _long_lists(sheets: Sequence[Sheet]) -> dict[tuple[str, ...], str]:
    """Choices → the title of the first column that offers them."""
    long: dict[tuple[str, ...], str] = {}
    for sheet in sheets:
        for column in sheet.columns:
            if column.choices and column.unlocked and needs_a_sheet(column.choices):
                long.setdefault(tuple(column.choices), column.title)
        titles = [column.title for column in sheet.columns if not column.computed]
        for row in sheet.rows:
            for title, cell in zip(titles, row, strict=False):
                if isinstance(cell, Special) and cell.choices and needs_a_sheet(cell.choices):
                    long.setdefault(tuple(cell.choices), title)
    return long


def sheet_names(names: Sequence[str]) -> list[str]:
    """Names Excel takes: 31 characters at most, without its forbidden signs, no two alike."""
    taken: set[str] = set()
    result = []
    for name in names:
        base = _sheet_name(name)
        unique, number = base, 1
        while unique.lower() in taken:
            number += 1
            mark = f" ({number})"
            unique = base[: LONGEST_NAME - len(mark)] + mark
        taken.add(unique.lower())
        result.append(unique)
    return result


def _sheet_name(name: str) -> str:
    name = FORBIDDEN_IN_NAME.sub(" ", clean(name)).strip(" '")
    while len(name.encode("utf-16-le")) > 2 * LONGEST_NAME:
        name = name[:-1]
    name = name.strip(" '")
    return "-" if not name else f"{name}-" if name.lower() == "history" else name
