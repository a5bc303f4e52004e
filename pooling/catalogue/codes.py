"""Codes made out of names."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import count

from pooling.algorithms.grouping import normalise


def code_of(path: str, taken: Collection[str], otherwise: str = "famille") -> str:
    """A short code that reads like the path: `bureau-papier`; `otherwise` when it has no letters."""
    plain = re.sub(r"[^a-z0-9]+", "-", normalise(path)).strip("-")[:56].strip("-") or otherwise
    tries = (plain if number == 1 else f"{plain}-{number}" for number in count(1))
    return next(code for code in tries if code not in taken)
