"""What stands in the database when the sweep drives every route: Alice's lines, and a campaign in which
they became pools and orders. What only her firm and the clean team may read is spelled so that it can be
found on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.algorithms.category_fields import FieldKind
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.rules import advance
from pooling.catalogue.family_fields import FieldFacts, add_field
from pooling.catalogue.models import Category, Item, Supplier
from pooling.consolidation.models import FlexQuestion, Judgement, Pool, Question
from pooling.consolidation.publishing import publish
from pooling.consolidation.rules import consolidate
from pooling.db import now
from pooling.documents.kinds import Kind
from pooling.documents.shelf import shelf
from pooling.language import settings
from pooling.members.models import Member, Site
from pooling.needs import queries
from pooling.needs.late_models import LateLine
from pooling.needs.models import Attachment, Ceiling, InnerNote, Need, PendingImport, Topic
from pooling.needs.rules import Line, save
from pooling.needs.told import told
from pooling.needs.uploads import Kept
from pooling.orders.models import Order
from pooling.orders.rules import create
from pooling.sourcing.rules import as_named
from tests.documents.papers import pdf

KEY = "a" * 32  # Alice's line in the open campaign
ORDERED_KEY = "b" * 32
FILE_KEY = "c" * 32  # of the drawing on Alice's line
REMOVED_KEY = "d" * 32  # of another, taken off it
# words of Ateliers de l'Arve that no other member may ever read; a buyer who works for a rival reads
# totals (designations, suppliers) and firms, an administrator firms and suppliers
LINES = ("loin des regards", "Plan confidentiel", "7413912", "7 413 912", "7\u202f413\u202f912", "7\u00a0413\u00a0912")
SECRETS = ("quinconce zirconium", "Fournil Discret", "Quai Ateliers", *LINES)
# what the firm keeps from the group too
INSIDE = ("accord du vieux gérant", "8642097", "8 642 097", "8\u202f642\u202f097", "8\u00a0642\u00a0097")
KEPT_FROM = {
    None: (*SECRETS, *INSIDE),
    "charlie": (*SECRETS, *INSIDE),
    "adele": (*LINES, *INSIDE),
    "conrad": ("loin des regards", "Plan confidentiel", *INSIDE),
    "alice": (),
    "brigitte": INSIDE,
}


@dataclass(frozen=True)
class Stage:
    pool: int
    preview: str  # the key of the pool that Alice's line would make
    order: str
    supplier: str


def set_up(system: Viewer) -> Stage:
    session = system.session
    campaigns = {each.code: each for each in session.scalars(select(Campaign))}
    members = {each.code: each for each in session.scalars(select(Member))}
    category = session.scalars(select(Category).where(Category.path == "Outillage > Forets")).one()
    add_field(system, category.parent or category, FieldFacts("Diamètre", FieldKind.NUMBER, "MMT"))
    item = session.scalars(select(Item).where(Item.code == "FOR-6")).one()
    site = session.scalars(select(Site).where(Site.code == "ARV-1")).one()
    ordered = _another(system, campaigns["T1"])
    for campaign, key in ((campaigns["T1"], KEY), (ordered, ORDERED_KEY)):
        own = Line(
            quantity=Decimal(7413912),
            designation="Broche quinconce zirconium",
            category=category,
            unit="C62",
            site=site,
            present_price=Decimal("3.5"),
            present_supplier="Fournil Discret",
            remark="loin des regards",
        )
        save(system, campaign, own, key=key, member=members["ARV"])
        for number, firm in enumerate(("ARV", "SOE", "GIF")):
            shared = Line(item=item, quantity=Decimal(4))
            save(system, campaign, shared, key=f"{campaign.id:016x}{number:016x}", member=members[firm])
    session.add(
        PendingImport(
            key=KEY,
            campaign_id=campaigns["T1"].id,
            member_id=members["ARV"].id,
            file_name="loin des regards.csv",
            sha256="0" * 64,
            stamped=False,
            content=Kept("", 1, ("Désignation", "Quantité"), ((2, ["Broche quinconce zirconium", 7413912]),)).packed(),
            columns={"designation": 0, "quantity": 1},
            expires_at=now() + timedelta(days=1),
        )
    )
    line = session.scalars(select(Need).where(Need.key == KEY)).one()
    session.add(
        LateLine(
            key=KEY,
            campaign_id=campaigns["T1"].id,
            member_id=members["ARV"].id,
            category_id=category.id,
            asked=told(line),
            base=None,
            base_version=None,
            reason="loin des regards",
            asked_by="Alice",
        )
    )
    arv = members["ARV"].id
    session.add(Ceiling(member_id=arv, amount=Decimal(8642097), set_by="Alice"))
    for campaign in (campaigns["T1"], ordered):
        note = InnerNote(member_id=arv, campaign_id=campaign.id, topic=Topic.ABOVE_CEILING, said_by="Alice")
        note.text = "accord du vieux gérant"
        session.add(note)
    for key in (FILE_KEY, REMOVED_KEY):
        _attach(system, campaigns["T1"], members["ARV"], category, key)
    session.flush()
    _ask(system, campaigns["T1"])
    advance(system, ordered, State.CLOSED)
    consolidate(system, ordered)
    publish(system, ordered)
    as_named(system, ordered)
    create(system, ordered)
    pool = session.scalars(select(Pool.id).where(Pool.designation.like("Broche%"))).one()
    order, supplier = session.execute(
        select(Order.number, Supplier.code).join(Order.supplier).where(Supplier.name == "Fournil Discret")
    ).one()
    session.commit()
    return Stage(pool=pool, preview=line.pooled_as, order=order, supplier=supplier)


def _ask(system: Viewer, campaign: Campaign) -> None:
    """The buyers wonder about Alice's line."""
    need = queries.need(system, KEY, campaign)
    about = {
        "need_id": need.id,
        "campaign_id": campaign.id,
        "member_id": need.member_id,
        "category_id": need.category_id,
    }
    system.session.add_all(
        [
            Judgement(**about, topic="t", decision="review", probability=Decimal(0), candidates=[], question={}),
            Question(**about, key=KEY, text="loin des regards ?", options=[], asked_by="Brigitte"),
            FlexQuestion(
                **about,
                key=KEY,
                pool_key=need.pooled_as,
                wanted=need.adjusted,
                accepted=need.adjusted,
                move=Decimal(1),
                asked_by="Brigitte",
            ),
        ]
    )
    system.session.flush()


def _another(system: Viewer, like: Campaign) -> Campaign:
    campaign = Campaign(
        code="T3",
        name="Trimestre T3",
        state=State.OPEN,
        opens_at=now() - timedelta(days=60),
        closes_at=now() + timedelta(days=1),
        delivery_from=like.delivery_from,
        delivery_until=like.delivery_until,
        families=list(like.families),
    )
    system.session.add(campaign)
    system.session.flush()
    return campaign


def _attach(system: Viewer, campaign: Campaign, member: Member, category: Category, key: str) -> None:
    shelf(settings()).put_back(key, pdf(title=f"loin des regards {key}"))
    system.session.add(
        Attachment(
            key=key,
            need_key=KEY,
            campaign_id=campaign.id,
            member_id=member.id,
            category_id=category.id,
            name=f"Plan confidentiel {key[0]}.pdf",
            kind=Kind.PDF,
            size=len(pdf()),
            sha256="0" * 64,
            added_by="Alice",
            removed_at=now() if key == REMOVED_KEY else None,
        )
    )
