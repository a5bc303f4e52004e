"""What a firm's lines come to in a campaign: how many, for how much, in which families, and whether they count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, bindparam, select, type_coerce

from pooling.access.viewer import Viewer
from pooling.algorithms.numbers import PRICE_PLACES, QUANTITY_PLACES
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Category
from pooling.needs.models import UNDECIDED, Need, Submission
from pooling.needs.queries import NOT_STARTED

STORED_PLACES = QUANTITY_PLACES + PRICE_PLACES  # decimals of a quantity times a price, both as stored


@dataclass(frozen=True)
class Recap:
    """A member's part in one campaign; `amount` at present prices, `unpriced` lines are not in it."""

    campaign: Campaign
    submission: Submission | None
    line_count: int
    unpriced: int
    amount: Decimal

    @property
    def state(self) -> str:
        return str(self.submission.answer) if self.submission else NOT_STARTED

    @property
    def is_unapproved(self) -> bool:
        """It does not count as it stands: an approver of the firm has not said yes."""
        answer = self.submission
        return answer is not None and answer.approval and answer.answer in UNDECIDED and self.line_count > 0

    @property
    def is_undecided(self) -> bool:
        """Unapproved, and an approver can still say yes."""
        return self.is_unapproved and self.campaign.state in (State.OPEN, State.CLOSED)


def recaps(viewer: Viewer, campaigns: Sequence[Campaign], member_id: int | None = None) -> list[Recap]:
    """A member in these campaigns, the viewer's own firm by default."""
    whose = viewer.firm if member_id is None else member_id
    numbers = [campaign.id for campaign in campaigns]
    mine = (Submission.member_id == whose, Submission.campaign_id.in_(numbers))
    answers = {answer.campaign_id: answer for answer in viewer.session.scalars(select(Submission).where(*mine))}
    priced: dict[int, list[Decimal | None]] = {number: [] for number in numbers}
    for number, wanted, price in viewer.session.execute(
        select(Need.campaign_id, Need.wanted, Need.present_price).where(
            Need.member_id == whose, Need.campaign_id.in_(numbers)
        )
    ):
        priced[number].append(None if price is None else wanted * price)
    return [_recap(campaign, answers.get(campaign.id), priced[campaign.id]) for campaign in campaigns]


def _recap(campaign: Campaign, answer: Submission | None, amounts: Sequence[Decimal | None]) -> Recap:
    known = [amount for amount in amounts if amount is not None]
    return Recap(campaign, answer, len(amounts), len(amounts) - len(known), sum(known, Decimal(0)))


@dataclass(frozen=True)
class FamilySum:
    """A top family of a campaign: the firm's own lines in it, and what they cost at present prices; `unpriced` lines
    are not in it."""

    name: str
    line_count: int
    unpriced: int
    amount: Decimal


_PRICED = (
    # as they are stored: whole numbers multiply and add up exactly, and several times as fast
    select(Category.root_id, type_coerce(Need.wanted, BigInteger), type_coerce(Need.present_price, BigInteger))
    .join(Need, Need.category_id == Category.id)
    .where(Need.member_id == bindparam("firm"), Need.campaign_id == bindparam("campaign"))
)


def family_sums(viewer: Viewer, campaign: Campaign, member_id: int) -> list[FamilySum]:
    """A member's, for the families in which it has lines, in the campaign's order."""
    priced: dict[int | None, list[int | None]] = {}
    told = {"firm": member_id, "campaign": campaign.id}
    for root_id, wanted, price in viewer.session.execute(_PRICED, told):
        priced.setdefault(root_id, []).append(None if price is None else wanted * price)
    families = sorted(campaign.families, key=lambda family: family.name)
    return [_family_sum(family.name, priced[family.id]) for family in families if family.id in priced]


def _family_sum(name: str, amounts: Sequence[int | None]) -> FamilySum:
    known = [amount for amount in amounts if amount is not None]
    return FamilySum(name, len(amounts), len(amounts) - len(known), Decimal(sum(known)).scaleb(-STORED_PLACES))
