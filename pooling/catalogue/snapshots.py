"""What stands in the database now, in plain columns: a load compares thousands of rows with it at once, and
writes as many. Only the group loads; a bulk write passes by the session's own check, so `write` repeats it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update

from pooling.access.scope import ForeignWriteError
from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.catalogue.models import Agreement, AgreementLine, Item, Pack, Supplier, Tier
from pooling.catalogue.supply import plain
from pooling.db import Base, batches
from pooling.journal.rules import record
from pooling.loading import Report

Values = dict[str, Any]
ITEM = ("code", "name", "category_id", "maker", "maker_reference", "gtin", "base_unit", "active", "fields")
PACK = ("item_id", "name", "unit", "content", "active")
SUPPLIER = ("code", "name", "email", "contact", "telephone", "language", "terms", "active")
AGREEMENT = ("reference", "supplier_id", "valid_from", "valid_until")
LINE = ("agreement_id", "item_id", "supplier_reference", "pack_id", "minimum", "multiple")


@dataclass(frozen=True)
class Known:
    """A row as it stands: its number and its values."""

    id: int
    values: Values


def items(viewer: Viewer) -> dict[str, Known]:
    """Lower-case code → item."""
    return _known(viewer, Item, ITEM, lambda values: values["code"].lower())


def packs(viewer: Viewer) -> dict[tuple[int, str], Known]:
    """Item id and normalised name → pack."""
    return _known(viewer, Pack, PACK, lambda values: (values["item_id"], normalise(values["name"])))


def suppliers(viewer: Viewer) -> dict[str, Known]:
    return _known(viewer, Supplier, SUPPLIER, lambda values: values["code"].lower())


def agreements(viewer: Viewer) -> dict[str, Known]:
    return _known(viewer, Agreement, AGREEMENT, lambda values: values["reference"].lower())


def lines(viewer: Viewer, agreement_ids: Collection[int]) -> dict[tuple[int, int], Known]:
    """Agreement id and item id → line, with its tiers among its values."""
    found = _known(viewer, AgreementLine, LINE, lambda values: (values["agreement_id"], values["item_id"]))
    mine = {key: line for key, line in found.items() if key[0] in agreement_ids}
    by_id = {line.id: line.values.setdefault("tiers", []) for line in mine.values()}
    statement = select(Tier.agreement_line_id, Tier.threshold, Tier.unit_price).order_by(Tier.threshold)
    for number, threshold, unit_price in viewer.session.execute(statement):
        if number in by_id:
            by_id[number].append((threshold, unit_price))
    return mine


def _known(viewer: Viewer, model: Any, names: Sequence[str], key: Callable[[Values], Any]) -> dict[Any, Known]:
    statement = select(model.id, *(getattr(model, name) for name in names))
    rows = ((row[0], dict(zip(names, row[1:], strict=True))) for row in viewer.session.execute(statement))
    return {key(values): Known(number, values) for number, values in rows}


def write(viewer: Viewer, model: type[Base], new: Sequence[Values], changed: Sequence[Values]) -> None:
    """Insert and update in bulk; `changed` values hold their `id`."""
    if not viewer.is_of_group:
        raise ForeignWriteError(f"{viewer.name} may not load the catalogue")
    viewer.session.flush()
    for some in batches(new):
        viewer.session.execute(insert(model), some)
    for some in batches(changed):
        viewer.session.execute(update(model), some)
    viewer.session.expire_all()


def drop_tiers(viewer: Viewer, line_ids: Sequence[int]) -> None:
    for some in batches(line_ids):
        statement = delete(Tier).where(Tier.agreement_line_id.in_(some))
        viewer.session.execute(statement, execution_options={"synchronize_session": False})
    viewer.session.expire_all()


def sorted_out(
    viewer: Viewer, pairs: Iterable[tuple[Known | None, Values]], report: Report, kind: str, code: str
) -> tuple[list[Values], list[Values]]:
    """What is new and what changed, counted and told."""
    new: list[Values] = []
    changed: list[Values] = []
    tally = report.tally(kind)
    for known, values in pairs:
        if known is None:
            new.append(values)
        elif values == known.values:
            tally.same += 1
        else:
            changed.append(values | {"id": known.id})
            tell(viewer, f"{kind}:{values[code]}", known.values, values)
    tally.new, tally.changed = len(new), len(changed)
    return new, changed


def tell(viewer: Viewer, subject: str, before: Values, after: Values, note: str = "") -> None:
    """One journal entry with the values that changed."""
    changed = [name for name in after if before[name] != after[name]]
    told = [{name: _told(values[name]) for name in changed} for values in (before, after)]
    record(viewer, "catalogue.load_row", subject, before=told[0], after=told[1], note=note)


def _told(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
