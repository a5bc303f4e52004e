"""The pools of a campaign beside who serves them and who else could."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pooling.access.viewer import Viewer
from pooling.algorithms.award import Quote, Terms, is_off_multiple, quotes
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_queries import declared
from pooling.consolidation.queries import PoolRow, pools
from pooling.consolidation.sifting import alphabetical
from pooling.sourcing import queries
from pooling.sourcing.queries import AwardRow

NOBODY = "-"  # stands for "without a supplier" in an address; no supplier has this code


@dataclass(frozen=True)
class Place:
    """A pool with its awards, none when nobody serves it yet."""

    pool: PoolRow
    awards: Sequence[AwardRow]
    words: str = ""  # of the fields its lines have in common

    @property
    def number(self) -> int:
        return self.pool.id or 0

    @property
    def designation(self) -> str:
        return self.pool.designation

    @property
    def item_code(self) -> str | None:
        return self.pool.item_code

    @property
    def family_code(self) -> str:
        return self.pool.family_code

    @property
    def member_count(self) -> int:
        return self.pool.member_count

    @property
    def supplier(self) -> str:
        """For sorting: the first supplier's name, nobody first."""
        return alphabetical(self.awards[0].supplier) if self.awards else ""

    @property
    def amount(self) -> Decimal | None:
        """None as soon as one price is unknown."""
        amounts = [award.amount for award in self.awards]
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None

    def is_served_by(self, code: str) -> bool:
        return not self.awards if code == NOBODY else any(award.supplier_code == code for award in self.awards)


@dataclass(frozen=True)
class Part:
    """What one supplier serves of a campaign: pools or parts of pools, before tax; `unpriced` have no price."""

    code: str
    name: str
    pools: int
    amount: Decimal
    unpriced: int


def places(viewer: Viewer, campaign: Campaign, language: str) -> list[Place]:
    found, known = queries.awards(viewer, campaign), declared(viewer)
    return [
        Place(pool, found.get(pool.id or 0, ()), known.words(pool.fields, language, beside=pool.designation))
        for pool in pools(viewer, campaign)
    ]


def parts(places: Sequence[Place]) -> list[Part]:
    """Largest first; pools nobody serves are not in it."""
    by_code: dict[str, list[AwardRow]] = {}
    for place in places:
        for award in place.awards:
            by_code.setdefault(award.supplier_code, []).append(award)
    return sorted((_part(rows) for rows in by_code.values()), key=lambda part: (-part.amount, part.code))


def alternatives(place: Place, terms: Mapping[int, Sequence[Terms]], on: date) -> list[Quote]:
    """What the other suppliers' agreements come to for the whole pool, best first."""
    own = {award.supplier_code for award in place.awards}
    ranked = quotes(terms.get(place.pool.item_id or 0, ()), place.pool.quantity, on)
    return [quote for quote in ranked if quote.terms.supplier not in own]


def is_below_minimum(award: AwardRow) -> bool:
    return award.quantity < award.minimum


def breaks_multiple(award: AwardRow) -> bool:
    return is_off_multiple(award.quantity, award.multiple)


def _part(rows: Sequence[AwardRow]) -> Part:
    amounts = [row.amount for row in rows]
    known = [amount for amount in amounts if amount is not None]
    return Part(rows[0].supplier_code, rows[0].supplier, len(rows), sum(known, Decimal(0)), amounts.count(None))
