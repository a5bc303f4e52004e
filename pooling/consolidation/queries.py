from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    distinct,
    func,
    null,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased, joinedload

from pooling.access.scope import NotYoursError, in_full, one
from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Way
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Category, Item
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.specifying import in_common
from pooling.db import Scaled, batches
from pooling.needs.models import Need

Family = aliased(Category, name="family")
ONE = 10**6  # what a quantity of 1 and a price of 1 are stored as
# a price above a million, or a line worth more than a thousand million, is a typing error: it is left out, or
# it would overflow the sum
DEAREST = 10**6 * ONE
ABSURD = 10**9


class PoolRow(NamedTuple):
    """One pool as lists show it: `quantity` in `unit` (the base unit), `id` none while nothing is saved; `fields`
    and `way` as in Pool."""

    id: int | None
    key: str
    quantity: Decimal
    line_count: int
    member_count: int
    item_id: int | None
    item_code: str | None
    designation: str
    unit: str
    category_id: int
    category: str
    family_code: str
    family: str
    fields: Mapping[str, str] = MappingProxyType({})
    way: str = Way.FITS.value


class Estimate(NamedTuple):
    """What members pay today for the lines this viewer sees; `priced` of the `seen` lines say their price."""

    value: Decimal | None
    priced: int
    seen: int


def preview(viewer: Viewer, campaign: Campaign) -> list[PoolRow]:
    """The pools the lines make at this moment; nothing is saved. Totals alone, of all lines."""
    groups = grouped(campaign)
    statement = _labelled(
        select(
            null(),
            groups.c.key,
            groups.c.quantity,
            groups.c.line_count,
            groups.c.member_count,
            Need.pooled_item_id,
            Item.code,
            func.coalesce(Item.name, Need.designation),
            func.coalesce(Item.base_unit, Need.unit),
        )
        .select_from(groups)
        .join(Need, Need.id == groups.c.first)
        .outerjoin(Item, Item.id == Need.pooled_item_id),
        func.coalesce(Item.category_id, Need.category_id),
    )
    with in_full(viewer):
        rows = [PoolRow(*row) for row in viewer.session.execute(statement)]
        common = in_common(viewer, campaign, {row.key: row.line_count for row in rows})
    return [row._replace(fields=common[row.key]) if row.key in common else row for row in rows]


def grouped(campaign: Campaign, keys: Collection[str] | None = None) -> Subquery:
    """One row per pool key, of all or of these; read from the covering index of Need alone. `first` is a line to take
    labels from. Lines that nobody of their firm approved are not there."""
    statement = (
        select(
            Need.pooled_as.label("key"),
            func.sum(Need.adjusted).label("quantity"),
            func.count().label("line_count"),
            func.count(distinct(Need.member_id)).label("member_count"),
            func.min(Need.id).label("first"),
        )
        .where(Need.campaign_id == campaign.id, ~Need.held)
        .group_by(Need.pooled_as)
    )
    return (statement if keys is None else statement.where(Need.pooled_as.in_(keys))).subquery("groups")


def pools(viewer: Viewer, campaign: Campaign) -> list[PoolRow]:
    """What the last consolidation made, by family and designation."""
    statement = _labelled(
        select(
            Pool.id,
            Pool.key,
            Pool.quantity,
            Pool.line_count,
            Pool.member_count,
            Pool.item_id,
            Item.code,
            Pool.designation,
            Pool.unit,
        )
        .outerjoin(Item, Item.id == Pool.item_id)
        .where(Pool.campaign_id == campaign.id),
        Pool.category_id,
    ).add_columns(Pool.fields, Pool.way)
    return [PoolRow._make(row) for row in viewer.session.execute(statement)]


def _labelled(statement: Select[*tuple[Any, ...]], category_id: ColumnElement[int] | Any) -> Select[*tuple[Any, ...]]:
    return (
        statement.add_columns(
            Category.id,
            Category.path,
            func.coalesce(Family.code, Category.code),
            func.coalesce(Family.name, Category.name),
        )
        .join(Category, Category.id == category_id)
        .outerjoin(Family, Family.id == Category.root_id)
    )


def estimates(viewer: Viewer, campaign: Campaign) -> dict[str, Estimate]:
    """By pool key, from the lines the viewer sees: a conflicted buyer gets no value made of a rival's price."""
    statement = (
        select(Need.pooled_as, func.sum(worth()), func.count(Need.present_price), func.count())
        .where(Need.campaign_id == campaign.id, ~Need.held)
        .group_by(Need.pooled_as)
    )
    return {key: Estimate(value, priced, seen) for key, value, priced, seen in viewer.session.execute(statement)}


