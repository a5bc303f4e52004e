"""The catalogue narrowed by the fields of a family, as an address asks for it: a plain form, no program in the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal

from pooling.access.viewer import Viewer
from pooling.algorithms import category_fields as rules
from pooling.algorithms.category_fields import Field, FieldKind
from pooling.algorithms.errors import Refusal
from pooling.algorithms.grouping import normalise
from pooling.algorithms.number_format import screen_sign
from pooling.catalogue import queries
from pooling.catalogue.field_queries import declared, values_present
from pooling.catalogue.models import Category
from pooling.language import language, sentence

MOST_OPTIONS = 100
BOUNDS = ("from", "to")


@dataclass
class Facet:
    """One field: the values that items of the family have, and which of them are asked for (None: all)."""

    field: Field
    present: Sequence[str]
    chosen: str = ""
    bounds: dict[str, str] = made(default_factory=dict)
    fault: str = ""
    accepted: list[str] | None = None

    @property
    def is_number(self) -> bool:
        return self.field.kind is FieldKind.NUMBER

    @property
    def name(self) -> str:
        return f"f.{self.field.code}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """Value and words: in the order of the list that people choose from, else of the alphabet."""
        order = {choice: place for place, choice in enumerate((*self.field.choices, rules.YES, rules.NO))}
        by_order = sorted(self.present, key=lambda value: (order.get(value, len(order)), normalise(value)))
        return [(value, rules.told(self.field, value, language())) for value in by_order]

    @property
    def kept(self) -> dict[str, str]:
        """What the address says of this field."""
        said = {self.name: self.chosen, **{f"{self.name}.{bound}": text for bound, text in self.bounds.items()}}
        return {name: text for name, text in said.items() if text}


def facets(viewer: Viewer, family: Category | None, asked: Mapping[str, str]) -> list[Facet]:
    """Of the fields in which items of this family, or of one below, have a value."""
    if family is None:
        return []
    below = [each.id for each in queries.below(viewer, family)]
    known = declared(viewer)
    codes = dict.fromkeys(field.code for number in below for field in known.of(number) if field.active)
    found = [_facet(known.by_code[code], values_present(viewer, code, below), asked) for code in codes]
    return [each for each in found if each.present and (each.is_number or len(each.present) <= MOST_OPTIONS)]


def _facet(field: Field, present: Sequence[str], asked: Mapping[str, str]) -> Facet:
    facet = Facet(field, present)
    if facet.is_number:
        facet.bounds = {bound: asked.get(f"{facet.name}.{bound}", "").strip()[:40] for bound in BOUNDS}
        _take_bounds(facet)
    else:
        facet.chosen = asked.get(facet.name, "")[: rules.LONGEST]
        facet.accepted = [facet.chosen] if facet.chosen else None
    return facet


def _take_bounds(facet: Facet) -> None:
    """Compared as the decimals they are; what cannot be read narrows nothing and says why."""
    try:
        lowest, highest = (
            rules.judge(facet.field, facet.bounds[bound], decimal_sign=screen_sign(language())) for bound in BOUNDS
        )
    except Refusal as refusal:
        facet.fault = sentence(refusal)
        return
    if lowest or highest:
        facet.accepted = [
            value
            for value in facet.present
            if (not lowest or Decimal(value) >= Decimal(lowest)) and (not highest or Decimal(value) <= Decimal(highest))
        ]
