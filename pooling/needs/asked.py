"""What the details of a row ask for besides what every line has: the fields of its family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pooling.catalogue.declared import Declared
from pooling.catalogue.models import Item
from pooling.catalogue.typed_fields import Input, typed_inputs
from pooling.language import language
from pooling.needs.desk import Desk
from pooling.needs.rows import Row
from pooling.needs.typed import OF_FAMILY


def inputs_asked(
    known: Declared, family_id: int, item: Item | None, texts: Mapping[str, str], faults: Mapping[str, str]
) -> list[Input]:
    """Their inputs with what was typed in them, `texts` by code, `faults` by the names of inputs."""
    wrong = {name.removeprefix(f"{OF_FAMILY}."): why for name, why in faults.items()}
    return typed_inputs(known.asked(family_id, item, texts), texts, wrong)


def with_fields(desk: Desk, rows: Iterable[Row]) -> list[Row]:
    """Each row with the inputs of its family's fields, of a row not saved yet by what is typed in it."""
    known, families = desk.declared, dict[str, int]()
    if not known.rows:
        return list(rows)
    shown = []
    for row in rows:
        item, text = row.item, row.typed.family
        if text not in families:
            family = desk.family_meant(text) if text else None
            families[text] = family.id if family else 0
        family_id = item.category_id if item else families[text] or row.family_id or 0
        asked = inputs_asked(known, family_id, item, row.typed.group(OF_FAMILY), row.faults)
        shown.append(replace(row, asked=asked, says=known.words(item.fields, language()) if item else ""))
    return shown
