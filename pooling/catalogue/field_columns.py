"""The columns of the workbook of the catalogue: those every item has, and one for every field that families declare."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import Sign, column_sign
from pooling.catalogue import queries
from pooling.catalogue.declared import judge_cell
from pooling.catalogue.field_queries import declared
from pooling.catalogue.queries import path_key
from pooling.excel.tables import Value
from pooling.loading import Column

Made = TypeVar("Made")
COLUMNS = (
    Column("category", ("famille", "famille d'achat", "catégorie", "category", "family", "Warengruppe", "Kategorie"),
           required=True, may_be_blank=True, longest=600),
    Column("code", ("code article", "article", "item code", "item", "Artikelnummer", "Artikelnr."),
           required=True, longest=64),
    Column("name", ("désignation", "libellé", "designation", "description", "item name", "Bezeichnung"),
           required=True, may_be_blank=True, longest=300),
    Column("maker", ("fabricant", "marque", "maker", "manufacturer", "brand", "Hersteller", "Marke")),
    Column("maker_reference", ("réf. fabricant", "référence fabricant", "maker reference", "manufacturer reference",
                               "part number", "Herstellernummer", "Hersteller-Nr.")),
    Column("gtin", ("GTIN", "EAN", "code-barres", "barcode"), longest=40),
    Column("base_unit", ("unité de base", "unité", "base unit", "unit", "Basiseinheit", "Einheit"), kind="unit",
           required=True, may_be_blank=True),
    Column("active", ("actif", "article actif", "active", "aktiv"), kind="yes_no"),
    Column("pack", ("conditionnement", "pack", "packaging", "Verpackung", "Gebinde")),
    Column("pack_unit", ("unité conditionnement", "unité du conditionnement", "pack unit", "Verpackungseinheit"),
           kind="unit"),
    Column("content", ("contenu", "contenance", "content", "pack content", "Inhalt"), kind="number"),
    Column("pack_active", ("conditionnement actif", "pack active", "Verpackung aktiv"), kind="yes_no"),
)  # fmt: skip


class FieldColumns:
    """Fields that several families call by one name share a column, headed by name and unit; `headings` by the
    key of their column."""

    def __init__(self, viewer: Viewer) -> None:
        families = queries.categories(viewer)
        self.known = declared(viewer)
        self.ids = {path_key(family.path): family.id for family in families}
        taken = [title for column in COLUMNS for title in column.titles]
        found = self.known.headings([family.id for family in families], taken=taken)
        self.headings = {f"field {place}": heading for place, heading in enumerate(found)}

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
        self, key: str, path: str, cells: Mapping[str, Value], signs: Mapping[str, Sign | None]
    ) -> dict[str, str]:
        """Code and value of one cell of a row of this family; nothing when the family has no such field and the
        cell is blank. Raises Refusal."""
        heading, cell, family = self.headings[key], cells.get(key), self.ids.get(path_key(path), 0)
        if cell is None and family not in heading.fields:
            return {}
        field = heading.field_in(family, path)
        return {field.code: judge_cell(field, cell, signs[key])}

    def cells(self, family_id: int, values: Mapping[str, str]) -> list[Value]:
        """A row's cells of fields, in the order of the columns."""
        return [heading.cell(family_id, values) for heading in self.headings.values()]
