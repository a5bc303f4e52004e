"""What a workbook is to hold, without a word about files: rooms say it, `writer.render` draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar, Literal, Protocol

Kind = Literal["text", "code", "quantity", "price", "amount", "date", "integer", "percent"]
Language = Literal["fr", "en", "de"]
Plain = str | int | Decimal | date | bool | None
NUMBERS = frozenset({"quantity", "price", "amount", "integer", "percent"})


@dataclass(frozen=True)
class Live:
    """A formula of ours with its value as of now, so that viewers that never calculate show it too.

    `{key}` stands for that column's cell in the same row, `{key.total}` for its total cell and
    `{key.column}` for its cells between header and total. Never put user text in `formula`.
    """

    formula: str
    value: Plain


@dataclass(frozen=True)
class Special:
    """A cell of the table unlike the others of its column: `unlocked` overrides the column's, `choices` are
    its own list, and a `comment` marks it as faulty and says why."""

    value: Plain
    unlocked: bool | None = None
    choices: Sequence[str] | None = None
    comment: str = ""


Cell = Plain | Live
Entered = Cell | Special  # what a row of a table holds


class Computed(Protocol):
    """A column that Excel computes from others of the same row, and that we compute the same way."""

    skips_blanks: ClassVar[bool]  # else a missing operand leaves the result blank

    @property
    def keys(self) -> tuple[str, ...]: ...

    def formula(self, cells: Sequence[str]) -> str: ...

    def value(self, numbers: Sequence[Decimal]) -> Decimal: ...


def rounded(number: Decimal, places: int) -> Decimal:
    """Halves away from zero, as Excel's ROUND does."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True)
class Product:
    skips_blanks: ClassVar[bool] = False
    keys: tuple[str, ...]
    places: int = 2

    def formula(self, cells: Sequence[str]) -> str:
        return f"ROUND({'*'.join(cells)},{self.places})"

    def value(self, numbers: Sequence[Decimal]) -> Decimal:
        product = Decimal(1)
        for number in numbers:
            product *= number
        return rounded(product, self.places)


@dataclass(frozen=True)
class Difference:
    """The first minus the second."""

    skips_blanks: ClassVar[bool] = False
    keys: tuple[str, str]

    def formula(self, cells: Sequence[str]) -> str:
        return f"{cells[0]}-{cells[1]}"

    def value(self, numbers: Sequence[Decimal]) -> Decimal:
        return numbers[0] - numbers[1]


@dataclass(frozen=True)
class Sum:
    """Blank and text cells count for nothing."""

    skips_blanks: ClassVar[bool] = True
    keys: tuple[str, ...]

    def formula(self, cells: Sequence[str]) -> str:
        return f"SUM({','.join(cells)})"

    def value(self, numbers: Sequence[Decimal]) -> Decimal:
        return sum(numbers, Decimal(0))


@dataclass(frozen=True)
class Column:
    """`key` names the column in formulas and defaults to the title. `width` is in characters, None fits it.

    `unit` is the key of the column of units: the total is left out when that column holds several.
    """

    title: str
    kind: Kind = "text"
    key: str = ""
    width: float | None = None
    total: bool = False
    unit: str = ""
    unlocked: bool = False
    choices: Sequence[str] | None = None
    hidden: bool = False
    computed: Computed | None = None

    @property
    def name(self) -> str:
        return self.key or self.title


@dataclass(frozen=True)
class Sheet:
    """A title, a block of (label, value), lines of text, one table with its total, rows below it, notes.

    A row holds one value for every column that is not computed. `foot` rows map column keys to cells.
    A sheet with an unlocked column is protected: only unlocked cells can be typed in.
    """

    name: str
    columns: Sequence[Column] = ()
    rows: Iterable[Sequence[Entered]] = ()
    title: str = ""
    heading: Sequence[tuple[str, Cell]] = ()
    intro: Sequence[str] = ()
    foot: Sequence[Mapping[str, Cell]] = ()
    notes: Sequence[str] = ()
    total_label: str = "Total"
    landscape: bool = False
    autofilter: bool = False
    frozen_columns: int = 0


@dataclass(frozen=True)
class Workbook:
    """`author` is the group, never a person; the title goes into the properties and the footer."""

    title: str
    sheets: Sequence[Sheet]
    language: Language = "fr"
    author: str = ""


@dataclass(frozen=True)
class Cut:
    """A text longer than a cell of Excel can hold, ended with `…` in the file."""

    sheet: str
    cell: str


@dataclass(frozen=True)
class Rendered:
    data: bytes
    cuts: tuple[Cut, ...] = field(default=())


def matrix(
    name: str,
    labels: Sequence[Column],
    across: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    kind: Kind = "quantity",
    unit: str = "",
    total_title: str = "Total",
    title: str = "",
    heading: Sequence[tuple[str, Cell]] = (),
    notes: Sequence[str] = (),
    total_label: str = "Total",
    landscape: bool = True,
) -> Sheet:
    """Items down, sites across: each row is its labels, then one value per name in `across` (None is blank).

    Totals of rows and columns are formulas; `unit` as in Column.
    """
    keys = tuple(f"across {index}" for index in range(len(across)))
    cells = [Column(text, kind, key, width=12, total=True, unit=unit) for text, key in zip(across, keys, strict=True)]
    total = Column(total_title, kind, "across total", width=12, total=True, unit=unit, computed=Sum(keys))
    return Sheet(
        name,
        [*labels, *cells, total],
        rows,
        title=title,
        heading=heading,
        notes=notes,
        total_label=total_label,
        landscape=landscape,
        frozen_columns=len(labels),
    )
