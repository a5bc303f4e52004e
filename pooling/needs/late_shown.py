"""Late requests as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pooling.access.viewer import Viewer
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.needs.comparing import differing
from pooling.needs.late_models import LateLine
from pooling.needs.shown import Change, field_labels, summary, texts_of
from pooling.needs.told import line_told


@dataclass(frozen=True)
class ShownLate:
    """A new line is told by `summary`; a correction by its `changes`; `is_removal`: the line is no longer needed."""

    late: LateLine
    name: str
    summary: str
    changes: tuple[Change, ...]
    is_removal: bool


def shown(viewer: Viewer, requests: Iterable[LateLine]) -> list[ShownLate]:
    known = declared(viewer)
    return [_shown(viewer, late, known) for late in requests]


def _shown(viewer: Viewer, late: LateLine, known: Declared) -> ShownLate:
    told = late.asked or late.base or {}
    line = line_told(viewer, late.member_id, told)
    changes: tuple[Change, ...] = ()
    if late.asked is not None and late.base is not None:
        base = line_told(viewer, late.member_id, late.base)
        before, after, labels = texts_of(base, known), texts_of(line, known), field_labels()
        changes = tuple(Change(labels[name], before[name], after[name]) for name in differing(line, base))
    return ShownLate(
        late, texts_of(line, known)["designation"], summary(line, known), changes, is_removal=late.asked is None
    )
