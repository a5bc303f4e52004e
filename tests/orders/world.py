"""A small campaign on its way to orders, written by the models so that these tests need no other room."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import AgreementLine, Category, Item, Supplier
from pooling.consolidation.models import Pool, Share
from pooling.members.models import Member, Site
from pooling.needs.models import Need, Submission
from pooling.sourcing.models import Award, Placement, Reason


class World:
    """Campaign T1 consolidated; `pool` makes a pool out of wishes, `award` gives (part of) it away."""

    def __init__(self, system: Viewer) -> None:
        self.session = system.session
        self.campaign = self.session.scalars(select(Campaign).where(Campaign.code == "T1")).one()
        self.campaign.state = State.CONSOLIDATED
        self.members = {each.code: each for each in self.session.scalars(select(Member))}
        self.sites = {each.code: each for each in self.session.scalars(select(Site))}
        self.items = {each.code: each for each in self.session.scalars(select(Item))}
        self.suppliers = {each.code: each for each in self.session.scalars(select(Supplier))}
        self.categories = {each.path: each for each in self.session.scalars(select(Category))}

    def pool(
        self, name: str, wishes: list[tuple[str, str, str | None]], *, path: str = "Bureau > Papier", unit: str = "C62"
    ) -> Pool:
        """`name` is an item's code or a designation; a wish is a member, a quantity, a site."""
        item = self.items.get(name)
        category = item.category if item else self.categories[path]
        key = f"item:{item.id}" if item else f"text:{uuid4().hex}"
        designation = item.name if item else name
        unit = item.base_unit if item else unit
        total = sum((Decimal(quantity) for _, quantity, _ in wishes), Decimal(0))
        pool = Pool(
            campaign=self.campaign,
            key=key,
            item=item,
            category=category,
            designation=designation,
            unit=unit,
            asked=total,
            quantity=total,
            line_count=len(wishes),
            member_count=len({member for member, _, _ in wishes}),
        )
        self.session.add(pool)
        for member, quantity, site in wishes:
            self._share(pool, member, Decimal(quantity), site)
        self.session.flush()
        return pool

    def _share(self, pool: Pool, member: str, quantity: Decimal, site: str | None) -> None:
        firm = self.members[member]
        need = Need(
            key=uuid4().hex,
            submission=self._submission(firm),
            campaign_id=self.campaign.id,
            member_id=firm.id,
            category=pool.category,
            item=pool.item,
            site=self.sites[site] if site else None,
            designation=pool.designation,
            wanted=quantity,
            unit=pool.unit,
            base_wanted=quantity,
            pool_key=pool.key,
            adjusted=quantity,
            pooled_as=pool.key,
            pooled_item=pool.item,
        )
        share = Share(pool=pool, need=need, member_id=firm.id, asked=quantity, allocated=quantity)
        share.category_id = pool.category.id
        self.session.add_all([need, share])

    def _submission(self, firm: Member) -> Submission:
        known = self.session.scalars(select(Submission).where(Submission.member_id == firm.id)).one_or_none()
        if known is None:
            known = Submission(campaign_id=self.campaign.id, member_id=firm.id)
            self.session.add(known)
            self.session.flush()
        return known

    def award(self, pool: Pool, supplier: str, price: str | None, *, members: set[str] | None = None) -> Award:
        """All shares of the pool, or those of some members; by agreement where the supplier has one."""
        shares = list(self.session.scalars(select(Share).where(Share.pool_id == pool.id)))
        if members is not None:
            wanted = {self.members[code].id for code in members}
            shares = [share for share in shares if share.member_id in wanted]
        award = Award(
            pool=pool,
            supplier=self.suppliers[supplier],
            agreement_line=self._agreement_line(pool, supplier),
            quantity=sum((share.allocated for share in shares), Decimal(0)),
            unit_price=Decimal(price) if price is not None else None,
            reason=Reason.CHOSEN,
        )
        self.session.add_all([award, *(Placement(share=share, award=award) for share in shares)])
        self.session.flush()
        return award

    def _agreement_line(self, pool: Pool, supplier: str) -> AgreementLine | None:
        lines = self.session.scalars(select(AgreementLine).where(AgreementLine.item_id == pool.item_id))
        return next((line for line in lines if line.agreement.supplier.code == supplier), None)

    def usual(self) -> None:
        """Paper from Papéto for three firms, gloves without a price, drills from two suppliers."""
        paper = self.pool("PAP-A4", [("ARV", "10", "ARV-1"), ("ARV", "5", "ARV-2"), ("GIF", "85", None)])
        self.award(paper, "PAPETO", "3.80")
        gloves = self.pool("GAN-9", [("SOE", "300", "SOE-1"), ("ARV", "200", None)])
        self.award(gloves, "PAPETO", None)
        drills = self.pool("FOR-6", [("ARV", "12", "ARV-1"), ("SOE", "3", "SOE-1")])
        self.award(drills, "OUTIL", "21.5", members={"ARV"})
        self.award(drills, "TOUTPRO", "22.333333", members={"SOE"})