def worth() -> ColumnElement[Decimal]:
    """wanted × present price, to the millionth: whole units and the rest apart, so that it fits 64 bits."""
    wanted = type_coerce(Need.wanted, BigInteger)
    price = type_coerce(Need.present_price, BigInteger)
    whole, rest = wanted // ONE, wanted % ONE
    # a line without a price falls to the last branch, whose sum it leaves unchanged
    sane = and_(price <= DEAREST, whole * (price // ONE) <= ABSURD)
    return type_coerce(case((sane, whole * price + rest * price // ONE), else_=null()), Scaled(6))


def pool(viewer: Viewer, campaign: Campaign, number: int) -> Pool:
    statement = select(Pool).where(Pool.id == number, Pool.campaign_id == campaign.id)
    return one(viewer, statement.options(joinedload(Pool.item), joinedload(Pool.category)))


def pool_keyed(viewer: Viewer, campaign: Campaign, key: str) -> Pool:
    return one(viewer, select(Pool).where(Pool.campaign_id == campaign.id, Pool.key == key))


def pools_numbered(viewer: Viewer, campaign: Campaign, numbers: Sequence[int]) -> Sequence[Pool]:
    """Those of the campaign's pools that somebody ticked."""
    statement = select(Pool).where(Pool.campaign_id == campaign.id, Pool.id.in_(numbers)).order_by(Pool.id)
    return viewer.session.scalars(statement).all()


def shares_of(viewer: Viewer, pool: Pool) -> Sequence[Share]:
    """The lines behind a pool, as far as this viewer may see them; `pool.line_count` says how many there are."""
    statement = (
        select(Share)
        .join(Share.need)
        .where(Share.pool_id == pool.id)
        .order_by(Need.member_id, Need.id)
        .options(
            joinedload(Share.need).joinedload(Need.member),
            joinedload(Share.need).joinedload(Need.site),
            joinedload(Share.need).joinedload(Need.pack),
        )
    )
    return viewer.session.scalars(statement).all()


def preview_of(viewer: Viewer, campaign: Campaign, key: str) -> PoolRow:
    """One pool as the lines make it at this moment, or NotYoursError."""
    found = [row for row in preview(viewer, campaign) if row.key == key]
    if not found:
        raise NotYoursError
    return found[0]


def lines_behind(viewer: Viewer, campaign: Campaign, key: str) -> Sequence[Need]:
    """The lines that would make this pool, as far as this viewer may see them."""
    statement = (
        select(Need)
        .where(Need.campaign_id == campaign.id, Need.pooled_as == key, ~Need.held)
        .order_by(Need.member_id, Need.id)
        .options(joinedload(Need.member), joinedload(Need.site), joinedload(Need.pack))
    )
    return viewer.session.scalars(statement).all()


class SharedNeed(NamedTuple):
    share_id: int
    pool_id: int
    need: Need


def shared_needs(viewer: Viewer, pools: Sequence[int]) -> Iterator[SharedNeed]:
    """The lines of these pools, each with its share."""
    for some in batches(pools):
        statement = (
            select(Share.id, Share.pool_id, Need)
            .join(Share.need)
            .where(Share.pool_id.in_(some))
            .options(joinedload(Need.pooled_item))
        )
        yield from map(SharedNeed._make, viewer.session.execute(statement))


def valued_needs(viewer: Viewer, campaign: Campaign) -> list[tuple[Need, Decimal | None]]:
    """All lines that count, with what they cost at present prices."""
    statement = (
        select(Need, worth())
        .where(Need.campaign_id == campaign.id, ~Need.held)
        .order_by(Need.id)
        .options(joinedload(Need.item), joinedload(Need.pack))
    )
    return [(need, value) for need, value in viewer.session.execute(statement)]


def counts(viewer: Viewer) -> dict[int, tuple[int, int]]:
    """By campaign: how many lines count, how many pools are saved. Totals alone."""
    lines = select(Need.campaign_id, func.count()).where(~Need.held).group_by(Need.campaign_id)
    made = select(Pool.campaign_id, func.count()).group_by(Pool.campaign_id)
    with in_full(viewer):
        entered = {row[0]: row[1] for row in viewer.session.execute(lines)}
        saved = {row[0]: row[1] for row in viewer.session.execute(made)}
    return {campaign: (entered.get(campaign, 0), saved.get(campaign, 0)) for campaign in entered.keys() | saved.keys()}
