"""The fields that families declare, inherited down the tree, looked up once for many items or lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Protocol

from pooling.algorithms import category_fields as rules
from pooling.algorithms.category_fields import Field, FieldKind, number_value
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.numbers import QUANTITY_PLACES, Sign, from_cell
from pooling.catalogue.models import CategoryField, Item
from pooling.excel.spec import Plain
from pooling.excel.tables import Value
from pooling.loading import text_of

_NOT_ASKED = N_("“%(family)s” has no field “%(title)s”: leave this cell blank.")


class Specified(Protocol):
    """A need or a pool: its item if it has one, and values of its own."""

    @property
    def item(self) -> Item | None: ...
    @property
    def fields(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Heading:
    """A column of a workbook: what several families call by one name stands in one. `fields` by family id."""

    title: str
    fields: Mapping[int, Field]

    @property
    def codes(self) -> set[str]:
        return {field.code for field in self.fields.values()}

    @property
    def labels(self) -> set[str]:
        return {field.label for field in self.fields.values()}

    @property
    def is_number(self) -> bool:
        return all(field.kind is FieldKind.NUMBER for field in self.fields.values())

    @property
    def choices(self) -> tuple[str, ...]:
        """Those of every family, where all of them offer some."""
        lists = [offered(field) for field in self.fields.values()]
        return tuple(dict.fromkeys(choice for each in lists for choice in each)) if all(lists) else ()

    def field_in(self, family_id: int, family: str) -> Field:
        """What this column means in a row of that family, or a Refusal."""
        field = self.fields.get(family_id)
        if field is None:
            raise Refusal("not_asked", _NOT_ASKED, family=family, title=self.title)
        return field

    def cell(self, family_id: int, values: Mapping[str, str], language: str = "fr") -> Plain:
        """What stands here in a row: a number as a number."""
        field = self.fields.get(family_id)
        value = values.get(field.code, "") if field else ""
        if field is None or not value:
            return None
        return Decimal(value) if field.kind is FieldKind.NUMBER else rules.told(field, value, language)


def offered(field: Field) -> tuple[str, ...]:
    """What a cell of this field may be chosen from, in words; nothing where people type freely."""
    if field.kind is FieldKind.YES_NO:
        return rules.told(field, rules.YES), rules.told(field, rules.NO)
    return field.choices


def field_of(row: CategoryField) -> Field:
    return Field(
        code=row.code,
        label=row.label,
        kind=FieldKind(row.kind),
        unit=row.unit,
        choices=tuple(row.choices.get("offered", ())),
        retired=tuple(row.choices.get("retired", ())),
        required=row.required,
        apart=row.apart,
        active=row.active,
    )


class Declared:
    """`rows` in order; `parents`: family id → the id of the one above it."""

    def __init__(self, rows: Sequence[CategoryField], parents: Mapping[int, int | None]) -> None:
        self.rows = rows
        self.parents = parents
        self.by_code = {row.code: field_of(row) for row in rows}
        self._of: dict[int, tuple[Field, ...]] = {}

    @cached_property
    def alike(self) -> frozenset[str]:
        """The codes of the fields that tell nothing apart."""
        return frozenset(field.code for field in self.by_code.values() if not field.apart)

    def rows_of(self, family_id: int) -> list[CategoryField]:
        """The family's own and those it inherits, the topmost family's first; retired ones too."""
        above = self.parents.get(family_id)
        mine = [row for row in self.rows if row.category_id == family_id]
        return [*(self.rows_of(above) if above is not None else ()), *mine]

    def of(self, family_id: int) -> tuple[Field, ...]:
        """The same as fields, for many lines of a few families."""
        if family_id not in self._of:
            self._of[family_id] = tuple(self.by_code[row.code] for row in self.rows_of(family_id))
        return self._of[family_id]

    def asked(self, family_id: int, item: Item | None = None, held: Mapping[str, str] | None = None) -> list[Field]:
        """What a need is asked for: the fields in use that its item leaves open, and any in which it `held` a
        value: nothing that was typed goes out of sight."""
        held = held or {}
        shown = [field for field in self.of(family_id) if field.active or held.get(field.code)]
        return rules.open_fields(shown, item.fields if item is not None else {})

    def kept(self, family_id: int, item: Item | None, values: Mapping[str, str]) -> dict[str, str]:
        """Of these values, those that a need of this family and item can have."""
        if not values:
            return {}
        asked = {field.code for field in self.asked(family_id, item, values)}
        return {code: value for code, value in sorted(values.items()) if value and code in asked}

    def lacking(self, need: Specified, family_id: int) -> list[Field]:
        """What a need is asked for and must have, and has not."""
        return rules.lacking(self.asked(family_id, need.item), need.fields)

    def words(self, values: Mapping[str, str], language: str = "fr", beside: str = "") -> str:
        """`Ø 6 mm, nuance 4325`: the one way in which values are told, in every room. What the text `beside`
        says already is left out."""
        if not values:
            return ""
        return rules.in_words(self.by_code.values(), values, language, beside)

    def words_of(self, thing: Specified, language: str = "fr", beside: str = "") -> str:
        """Of a need or pool, together with what its item says itself."""
        return self.words(specification(thing), language, beside)

    def written(self, values: Mapping[str, str], language: str) -> dict[str, str]:
        """What inputs hold of these values, by code."""
        return {
            code: rules.written(self.by_code[code], value, language)
            for code, value in values.items()
            if code in self.by_code
        }

    def search_words(self, values: Mapping[str, str]) -> str:
        return rules.search_words(self.by_code.values(), values)

    def headings(self, family_ids: Collection[int], *, taken: Iterable[str] = ()) -> list[Heading]:
        """The columns that rows of these families need, none of them called as one that is `taken`."""
        barred = {normalise(title) for title in taken}
        found: dict[str, tuple[str, dict[int, Field]]] = {}
        for family_id in family_ids:
            for field in self.of(family_id):
                if field.active:
                    title = f"{field.title} (champ)" if normalise(field.title) in barred else field.title
                    found.setdefault(title.casefold(), (title, {}))[1][family_id] = field
        order = {code: place for place, code in enumerate(self.by_code)}
        columns = [Heading(title, fields) for title, fields in found.values()]
        return sorted(columns, key=lambda each: min(order[field.code] for field in each.fields.values()))


def specification(thing: Specified) -> dict[str, str]:
    """All values of a need or pool by code; what its item says itself prevails."""
    return {**thing.fields, **(thing.item.fields if thing.item is not None else {})}


def judge_cell(field: Field, cell: Value, sign: Sign | None = None) -> str:
    """The value that a cell of a workbook means: numbers come as numbers, yes and no as such."""
    if field.kind is FieldKind.NUMBER and isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return number_value(from_cell(cell, places=QUANTITY_PLACES))
    if isinstance(cell, bool):
        return rules.judge(field, rules.YES if cell else rules.NO)
    return "" if cell is None else rules.judge(field, text_of(cell), decimal_sign=sign, typed=False)
