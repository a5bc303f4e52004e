"""What a firm gets of what it asked for, and why: its own figures, and nothing that would tell of the pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from flask_babel import gettext

from pooling.access.viewer import Viewer
from pooling.algorithms.sharing import Policy, Sentence, Way, ends, explain
from pooling.algorithms.sharing import Share as Told
from pooling.campaigns.models import Campaign, State
from pooling.consolidation import flex_queries
from pooling.consolidation import member_queries as queries
from pooling.consolidation.models import UNDECIDED, FlexQuestion, Share
from pooling.consolidation.packing import wish_of
from pooling.consolidation.rules import UNSETTLED
from pooling.needs.outcomes import Allocated
from pooling.needs.unit_words import counted

# nothing is shared out in these, or no longer
WITHOUT_SHARES = UNSETTLED | {State.CANCELLED}
# a buyer may still buy a pool otherwise
STILL_OPEN = frozenset({State.CONSOLIDATED, State.IN_CONSULTATION, State.AWARDED})


@dataclass(frozen=True)
class OwnShare:
    """One line as its firm reads it, quantities in `unit`; nothing is `settled` while `reasons` is empty."""

    name: str
    entered: str
    family: str
    unit: str
    asked: Decimal
    gets: Decimal
    carried: Decimal
    reasons: Sequence[str]

    @property
    def settled(self) -> bool:
        return bool(self.reasons)

    @property
    def differs(self) -> bool:
        return self.settled and self.gets != self.asked

    @property
    def as_asked(self) -> bool:
        """And nothing more is to be said of it."""
        return self.settled and not self.differs and len(self.reasons) == 1


def own_shares(viewer: Viewer, campaign: Campaign) -> list[OwnShare]:
    """Of the viewer's own firm, by family and name; before them the lines that do not come as they were asked."""
    agreed = flex_queries.agreed_by_own_firm(viewer, campaign)
    found = [_told(share, agreed.get(share.need_id, ())) for share in queries.own_shares(viewer, campaign)]
    return sorted(found, key=lambda own: (own.as_asked, own.family, own.name, own.entered))


def allocated_of(viewer: Viewer, campaign: Campaign, member_id: int) -> Allocated:
    """What a firm's lines were allocated, as the page of its shares tells it."""
    if campaign.state in WITHOUT_SHARES:
        return Allocated({}, may_change=False)
    shares = queries.own_shares(viewer, campaign, member_id)
    settled = {share.need_id: share.allocated for share in shares if _is_settled(share)}
    return Allocated(settled, may_change=campaign.state in STILL_OPEN)


def _is_settled(share: Share) -> bool:
    """Not while the buyers have yet to pick a way, nor once the line has changed since it was shared out."""
    return share.way != UNDECIDED and share.asked == share.need.adjusted


def _told(share: Share, agreed: Sequence[FlexQuestion]) -> OwnShare:
    need = share.need
    item = need.pooled_item
    return OwnShare(
        name=item.name if item else need.designation,
        entered=need.designation if item and not need.item_id else "",
        family=need.category.path,
        unit=item.base_unit if item else need.unit,
        asked=share.asked,
        gets=share.allocated,
        carried=share.carried,
        reasons=tuple(_reasons(share, agreed)),
    )


def _reasons(share: Share, agreed: Sequence[FlexQuestion]) -> Iterator[str]:
    """None while it is not settled."""
    need = share.need
    if not _is_settled(share):
        return
    least, most = ends(wish_of(need, agreed))
    told = Told(str(share.id), share.asked, least, most, share.allocated, share.carried)
    unit = need.pooled_item.base_unit if need.pooled_item else need.unit
    yield from map(partial(_said, unit=unit), explain(told, Policy(share.policy), Way(share.way)))


def _said(sentence: Sentence, unit: str) -> str:
    return str(gettext(sentence.message, **{name: counted(value, unit) for name, value in sentence.values.items()}))
