"""With what a line pools: the same key for whoever asks for the same, so that a GROUP BY makes the pools."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from pooling.algorithms.category_fields import pooled_with
from pooling.algorithms.grouping import item_key, text_key
from pooling.catalogue.models import Item

LONGEST_POOL_KEY = 80


def pool_key(designation: str, unit: str) -> str:
    """With what a description without values in its family's fields pools."""
    return fitted(text_key(designation, unit))


def key_of_item(item: Item, fields: Mapping[str, str], alike: Collection[str]) -> str:
    """With what a line of this item pools that has these values of its own."""
    return fitted(pooled_with(item_key(item.id), fields, alike))


def fitted(whole: str) -> str:
    """A long key is told by its digest, so that it fits its column."""
    if len(whole) <= LONGEST_POOL_KEY:
        return whole
    return f"long:{hashlib.sha256(whole.encode()).hexdigest()}"
