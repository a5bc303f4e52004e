"""Items that a description may mean, for somebody who is typing it."""

from __future__ import annotations

from collections.abc import Sequence

from pooling.access.viewer import Viewer
from pooling.algorithms.matching.model import Candidate, Verdict
from pooling.catalogue.index import index_at_hand
from pooling.catalogue.models import Item
from pooling.catalogue.queries import items_coded, offered_of, search_items

CONSIDERED = 12
_SAME = (Verdict.SAME, Verdict.NEAR)


def likely_items(viewer: Viewer, text: str, *, families: Sequence[int] | None = None, most: int = 3) -> list[Item]:
    """Up to `most` active items that say what the text says and nothing against it, the likeliest first; while there
    is no index, items found by the text's own words. `families` are ids of top families; None means all."""
    with index_at_hand(viewer) as index:
        candidates = None if index is None else index.suggest(text, CONSIDERED)
    if candidates is None:
        return search_items(viewer, text, families=families, limit=most)
    codes = [each.code for each in candidates if _may_be_meant(each)]
    found = items_coded(viewer, codes)
    open_now = offered_of(viewer, [*found.values()], families)
    return [found[code] for code in codes if code in found and found[code].id in open_now][:most]


def _may_be_meant(candidate: Candidate) -> bool:
    verdicts = [each.verdict for each in candidate.differences]
    alike, beyond = sum(each in _SAME for each in verdicts), verdicts.count(Verdict.EXTRA)
    return alike > 0 and alike >= beyond and Verdict.OTHER not in verdicts
