"""A pasted cell of a family's field: its line says of which family, and so what its text means."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from pooling.algorithms import category_fields
from pooling.algorithms.category_fields import Field, FieldKind
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.number_format import format_number, screen_sign
from pooling.algorithms.number_refusals import AmbiguousNumber
from pooling.algorithms.numbers import Sign
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.models import Category, Item
from pooling.needs.field_cells import item_says
from pooling.needs.paste import Cell, Unsure
from pooling.needs.pasted_columns import Column
from pooling.needs.typed import OF_FAMILY

_BARE = re.compile(r"[øØ⌀∅]?\s*[-+]?\d[\d\s.,'’]{0,40}")
_FAMILY_FIRST = N_("Several families ask for “%(title)s”: say first which family this line is of.")


class About(NamedTuple):
    """What a line is about; `unsaid` when nothing on it says that family."""

    item: Item | None
    family: Category | None
    unsaid: bool = False


def of_field(
    known: FieldColumns, column: Column, cell: Cell, about: About, *, sign: Sign | None, language: str
) -> Cell:
    """The cell with the input that it fills, or with its trouble. `sign` is what its column tells of `1.234`."""
    try:
        asked = _asked(known, column.field, cell.value, about.family)
        if asked is None:
            return replace(cell, fills={})
        settled = screen_sign(language) if cell.answered else sign
        value = _judged(asked, cell, column.unit, settled, language)
        if item_says(known.known, about.item, asked.code, value):
            return replace(cell, fills={})
    except Refusal as refusal:
        return replace(cell, trouble=refusal)
    written = category_fields.written(asked, value, language)
    told = category_fields.told(asked, value, language) if value else ""
    return replace(cell, fills={f"{OF_FAMILY}.{asked.code}": written}, told=told)


def _asked(known: FieldColumns, key: str, text: str, family: Category | None) -> Field | None:
    """The one that is meant by the column; a blank cell needs none. Raises Refusal."""
    heading = known.headings[key]
    if family is not None and (text or family.id in heading.fields):
        return heading.field_in(family.id, family.path)
    if family is not None or not text:
        return None
    if len(heading.codes) > 1:
        raise Refusal("family_first", _FAMILY_FIRST, title=heading.title)
    return next(iter(heading.fields.values()))


def _judged(asked: Field, cell: Cell, unit: str, sign: Sign | None, language: str) -> str:
    """A number alone is in the unit that its column names. What may be meant instead comes as choices."""
    text = f"{cell.value} {unit}" if unit and _BARE.fullmatch(cell.value) else cell.value
    try:
        return category_fields.judge(asked, text, decimal_sign=sign, typed=cell.answered)
    except AmbiguousNumber as doubt:
        beside = f" {unit}" if unit else ""
        readings = tuple(f"{format_number(each, locale=language)}{beside}" for each in doubt.readings)
        raise Unsure(doubt, readings) from doubt
    except Refusal as refusal:
        choices = {FieldKind.CHOICE: asked.choices, FieldKind.YES_NO: (category_fields.YES, category_fields.NO)}
        if asked.kind in choices:
            raise Unsure(refusal, choices[asked.kind]) from refusal
        raise
