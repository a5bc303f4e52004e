"""Columns of workbooks for the fields that families declare: one for each name, in whatever family it is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from pooling.algorithms.numbers import Sign, column_sign
from pooling.catalogue.declared import Declared, judge_cell
from pooling.excel.spec import Plain
from pooling.excel.tables import Value
from pooling.loading import Column

Made = TypeVar("Made")
KEYS = "field "  # how the key of such a column begins


class FieldColumns:
    """Those that rows of these families need, each `heading` by the key of its column; `taken` are the titles
    of the other columns."""

    def __init__(self, known: Declared, family_ids: Collection[int], taken: Iterable[str] = ()) -> None:
        self.known = known
        self.headings = {
            f"{KEYS}{heading.title.casefold()}": heading for heading in known.headings(family_ids, taken=taken)
        }

    @property
    def loaded(self) -> list[Column]:
        return [Column(key, (heading.title,), kind="cell") for key, heading in self.headings.items()]

    def row_of(self, make: Callable[..., Made]) -> Callable[..., Made]:
        """`make`, its cells of fields gathered in `fields`."""

        def made(**values: Any) -> Made:
            cells = {key: cell for key in self.headings if (cell := values.pop(key)) is not None}
            return make(**values, fields=cells)

        return made

    def signs(self, rows: Iterable[Mapping[str, Value]]) -> dict[str, Sign | None]:
        """What each column says of `1.234`."""
        held = list(rows)
        return {key: column_sign(cells.get(key) for cells in held) for key in self.headings}

    def value(
        self, key: str, family_id: int, family: str, cell: Value, signs: Mapping[str, Sign | None]
    ) -> dict[str, str]:
        """Code and value of one cell of a row of this family, a blank one as a blank; nothing when the family has
        no such field and the cell is blank. Raises Refusal."""
        heading = self.headings[key]
        if cell is None and family_id not in heading.fields:
            return {}
        field = heading.field_in(family_id, family)
        return {field.code: judge_cell(field, cell, signs[key])}

    def cells(self, family_id: int, values: Mapping[str, str]) -> list[Plain]:
        """A row's cells, in the order of the columns."""
        return [heading.cell(family_id, values) for heading in self.headings.values()]
