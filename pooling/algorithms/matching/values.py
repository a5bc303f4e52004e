"""Numbers of a wording as the keys under which they are found."""

import re

from pooling.algorithms.matching.slots import Kind, Slot


def plain(number: str) -> str:
    """12,50 as 12.5 and 08 as 8."""
    text = number.replace(",", ".")
    whole, point, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole.lstrip('0') or '0'}{'.' if decimals else ''}{decimals}" if point else whole.lstrip("0") or "0"


def scaled(number: str, factor: float) -> str:
    """A number in the unit of its key, without a float's noise."""
    value = float(plain(number)) * factor
    return f"{value:.6f}".rstrip("0").rstrip(".")


def number_slot(match: re.Match[str], keys: tuple[str, ...], axis: str, sims: tuple[float, ...] = ()) -> Slot:
    return Slot(Kind.NUMBER, match.group().strip(), keys, match.start(), match.end(), axis, sims)
