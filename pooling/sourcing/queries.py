from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, distinct, func, select

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.award import Step, Terms
from pooling.algorithms.grouping import wordless
from pooling.algorithms.numbers import AMOUNT_PLACES, round_to
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Agreement, AgreementLine, Supplier, Tier
from pooling.consolidation.models import Pool, Share
from pooling.needs.models import Need
from pooling.sourcing.models import Award, Placement, Reason

EXACT = Context(prec=60)


class AwardRow(NamedTuple):
    """One award as lists show it; `minimum` and `multiple` are those of its agreement, 0 for none."""

    pool_id: int
    supplier_code: str
    supplier: str
    quantity: Decimal
    unit_price: Decimal | None
    reason: str
    minimum: Decimal
    multiple: Decimal

    @property
    def amount(self) -> Decimal | None:
        """Before tax, in cents, as the order will say it."""
        if self.unit_price is None:
            return None
        return round_to(EXACT.multiply(self.quantity, self.unit_price), AMOUNT_PLACES)


class OpenPool(NamedTuple):
    """A pool that no supplier serves yet."""

    id: int
    item_id: int | None
    quantity: Decimal


class NamedLine(NamedTuple):
    """What one share's need says of its present supplier; `price` is per typed unit."""

    share_id: int
    pool_id: int
    pool_lines: int
    allocated: Decimal
    supplier: str
    price: Decimal | None
    wanted: Decimal
    adjusted: Decimal


def terms_by_item(viewer: Viewer, campaign: Campaign) -> dict[int, list[Terms]]:
    """All standing prices of the campaign's items, whatever their dates, in one statement."""
    wanted = select(Pool.item_id).where(Pool.campaign_id == campaign.id, Pool.item_id.is_not(None))
    statement = (
        select(AgreementLine.id, AgreementLine.item_id, Supplier.code, Agreement.valid_from, Agreement.valid_until)
        .add_columns(AgreementLine.minimum, AgreementLine.multiple, Tier.threshold, Tier.unit_price)
        .join(Agreement, Agreement.id == AgreementLine.agreement_id)
        .join(Supplier, Supplier.id == Agreement.supplier_id)
        .join(Tier, Tier.agreement_line_id == AgreementLine.id)
        .where(AgreementLine.item_id.in_(wanted), Supplier.active)
        .order_by(AgreementLine.id, Tier.threshold)
    )
    steps: defaultdict[tuple[Any, ...], list[Step]] = defaultdict(list)
    for *line, threshold, unit_price in viewer.session.execute(statement):
        steps[tuple(line)].append(Step(threshold, unit_price))
    terms: defaultdict[int, list[Terms]] = defaultdict(list)
    for (ref, item_id, code, valid_from, valid_until, minimum, multiple), held in steps.items():
        terms[item_id].append(Terms(ref, code, valid_from, valid_until, tuple(held), minimum, multiple))
    return terms


def awards(viewer: Viewer, campaign: Campaign) -> dict[int, list[AwardRow]]:
    """By pool, each pool's by supplier code. A price that came from a firm's own line is not told to a buyer who
    may not see that line."""
    statement = (
        select(Award.pool_id, Supplier.code, Supplier.name, Award.quantity, Award.unit_price)
        .add_columns(Award.reason, AgreementLine.minimum, AgreementLine.multiple)
        .join(Pool, Pool.id == Award.pool_id)
        .join(Supplier, Supplier.id == Award.supplier_id)
        .outerjoin(AgreementLine, AgreementLine.id == Award.agreement_line_id)
        .where(Pool.campaign_id == campaign.id)
        .order_by(Award.pool_id, Supplier.code)
    )
    secret = _secret_pairs(viewer, campaign)
    found: defaultdict[int, list[AwardRow]] = defaultdict(list)
    for *columns, minimum, multiple in viewer.session.execute(statement):
        row = AwardRow._make((*columns, minimum or Decimal(0), multiple or Decimal(0)))
        hidden = (row.pool_id, row.supplier_code) in secret
        found[row.pool_id].append(row._replace(unit_price=None) if hidden else row)
    return found


def secret_awards(viewer: Viewer) -> Select[int]:
    """Awards whose price came from a firm's own line that this buyer may not see. For statements that run with
    the eyes of `access.scope.in_full`, and bring nothing but which awards they are."""
    theirs = (Share.member_id != viewer.member_id, Share.category_id.in_(viewer.barred))
    placed = select(Placement.award_id).join(Share, Share.id == Placement.share_id).where(*theirs)
    return select(Award.id).where(Award.reason == Reason.NAMED, Award.id.in_(placed))


