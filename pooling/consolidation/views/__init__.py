"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.consolidation.views import (
    consolidate,
    desk,
    judge,
    lines_behind,
    listing,
    match,
    pool,
    pools,
    publish,
    questions,
    settle_pool,
    shares,
    totals,
)
from pooling.consolidation.views.room import ROOM

__all__ = [
    "ROOM",
    "consolidate",
    "desk",
    "judge",
    "lines_behind",
    "listing",
    "match",
    "pool",
    "pools",
    "publish",
    "questions",
    "settle_pool",
    "shares",
    "totals",
]
