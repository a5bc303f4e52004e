"""What may be wrong with lines that are complete: said before they are submitted, never refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made

from pooling.algorithms.category_fields import Field
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import Declared
from pooling.needs.models import Need


@dataclass(frozen=True)
class Doubts:
    """How many lines lack a price, are wanted outside the days of delivery, or go to no site; and which fields
    that their family asks for are `lacking`, by the key of the line."""

    unpriced: int
    off_days: int
    homeless: int
    lacking: Mapping[str, Sequence[Field]] = made(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.unpriced or self.off_days or self.homeless or self.lacking)

    @property
    def labels(self) -> list[str]:
        """Of what is lacking somewhere, each once."""
        return list(dict.fromkeys(field.label for fields in self.lacking.values() for field in fields))


def doubts(campaign: Campaign, lines: Sequence[Need], known: Declared) -> Doubts:
    lacking = {line.key: known.lacking(line, line.category_id) for line in lines}
    days = [line.wanted_on for line in lines if line.wanted_on is not None]
    return Doubts(
        unpriced=sum(line.present_price is None for line in lines),
        off_days=sum(not campaign.delivery_from <= day <= campaign.delivery_until for day in days),
        homeless=sum(line.site_id is None and not line.is_split for line in lines),
        lacking={key: fields for key, fields in lacking.items() if fields},
    )
