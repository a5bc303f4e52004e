"""The suppliers that members name in their own words, and the group's suppliers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.catalogue.models import Supplier
from pooling.sourcing import queries

NOBODY = "sans fournisseur"  # a name in the group's books, the same in every language
NO_NAME = "FOURNISSEUR"
LONGEST_CODE = 20


def matched(viewer: Viewer, names: Iterable[str]) -> dict[str, Supplier]:
    """By name as written, the supplier it means (ask with `meant`); one who is not known yet is made. Spellings
    that differ only in case, accents, spaces or punctuation mean the same; a blank means nobody."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, times in Counter(_written(name) for name in names).items():
        spellings[normalise(name)][name] = times
    suppliers = queries.suppliers(viewer)
    known = {normalise(supplier.name): supplier for supplier in reversed(suppliers)}
    taken = {supplier.code.upper() for supplier in suppliers}
    for key in sorted(spellings.keys() - known.keys()):
        known[key] = Supplier(code=_free_code(key, taken), name=_usual(spellings[key]))
        taken.add(known[key].code)
        viewer.session.add(known[key])
    viewer.session.flush()
    return {name: known[key] for key, written in spellings.items() for name in written}


def _written(name: str) -> str:
    return " ".join(name.split()) or NOBODY


def meant(name: str, suppliers: dict[str, Supplier]) -> Supplier:
    """The supplier of `matched` that a name stands for."""
    return suppliers[_written(name)]


def _usual(spellings: Counter[str]) -> str:
    """The spelling used most; of equals the first in the alphabet, so that the order of entry does not show."""
    return min(spellings, key=lambda name: (-spellings[name], name))


def _free_code(key: str, taken: set[str]) -> str:
    """Letters, digits and hyphens: it stands in addresses, order numbers and file names."""
    code = re.sub(r"[^A-Z0-9]+", "-", key.upper())[:LONGEST_CODE].strip("-") or NO_NAME
    free, number = code, 1
    while free in taken:
        number += 1
        free = f"{code[: LONGEST_CODE - len(str(number)) - 1]}-{number}"
    return free
