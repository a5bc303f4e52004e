"""Quantities as they are said: with their unit, over their docks."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pooling.algorithms.units import UNITS
from pooling.language import language, quantity
from pooling.needs.lines import Split


def unit_name(code: str, count: Decimal = Decimal(1)) -> str:
    unit = UNITS.get(code)
    return code if unit is None else unit.name(language(), count)


@cache
def unit_names(language: str) -> list[str]:
    """Of every unit, for the list beside an input."""
    return [unit.name(language) for unit in UNITS.values()]


def counted(count: Decimal, code: str) -> str:
    """« 10 ramettes »."""
    return f"{quantity(count)} {unit_name(code, count)}"


def told_split(split: Split) -> str:
    """« Quai 1 : 10 · Atelier : 5 »."""
    return " · ".join(f"{site.name} : {quantity(part)}" for site, part in split)
