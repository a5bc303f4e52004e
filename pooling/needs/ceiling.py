"""What a firm allows itself to order in a quarter, and how far its lines have gone. The firm's own business: the
group sees neither."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.quarters import days_of, quarter_of
from pooling.needs import inside_queries
from pooling.needs.models import Ceiling, InnerNote, Topic

NEAR = 80  # percent from which on a person is warned
MOST = Decimal(10) ** 12

_NOT_APPROVER = N_("Only an approver of your firm sets its ceiling.")
_NOT_POSITIVE = N_("A ceiling is more than nothing: leave the field blank to have none.")
_ABSURD = N_("This ceiling is too large to be meant: check the figure.")
_ABOVE = N_(
    "With these lines your firm goes above its order ceiling for the quarter: an approver of your firm must submit"
    " them, or some must go."
)
_NO_REASON = N_("With these lines your firm goes above its order ceiling for the quarter: say why.")


@dataclass(frozen=True)
class Gauge:
    """`used` is what the quarter's lines cost at present prices excluding VAT; `unpriced` lines are not in it."""

    year: int
    quarter: int
    ceiling: Decimal
    used: Decimal
    unpriced: int

    @property
    def percent(self) -> int:
        """Rounded so that 100 is said of what reaches the ceiling, and no sooner."""
        return int(100 * self.used / self.ceiling)

    @property
    def is_over(self) -> bool:
        return self.used > self.ceiling

    @property
    def is_near(self) -> bool:
        return self.percent >= NEAR


def gauge(viewer: Viewer, campaign: Campaign) -> Gauge | None:
    """Of the viewer's own firm, in the quarter of this campaign; None when nothing is limited."""
    ceiling = inside_queries.ceiling(viewer)
    if ceiling is None:
        return None
    year, quarter = quarter_of(campaign)
    priced = inside_queries.priced_between(viewer, *days_of(year, quarter))
    amounts = [wanted * price for wanted, price in priced if price is not None]
    return Gauge(year, quarter, ceiling, sum(amounts, Decimal(0)), len(priced) - len(amounts))


def set_ceiling(viewer: Viewer, amount: Decimal | None) -> None:
    """From now on, for every quarter; None lifts it."""
    if not viewer.is_approver:
        raise Refusal("not_approver", _NOT_APPROVER)
    if amount is not None and amount <= 0:
        raise Refusal("not_positive", _NOT_POSITIVE)
    if amount is not None and amount >= MOST:
        raise Refusal("absurd", _ABSURD)
    if amount == inside_queries.ceiling(viewer):
        return
    viewer.session.add(Ceiling(member_id=viewer.firm, amount=amount, set_by=viewer.name))
    viewer.session.flush()


def pass_ceiling(viewer: Viewer, campaign: Campaign, member_id: int, reason: str) -> None:
    """Refuses lines above the ceiling, unless an approver says why. Whoever writes for another firm knows nothing of
    its ceiling."""
    if viewer.member_id != member_id:
        return
    found = gauge(viewer, campaign)
    if found is None or not found.is_over:
        return
    if not viewer.is_approver:
        raise Refusal("above_ceiling", _ABOVE)
    if not reason.strip():
        raise Refusal("no_reason", _NO_REASON)
    note = InnerNote(member_id=member_id, campaign_id=campaign.id, topic=Topic.ABOVE_CEILING, said_by=viewer.name)
    note.text = reason.strip()
    viewer.session.add(note)
