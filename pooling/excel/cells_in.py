"""Turns what the libraries give for a cell into one of the plain values of `tables`."""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from pooling.excel.tables import Row, Value

ESCAPED_CONTROL = re.compile(r"_x00[01][0-9A-Fa-f]_")  # Windows programs leave _x000D_ at line ends
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"})


def plain(value: Any) -> Value:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, float):
        return plain_number(value)
    return _plain_moment(value)


def plain_text(value: str) -> str | None:
    if "_x00" in value:
        value = ESCAPED_CONTROL.sub("", value)
    return (value if value.isprintable() else CONTROL.sub("", value)) or None


def plain_number(value: float) -> Value:
    """Excel shows and keeps 15 digits; the 16th and 17th are the noise of binary fractions."""
    if not math.isfinite(value):
        return "#NUM!"
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    return Decimal(f"{value:.15g}")


def _plain_moment(value: Any) -> Value:
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, date):
        return value
    if isinstance(value, (time, timedelta)):
        return str(value)
    return str(value)


def trimmed(values: Iterable[Any]) -> Row:
    row = [plain(value) for value in values]
    while row and row[-1] is None:
        row.pop()
    return row
