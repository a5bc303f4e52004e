"""Which column of a pasted block is what: by its name, by where it lies, by what its cells can only be. What may be
several things is left open, for the person who pastes to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pooling.algorithms import flexibility
from pooling.algorithms.dates import parse_date
from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.headers import NEED_FIELDS, HeaderMatch, find_headers, guess
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.numbers import parse_money
from pooling.algorithms.units import unit_named
from pooling.needs.firmness import is_firm, says_firmness
from pooling.needs.pasted_names import Names

# the columns of the grid, in its order: a block without names lies on those from the focused one on
GRID = ("what", "quantity", "unit", "price", "supplier", "wanted_on", "site", "firm", "remark")
# what a column may be understood as besides a field of a family; "" is left out
FIELDS = ("what", "reference", "family", "quantity", "unit", "pack", *flexibility.FLEXIBLE, *GRID[3:])
# header fields that have a place in the grid
HEADER_FIELDS = {
    "description": "what",
    "item_code": "reference",
    "maker_ref": "reference",
    "gtin": "reference",
    "category": "family",
    "quantity": "quantity",
    "unit": "unit",
    "unit_price": "price",
    "supplier": "supplier",
    "date": "wanted_on",
    "site": "site",
    "firmness": "firm",
    "remark": "remark",
    **{way: way for way in flexibility.FLEXIBLE},
}
LOOKED_FOR = (*NEED_FIELDS, *flexibility.FLEXIBLE)
# where any text may stand; what is wanted may be called as a value of some field is (“Foret”)
FREE = frozenset({"supplier", "site", "remark", ""})
MOST_TITLES = 5  # rows above the names of the columns
_PACK = re.compile(r"conditionnement|cdt|cond|pack|colisage|verpackungseinheit|ve")

Table = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Column:
    """A column of the block: its name in the block if it had one, and what it is taken for ("": left out). `maybe` are
    the fields of families between which a person has yet to choose; `unit` is the one its name says, of a field that is
    kept in another."""

    index: int
    title: str
    field: str
    guessed: bool = False
    maybe: tuple[str, ...] = ()
    unit: str = ""


def columns_of(table: Table, start: str, names: Names) -> tuple[int, list[Column]]:
    """The row of names (-1: none) and the columns of a block that was pasted into the column `start`."""
    named = _named(table, names)
    if named is not None:
        return named
    width = len(table[0])
    if width > 1 and start == "what":
        return -1, _by_content(table, names)
    along = GRID[GRID.index(start) :] if start in GRID else GRID
    return -1, [Column(index, "", along[index] if index < len(along) else "") for index in range(width)]


def as_chosen(columns: Sequence[Column], chosen: Sequence[str], names: Names) -> list[Column]:
    """What a person said each is, `-` for left out; blank where nothing was said yet."""
    said = [*chosen, *["-"] * (len(columns) - len(chosen))]
    return _once([_as_said(column, name, names) for column, name in zip(columns, said, strict=False)])


def _as_said(column: Column, name: str, names: Names) -> Column:
    if not name and column.maybe:
        return column
    known = name if name in FIELDS or name in names.headings else ""
    return Column(column.index, column.title, known, unit=names.unit_in(column.title, known))


def _named(table: Table, names: Names) -> tuple[int, list[Column]] | None:
    if len(table) < 2:
        return None
    if len(table[0]) == 1:
        column = _named_alone(table[0][0], names)
        return (0, [column]) if column else None
    own = {cell: " ".join(keys) for row in table[:MOST_TITLES] for cell in row if (keys := names.named(cell))}
    try:
        match = find_headers(table[:MOST_TITLES], LOOKED_FOR, own)
    except Refusal:
        return None
    if any(sum(map(bool, row)) > 1 for row in table[: match.row_index]):
        return None  # what stands above is no title: a line of goods that says “unit” somewhere
    return match.row_index, _with_pack(_once(_titled(table, match, names)))


def _named_alone(title: str, names: Names) -> Column | None:
    keys = names.named(title)
    if keys:
        return _of_fields(Column(0, title, ""), keys, names)
    alone = guess(title, LOOKED_FOR)
    name = HEADER_FIELDS.get(alone.fields[0], "") if alone.certain else ""
    return Column(0, title, name) if name else None


def _of_fields(column: Column, keys: tuple[str, ...], names: Names, *, guessed: bool = False) -> Column:
    """Of one field, or of several: then nobody but its author can say which."""
    if len(keys) == 1:
        return replace(column, field=keys[0], guessed=guessed, unit=names.unit_in(column.title, keys[0]))
    return replace(column, maybe=keys)


def _titled(table: Table, match: HeaderMatch, names: Names) -> list[Column]:
    doubted = {doubt.heading.column for doubt in match.doubtful}
    fields = {index: name for name, index in match.columns.items()}
    body = table[match.row_index + 1 :]
    found = []
    for index, title in enumerate(table[match.row_index]):
        column, keys = Column(index, title, "", index in doubted), names.named(title)
        if keys:
            column = _of_fields(column, keys, names)
        elif fields.get(index) in HEADER_FIELDS:
            column = replace(column, field=HEADER_FIELDS[fields[index]])
        elif title and index not in fields and index not in doubted:
            column = _perhaps(column, [row[index] for row in body if row[index]], names)
        found.append(column)
    return found


def _perhaps(column: Column, texts: Sequence[str], names: Names) -> Column:
    """Of a name that nobody knows: the field that it resembles, or of which its cells can only be."""
    keys = names.resembling(column.title, texts) or names.valued(texts)
    return _of_fields(column, keys, names, guessed=True) if keys else column


def _once(columns: Sequence[Column]) -> list[Column]:
    """Several columns may hold a reference: the first is taken."""
    taken: set[str] = set()
    kept: list[Column] = []
    for column in columns:
        kept.append(Column(column.index, column.title, "", guessed=True) if column.field in taken else column)
        taken |= {column.field} - {""}
    return kept


def _with_pack(columns: Sequence[Column]) -> list[Column]:
    """Beside a unit, “Conditionnement” is what the quantity counts in when it is filled, as in our own form."""
    packs = [each for each in columns if _PACK.fullmatch(normalise(each.title))]
    others = [each for each in columns if each not in packs and _is_unit(each.title)]
    if not packs or not others:
        return list(columns)
    said = {packs[0].index: "pack", others[0].index: "unit"}
    return [replace(each, field=said[each.index], guessed=False) if each.index in said else each for each in columns]


def _is_unit(title: str) -> bool:
    alone = guess(title)
    return alone.certain and alone.fields == ("unit",)


def _by_content(table: Table, names: Names) -> list[Column]:
    """A block without names, pasted into the first column: as the grid's columns when each cell could be that and no
    cell must be something else, else by what its cells look like. The person sees it before anything is done."""
    by_column = [[row[index] for row in table if row[index]] for index in range(len(table[0]))]
    along = [GRID[index] if index < len(GRID) else "" for index in range(len(by_column))]
    if all(not texts or _may_be(name, texts, names) for name, texts in zip(along, by_column, strict=True)):
        return [Column(index, "", name, guessed=True) for index, name in enumerate(along)]
    found: list[Column] = []
    for index, texts in enumerate(by_column):
        keys = _likely(texts, {column.field for column in found}, names)
        found.append(_of_fields(Column(index, "", "", guessed=True), keys, names, guessed=True))
    return _with_what(found)


def _with_what(columns: list[Column]) -> list[Column]:
    """Something must say what is wanted: the references or, when there are none, the first words."""
    fields = [column.field for column in columns]
    place = fields.index("reference") if "reference" in fields else 0
    if "what" not in fields and (fields[place] == "reference" or fields[place] not in FIELDS):
        columns[place] = replace(columns[place], field="what", maybe=())
    return columns


def _may_be(name: str, texts: Sequence[str], names: Names) -> bool:
    if not _looks(name, texts):
        return False
    told = _told_by_cells(texts, names) if name in FREE else ()
    return not told or name in told


def _told_by_cells(texts: Sequence[str], names: Names) -> tuple[str, ...]:
    """What these cells can only be, whatever column they stand in."""
    signed = {flexibility.is_signed(text) for text in texts}
    if "" not in signed:
        return (signed.pop() if len(signed) == 1 else flexibility.BOTH,)
    if keys := names.valued(texts):
        return keys
    folded = {normalise(text) for text in texts}
    if all(says_firmness(text) for text in texts):
        return ("firm",)
    if folded <= names.sites:
        return ("site",)
    return ("family",) if folded <= names.families else ()


def _likely(texts: Sequence[str], taken: set[str], names: Names) -> tuple[str, ...]:
    """What these cells can only be, or the first kind that most of them look like and no column before is."""
    if not texts:
        return ("",)
    if told := tuple(name for name in _told_by_cells(texts, names) if name not in taken):
        return told
    looks = ("wanted_on", "price" if any("€" in text for text in texts) else "quantity", "quantity", "price", "unit")
    for name in looks:
        if name not in taken and _looks(name, texts):
            return (name,)
    codes = all(re.fullmatch(r"\S*\d\S*", text) for text in texts)
    order = ("reference", "what", "supplier", "remark") if codes else ("what", "supplier", "remark")
    return (next((name for name in order if name not in taken), ""),)


def _looks(name: str, texts: Sequence[str]) -> bool:
    """Whether more than half of the cells could stand in this column of the grid."""
    if name in {"quantity", "price"}:
        tests = [_is_number(text) for text in texts]
    elif name == "wanted_on":
        tests = [_is_date(text) for text in texts]
    elif name == "unit":
        tests = [unit_named(text) is not None for text in texts]
    elif name == "firm":
        tests = [is_firm(text) is not None for text in texts]
    else:
        tests = [not _is_number(text) and not _is_date(text) for text in texts]
    return sum(tests) * 2 > len(tests)


def _is_number(text: str) -> bool:
    try:
        parse_money(text)
    except AmbiguousNumber:
        return True
    except Refusal:
        return False
    return True


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except Refusal:
        return False
    return not text.strip().isdigit()
