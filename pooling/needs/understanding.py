"""What the buyers understand a line to ask for, beside what its firm entered. For the desk of the next room: a line
keeps its version and the moment of its last change, since its firm changed nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import case, literal, update

from pooling.access.viewer import Viewer
from pooling.db import batches
from pooling.needs.models import Need


@dataclass(frozen=True)
class Understood:
    """With what a line pools, as which item, and how much of it in base units of that pool."""

    pooled_as: str
    item_id: int | None
    adjusted: Decimal


def understand(viewer: Viewer, lines: Mapping[int, Understood]) -> None:
    """By number of the need; those that the viewer may not see stay as they are."""
    for some in batches(list(lines)):
        told = {number: lines[number] for number in some}
        _write(viewer, told)


def as_entered(viewer: Viewer, numbers: Sequence[int]) -> None:
    """What their firms said holds again."""
    for some in batches(numbers):
        viewer.session.execute(
            update(Need)
            .where(Need.id.in_(some))
            .values(
                pooled_as=Need.pool_key,
                pooled_item_id=Need.item_id,
                adjusted=Need.base_wanted,
                changed_at=Need.changed_at,
            ),
            execution_options={"synchronize_session": False},
        )


def _write(viewer: Viewer, told: Mapping[int, Understood]) -> None:
    adjusted = {number: literal(each.adjusted, Need.adjusted.type) for number, each in told.items()}
    # typed: PostgreSQL takes a case of nothing but NULL for text
    items = {number: literal(each.item_id, Need.pooled_item_id.type) for number, each in told.items()}
    viewer.session.execute(
        update(Need)
        .where(Need.id.in_(told))
        .values(
            pooled_as=case({number: each.pooled_as for number, each in told.items()}, value=Need.id),
            pooled_item_id=case(items, value=Need.id),
            adjusted=case(adjusted, value=Need.id),
            changed_at=Need.changed_at,
        ),
        execution_options={"synchronize_session": False},
    )
