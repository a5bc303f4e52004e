"""A cell of a field's column in a row of a need: what the item says itself is not asked of its firm."""

from __future__ import annotations

from collections.abc import Mapping

from pooling.algorithms.category_fields import told
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import Sign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.models import Category, Item
from pooling.excel.tables import Value
from pooling.needs.lines import LineRefusal

_ITEM_SAYS = N_("Item %(code)s has %(label)s %(value)s: leave this cell as it was, or describe another thing.")


def field_value(
    columns: FieldColumns,
    key: str,
    family: Category,
    item: Item | None,
    cell: Value,
    signs: Mapping[str, Sign | None],
) -> dict[str, str]:
    """Code and value, nothing where the item answers itself; LineRefusal with the key of the column."""
    try:
        values = columns.value(key, family.id, family.path, cell, signs)
        if any(item_says(columns.known, item, code, value) for code, value in values.items()):
            return {}
    except Refusal as refusal:
        raise LineRefusal(key, refusal.code, refusal.message, **refusal.values) from refusal
    return values


def item_says(known: Declared, item: Item | None, code: str, value: str) -> bool:
    """Whether the item answers itself; a Refusal when it says something else."""
    own = item.fields.get(code, "") if item is not None else ""
    if item is None or not own:
        return False
    if value and value != own:
        field = known.by_code[code]
        raise Refusal("item_says", _ITEM_SAYS, code=item.code, label=field.label, value=told(field, own))
    return True
