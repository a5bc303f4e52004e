"""What a trial comes to, and whether every quantity of the file is where it should be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select

from pooling.access.viewer import Viewer
from pooling.consolidation.models import Pool
from pooling.consolidation.together import Shares
from pooling.members.models import Member
from pooling.needs.models import Need
from pooling.orders.models import OrderLine
from pooling.trial import recount
from pooling.trial.rows import Reading


@dataclass(frozen=True)
class Sums:
    """The same quantity at each station of the line."""

    needs: Decimal
    pools: Decimal
    order_lines: Decimal


@dataclass(frozen=True)
class PoolFigures:
    designation: str
    unit: str
    quantity: Decimal
    lines: int
    members: int


@dataclass(frozen=True)
class SupplierFigures:
    """`quantity` is what the sheet Commande of `file` adds up to, whatever the units."""

    name: str
    file: str
    lines: int
    quantity: Decimal


@dataclass
class Figures:
    """Quantities are plain sums over whatever units; `astray` names what does not add up, per supplier,
    thing and unit."""

    reading: Reading
    members: int = 0
    pools: Sequence[PoolFigures] = ()
    suppliers: Sequence[SupplierFigures] = ()
    orders: int = 0
    stations: Sums = field(default_factory=lambda: Sums(Decimal(0), Decimal(0), Decimal(0)))
    quantity_out: Decimal = Decimal(0)
    astray: Sequence[recount.Key] = ()
    shares: Shares | None = None

    @property
    def shared_pools(self) -> int:
        return sum(1 for pool in self.pools if pool.members > 1)

    @property
    def adds_up(self) -> bool:
        stations = self.stations
        same = {self.reading.quantity, stations.needs, stations.pools, stations.order_lines, self.quantity_out}
        return len(same) == 1 and not self.astray


def stations(viewer: Viewer) -> Sums:
    columns = (Need.wanted, Pool.quantity, OrderLine.quantity)
    return Sums(*(viewer.session.scalar(select(func.sum(column))) or Decimal(0) for column in columns))


def member_count(viewer: Viewer) -> int:
    return viewer.session.scalar(select(func.count(Member.id))) or 0


def pools(viewer: Viewer) -> list[PoolFigures]:
    """Those most firms share first."""
    columns = (Pool.designation, Pool.unit, Pool.quantity, Pool.line_count, Pool.member_count)
    statement = select(*columns).order_by(Pool.member_count.desc(), Pool.line_count.desc(), Pool.key)
    return [PoolFigures(*row) for row in viewer.session.execute(statement)]


def total(suppliers: Iterable[SupplierFigures]) -> Decimal:
    return sum((supplier.quantity for supplier in suppliers), Decimal(0))
