"""Two quarters of a group large enough for totals: T0, delivered in the second quarter, and T1, in the third."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.consolidation.models import Publication, PublishedTotal
from pooling.consolidation.publishing import publish
from pooling.consolidation.rules import consolidate
from pooling.members.models import Member
from tests.consolidation.entering import Wish, campaign_coded, close, enter

Totals = dict[tuple[str, str], Decimal | None]
EVERYTHING = ("PAP-A4", "GAN-9", "FOR-6")  # an item of each family
FIRMS = ("F1", "F2", "F3", "F4", "F5")
DAYS = {"T0": date(2026, 4, 1), "T1": date(2026, 7, 1)}


def settle_in(system: Viewer) -> None:
    """Five more firms, and quarters that do not depend on the day of the test."""
    system.session.add_all([Member(code=code, name=f"Entreprise secrète {code}") for code in FIRMS])
    for code, day in DAYS.items():
        campaign = campaign_coded(system, code)
        campaign.delivery_from, campaign.delivery_until = day, day
    system.session.flush()


def ask(system: Viewer, item: str, amounts: dict[str, str], campaign: str = "T1") -> None:
    """Each firm asks for so much of an item, at 1 € apiece."""
    enter(system, *(Wish(firm, item, amount, price="1") for firm, amount in amounts.items()), campaign=campaign)


def ask_all(system: Viewer, amounts: dict[str, str], campaign: str = "T1") -> None:
    for item in EVERYTHING:
        ask(system, item, amounts, campaign)


def group(system: Viewer, code: str = "T1") -> Campaign:
    campaign = close(system, code)
    consolidate(system, campaign)
    return campaign


def published(system: Viewer, code: str = "T1") -> Totals:
    """Group the campaign's lines and publish: families by path and quarter, the blank path for all."""
    return read(system, publish(system, group(system, code)))


def read(viewer: Viewer, publication: Publication) -> Totals:
    return {(each.path, each.period): each.amount for each in rows(viewer, publication) if not each.item_code}


def rows(viewer: Viewer, publication: Publication) -> list[PublishedTotal]:
    statement = select(PublishedTotal).where(PublishedTotal.publication_id == publication.id)
    return list(viewer.session.scalars(statement.order_by(PublishedTotal.place)))
