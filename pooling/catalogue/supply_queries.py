"""What is read of suppliers and of their agreements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.catalogue.models import Agreement, AgreementLine, Item, Supplier, Tier
from pooling.db import batches


def supplier(viewer: Viewer, code: str) -> Supplier:
    return one(viewer, select(Supplier).where(Supplier.code == code))


def suppliers(viewer: Viewer, *, active_only: bool = False) -> Sequence[Supplier]:
    statement = select(Supplier).order_by(func.lower(Supplier.name), Supplier.code)
    return viewer.session.scalars(statement.where(Supplier.active) if active_only else statement).all()


def agreements(viewer: Viewer, supplier: Supplier | None = None) -> Sequence[Agreement]:
    """The latest first."""
    statement = select(Agreement).options(joinedload(Agreement.supplier))
    if supplier is not None:
        statement = statement.where(Agreement.supplier_id == supplier.id)
    return viewer.session.scalars(statement.order_by(Agreement.valid_from.desc(), Agreement.reference)).all()


def agreement(viewer: Viewer, reference: str) -> Agreement:
    statement = select(Agreement).where(Agreement.reference == reference)
    return one(viewer, statement.options(joinedload(Agreement.supplier)))


def line_counts(viewer: Viewer) -> dict[int, int]:
    """Agreement id → how many items it prices."""
    statement = select(AgreementLine.agreement_id, func.count()).group_by(AgreementLine.agreement_id)
    return {row[0]: row[1] for row in viewer.session.execute(statement)}


def lines_of(viewer: Viewer, agreement: Agreement) -> list[tuple[AgreementLine, list[Tier]]]:
    """Lines by item code, each with its tiers in rising order."""
    statement = _lines().where(AgreementLine.agreement_id == agreement.id)
    return _with_tiers(viewer, viewer.session.scalars(statement.join(AgreementLine.item).order_by(Item.code)).all())


def line_of(viewer: Viewer, agreement: Agreement, item: Item) -> tuple[AgreementLine, list[Tier]]:
    wanted = _lines().where(AgreementLine.agreement_id == agreement.id, AgreementLine.item_id == item.id)
    return _with_tiers(viewer, [one(viewer, wanted)])[0]


def agreement_lines(viewer: Viewer, item_ids: Iterable[int], on: date) -> list[tuple[AgreementLine, list[Tier]]]:
    """Every price that is valid on that day for these items, from suppliers who still deliver."""
    found: list[tuple[AgreementLine, list[Tier]]] = []
    for some in batches(dict.fromkeys(item_ids)):
        statement = (
            _lines()
            .join(AgreementLine.agreement)
            .join(Agreement.supplier)
            .where(AgreementLine.item_id.in_(some), Supplier.active)
            .where(Agreement.valid_from <= on, Agreement.valid_until >= on)
            .order_by(AgreementLine.item_id, Supplier.code, Agreement.reference)
        )
        found += _with_tiers(viewer, viewer.session.scalars(statement).all())
    return found


def all_lines(viewer: Viewer) -> list[tuple[AgreementLine, list[Tier]]]:
    """For the workbook of agreements: by agreement, then item."""
    statement = _lines().join(AgreementLine.agreement).join(AgreementLine.item).order_by(Agreement.reference, Item.code)
    return _with_tiers(viewer, viewer.session.scalars(statement).all())


def _lines() -> Select[AgreementLine]:
    return select(AgreementLine).options(
        joinedload(AgreementLine.agreement).joinedload(Agreement.supplier),
        joinedload(AgreementLine.item),
        joinedload(AgreementLine.pack),
    )


def _with_tiers(viewer: Viewer, lines: Sequence[AgreementLine]) -> list[tuple[AgreementLine, list[Tier]]]:
    tiers: defaultdict[int, list[Tier]] = defaultdict(list)
    for some in batches(dict.fromkeys(line.id for line in lines)):
        statement = select(Tier).where(Tier.agreement_line_id.in_(some)).order_by(Tier.threshold)
        for tier in viewer.session.scalars(statement):
            tiers[tier.agreement_line_id].append(tier)
    return [(line, tiers[line.id]) for line in lines]
