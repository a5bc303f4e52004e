"""What the import of workbooks reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Category, Item
from pooling.db import batches, now
from pooling.needs.models import HeaderMapping, Need, PendingImport

_PENDING = select(PendingImport).where(
    PendingImport.key == bindparam("key"),
    PendingImport.campaign_id == bindparam("campaign"),
    PendingImport.member_id == bindparam("firm"),
    PendingImport.expires_at > bindparam("now"),
)


def pending(viewer: Viewer, campaign: Campaign, key: str, member_id: int) -> PendingImport:
    """A member's, while it lasts; else NotYoursError."""
    return one(viewer, _PENDING, {"key": key, "campaign": campaign.id, "firm": member_id, "now": now()})


def pending_if_any(viewer: Viewer, campaign: Campaign, key: str, member_id: int) -> PendingImport | None:
    told = {"key": key, "campaign": campaign.id, "firm": member_id, "now": now()}
    return viewer.session.scalars(_PENDING, told).one_or_none() if key else None


def stale_imports(viewer: Viewer, member_id: int) -> Sequence[PendingImport]:
    """Of a member, those nobody can open any more."""
    statement = select(PendingImport).where(PendingImport.member_id == member_id, PendingImport.expires_at <= now())
    return viewer.session.scalars(statement).all()


def mapping(viewer: Viewer, headers: str, member_id: int) -> HeaderMapping | None:
    statement = select(HeaderMapping).where(HeaderMapping.member_id == member_id, HeaderMapping.headers == headers)
    return viewer.session.scalars(statement).one_or_none()


def items_named(viewer: Viewer, campaign: Campaign, keys: Mapping[str, str]) -> list[Item]:
    """Active items of the campaign's families of which one of these texts is the whole name, the code, the maker
    reference or the GTIN; `keys` holds the `name_key` of each."""
    roots = [family.id for family in campaign.families]
    open_families = select(Category.id).where(Category.active, Category.root_id.in_(roots))
    found: list[Item] = []
    for some in batches(sorted(keys)):
        called = or_(
            Item.name_key.in_({keys[text] for text in some}),
            Item.code.in_({text.upper() for text in some}),
            Item.maker_reference.in_(some),
            Item.gtin.in_(some),
        )
        statement = select(Item).where(called, Item.active, Item.category_id.in_(open_families))
        found += viewer.session.scalars(statement.options(joinedload(Item.category)))
    return found


_ELSEWHERE = select(Need.key).where(
    Need.member_id == bindparam("firm"),
    Need.campaign_id != bindparam("campaign"),
    Need.key.in_(bindparam("keys", expanding=True)),
)


def keys_used_elsewhere(viewer: Viewer, campaign: Campaign, keys: Iterable[str], member_id: int) -> set[str]:
    """Keys that lines of a member bear in other campaigns."""
    found: set[str] = set()
    for some in batches(sorted(keys)):
        found.update(viewer.session.scalars(_ELSEWHERE, {"firm": member_id, "campaign": campaign.id, "keys": some}))
    return found


def previous(viewer: Viewer, campaign: Campaign, member_id: int) -> Campaign | None:
    """The latest earlier campaign in which a member entered lines."""
    entered = select(Need.campaign_id).where(Need.member_id == member_id)
    statement = (
        select(Campaign)
        .where(Campaign.opens_at < campaign.opens_at, Campaign.id.in_(entered))
        .where(Campaign.state.not_in((State.DRAFT, State.CANCELLED)))
        .order_by(Campaign.opens_at.desc(), Campaign.code)
    )
    return viewer.session.scalars(statement.limit(1)).first()