def _secret_pairs(viewer: Viewer, campaign: Campaign) -> set[tuple[int, str]]:
    """Pool and supplier code of each secret award."""
    if not viewer.barred:
        return set()
    statement = (
        select(Award.pool_id, Supplier.code)
        .join(Supplier, Supplier.id == Award.supplier_id)
        .join(Pool, Pool.id == Award.pool_id)
        .where(Pool.campaign_id == campaign.id, Award.id.in_(secret_awards(viewer)))
    )
    with in_full(viewer):
        return {(pool_id, code) for pool_id, code in viewer.session.execute(statement)}


def open_pools(viewer: Viewer, campaign: Campaign) -> list[OpenPool]:
    statement = _without_award(select(Pool.id, Pool.item_id, Pool.quantity), campaign).order_by(Pool.id)
    return [OpenPool._make(row) for row in viewer.session.execute(statement)]


def named_lines(viewer: Viewer, campaign: Campaign) -> list[NamedLine]:
    """Of the pools that no supplier serves, the lines that this viewer may see; a pool whose packs leave a surplus is
    bought whole."""
    columns = select(Share.id, Share.pool_id, Pool.line_count, Share.allocated, Need.present_supplier)
    statement = (
        columns.add_columns(Need.present_price, Need.wanted, Need.adjusted)
        .join(Pool, Pool.id == Share.pool_id)
        .join(Need, Need.id == Share.need_id)
        .order_by(Share.id)
    )
    whole = _without_award(statement, campaign).where(Pool.surplus == 0)
    return [NamedLine._make(row) for row in viewer.session.execute(whole)]


def _without_award(statement: Select[*tuple[Any, ...]], campaign: Campaign) -> Select[*tuple[Any, ...]]:
    served = select(Award.id).where(Award.pool_id == Pool.id).exists()
    return statement.where(Pool.campaign_id == campaign.id, Pool.quantity > 0, ~served)


def pool_ids(campaign: Campaign) -> Select[int]:
    """For statements that take all of a campaign's pools."""
    return select(Pool.id).where(Pool.campaign_id == campaign.id)


def unplaced(campaign: Campaign) -> Select[int, int]:
    """Shares that no award serves yet, with the award of their pool: what becomes placements."""
    return (
        select(Share.id, Award.id)
        .join(Award, Award.pool_id == Share.pool_id)
        .join(Pool, Pool.id == Share.pool_id)
        .outerjoin(Placement, Placement.share_id == Share.id)
        .where(Pool.campaign_id == campaign.id, Placement.share_id.is_(None))
    )


def awarded_to(viewer: Viewer, campaign: Campaign) -> dict[str, list[str]]:
    """Supplier codes with the keys of the pools each serves: what the journal keeps, without members' words."""
    statement = (
        select(Supplier.code, Pool.key)
        .join(Award, Award.supplier_id == Supplier.id)
        .join(Pool, Pool.id == Award.pool_id)
        .where(Pool.campaign_id == campaign.id)
        .order_by(Supplier.code, Pool.key)
    )
    told: defaultdict[str, list[str]] = defaultdict(list)
    for code, key in viewer.session.execute(statement):
        told[code].append(wordless(key))
    return dict(told)


def award_ids(viewer: Viewer, campaign: Campaign) -> dict[tuple[int, int], int]:
    """By pool and supplier."""
    statement = select(Award.pool_id, Award.supplier_id, Award.id).join(Pool, Pool.id == Award.pool_id)
    rows = viewer.session.execute(statement.where(Pool.campaign_id == campaign.id))
    return {(pool_id, supplier_id): award_id for pool_id, supplier_id, award_id in rows}


def suppliers(viewer: Viewer) -> Sequence[Supplier]:
    """All of them, retired ones too, by code."""
    return viewer.session.scalars(select(Supplier).order_by(Supplier.code)).all()


def standings(viewer: Viewer) -> dict[int, tuple[int, int]]:
    """By campaign: how many pools there are, and how many of them some supplier serves."""
    statement = (
        select(Pool.campaign_id, func.count(distinct(Pool.id)), func.count(distinct(Award.pool_id)))
        .outerjoin(Award, Award.pool_id == Pool.id)
        .group_by(Pool.campaign_id)
    )
    return {campaign_id: (made, served) for campaign_id, made, served in viewer.session.execute(statement)}
