"""The inputs of a family's fields, as they are typed on a screen and read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from pooling.access.viewer import Viewer
from pooling.algorithms import category_fields as rules
from pooling.algorithms.category_fields import Field, FieldKind
from pooling.algorithms.errors import Refusal
from pooling.algorithms.number_format import screen_sign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Item
from pooling.language import language, sentence


@dataclass(frozen=True)
class Input:
    """One input: what stands in it, and what is wrong with that."""

    field: Field
    value: str = ""
    fault: str = ""

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and words of what may be chosen; a choice that is no longer offered stays while it is held."""
        if self.field.kind is FieldKind.YES_NO:
            return [(value, rules.told(self.field, value, language())) for value in (rules.YES, rules.NO)]
        offered = [*self.field.choices, *(choice for choice in self.field.retired if choice == self.value)]
        return [(choice, choice) for choice in offered]


def inputs(fields: Iterable[Field], values: Mapping[str, str]) -> list[Input]:
    """As the values stand."""
    return [Input(field, rules.written(field, values.get(field.code, ""), language())) for field in fields]


def typed_inputs(fields: Iterable[Field], texts: Mapping[str, str], faults: Mapping[str, str]) -> list[Input]:
    """As they were typed, `texts` and `faults` by code."""
    return [Input(field, texts.get(field.code, ""), faults.get(field.code, "")) for field in fields]


def read(fields: Iterable[Field], texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values that were typed, by code, and by code what cannot be read."""
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for field in fields:
        try:
            values[field.code] = rules.judge(field, texts.get(field.code, ""), decimal_sign=screen_sign(language()))
        except Refusal as refusal:
            faults[field.code] = sentence(refusal)
    return {code: value for code, value in values.items() if value}, faults


def told_fields(known: Declared, item: Item) -> list[tuple[str, str]]:
    """Label and value of every field in use, and of those that are not while the item has a value."""
    shown = [each for each in known.by_code.values() if item.fields.get(each.code)]
    shown += [each for each in known.of(item.category_id) if each.active and each not in shown]
    order = {code: place for place, code in enumerate(known.by_code)}
    values = item.fields
    return [
        (each.label, rules.told(each, values[each.code], language()) if values.get(each.code) else "")
        for each in sorted(shown, key=lambda each: order[each.code])
    ]


def field_words(viewer: Viewer) -> Callable[[str, str], tuple[str, str]]:
    """What tells a field's name and its value in words, by its code and the value as it is kept, for what was
    recorded once: a field that nobody declares any more has no name left, and codes are nobody's words."""
    known = declared(viewer).by_code

    def words(code: str, value: str) -> tuple[str, str]:
        field = known.get(code)
        if field is None:
            return str(gettext("a field that was deleted since")), value
        try:
            return field.label, rules.told(field, value, language())
        except ArithmeticError:  # of one that was deleted, whose name is a number's now
            return field.label, value

    return words
