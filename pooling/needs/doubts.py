"""What may be wrong with lines that are complete: said before they are submitted, never refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pooling.campaigns.models import Campaign
from pooling.needs.models import Need


@dataclass(frozen=True)
class Doubts:
    """How many lines lack a price, are wanted outside the days of delivery, or go to no site."""

    unpriced: int
    off_days: int
    homeless: int

    def __bool__(self) -> bool:
        return bool(self.unpriced or self.off_days or self.homeless)


def doubts(campaign: Campaign, lines: Sequence[Need]) -> Doubts:
    days = [line.wanted_on for line in lines if line.wanted_on is not None]
    return Doubts(
        unpriced=sum(line.present_price is None for line in lines),
        off_days=sum(not campaign.delivery_from <= day <= campaign.delivery_until for day in days),
        homeless=sum(line.site_id is None and not line.is_split for line in lines),
    )
