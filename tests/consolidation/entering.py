"""Lines entered straight into the tables, as the system: what these tests are about begins after entry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import item_key, text_key
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Category, Item, Pack
from pooling.members.models import Member, Site
from pooling.needs.models import Answer, Need, Submission

numbers = count(1)


@dataclass(frozen=True)
class Wish:
    """One line: `what` is an item's code, or a description when there is no such item."""

    member: str
    what: str
    quantity: str
    pack: str | None = None
    price: str | None = None
    supplier: str = ""
    unit: str = "C62"
    family: str = "Bureau > Papier"
    site: str | None = None


def enter(system: Viewer, *wishes: Wish, campaign: str = "T1") -> list[Need]:
    needs = [_need(system, wish, campaign_coded(system, campaign)) for wish in wishes]
    system.session.add_all(needs)
    system.session.flush()
    return needs


def close(system: Viewer, code: str = "T1", state: State = State.CLOSED) -> Campaign:
    campaign = campaign_coded(system, code)
    campaign.state = state
    system.session.flush()
    return campaign


def campaign_coded(viewer: Viewer, code: str) -> Campaign:
    return viewer.session.scalars(select(Campaign).where(Campaign.code == code)).one()


def _need(system: Viewer, wish: Wish, campaign: Campaign) -> Need:
    session = system.session
    member = session.scalars(select(Member).where(Member.code == wish.member)).one()
    item = session.scalars(select(Item).where(Item.code == wish.what)).one_or_none()
    pack = session.scalars(select(Pack).where(Pack.name == wish.pack)).one() if wish.pack else None
    site = session.scalars(select(Site).where(Site.code == wish.site)).one() if wish.site else None
    family = session.scalars(select(Category.id).where(Category.path == wish.family)).one()
    base = Decimal(wish.quantity) * (pack.content if pack else 1)
    asks_for = item_key(item.id) if item else text_key(wish.what, wish.unit)
    return Need(
        key=f"line-{next(numbers)}",
        submission_id=_submission(system, campaign, member).id,
        campaign_id=campaign.id,
        member_id=member.id,
        category_id=item.category_id if item else family,
        item_id=item.id if item else None,
        pack_id=pack.id if pack else None,
        site_id=site.id if site else None,
        designation="" if item else wish.what,
        wanted=Decimal(wish.quantity),
        unit=item.base_unit if item else wish.unit,
        base_wanted=base,
        pool_key=asks_for,
        adjusted=base,
        pooled_as=asks_for,
        pooled_item_id=item.id if item else None,
        present_price=Decimal(wish.price) if wish.price else None,
        present_supplier=wish.supplier,
    )


def _submission(system: Viewer, campaign: Campaign, member: Member) -> Submission:
    statement = select(Submission).where(Submission.campaign_id == campaign.id, Submission.member_id == member.id)
    found = system.session.scalars(statement).one_or_none()
    if found is None:
        found = Submission(campaign_id=campaign.id, member_id=member.id, answer=Answer.DRAFT)
        system.session.add(found)
        system.session.flush()
    return found
