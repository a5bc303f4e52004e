"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.catalogue.views import (
    agreements,
    families,
    fields,
    item,
    lines,
    listing,
    packs,
    pick,
    suppliers,
    workbooks,
)
from pooling.catalogue.views.room import ROOM

__all__ = [
    "ROOM", "agreements", "families", "fields", "item", "lines", "listing", "packs", "pick", "suppliers", "workbooks",
]  # fmt: skip
