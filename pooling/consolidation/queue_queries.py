"""The desk's queue and how far it is: what is read of all its lines at once, as far as this viewer sees them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, literal, select
from sqlalchemy.orm import joinedload

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.consolidation.models import Judgement, Verdict
from pooling.consolidation.queries import worth
from pooling.needs.models import Need

PAGE = 50
NAMED = "named"  # the firm itself chose an item
UNREAD = "unread"  # the engine has not seen the line yet
ZERO = Decimal(0)


@dataclass(frozen=True)
class Topic:
    """Lines that are the same unknown thing; `value` at present prices, of the `priced` ones. `lead` shows for
    all."""

    topic: str
    lines: int
    firms: int
    value: Decimal
    priced: int
    lead: Judgement


class Part(NamedTuple):
    lines: int
    value: Decimal


def queue(viewer: Viewer, campaign: Campaign, verdicts: Collection[Verdict], page: int = 1) -> list[Topic]:
    """Topics with these verdicts, the most money first, then the most lines."""
    money = func.coalesce(func.sum(worth()), 0)
    lines = func.count()
    statement = _of(
        select(
            Judgement.topic,
            lines,
            func.count(Judgement.member_id.distinct()),
            money,
            func.count(Need.present_price),
            func.min(Judgement.id),
        ),
        campaign,
        verdicts,
    )
    ordered = statement.group_by(Judgement.topic).order_by(money.desc(), lines.desc(), func.min(Judgement.id))
    rows = viewer.session.execute(ordered.limit(PAGE).offset((page - 1) * PAGE)).all()
    leads = _leads(viewer, [row[5] for row in rows])
    return [Topic(row[0], row[1], row[2], row[3], row[4], leads[row[5]]) for row in rows]


def count(viewer: Viewer, campaign: Campaign, verdicts: Collection[Verdict]) -> int:
    """How many topics there are with these verdicts."""
    return viewer.session.scalar(_of(select(func.count(Judgement.topic.distinct())), campaign, verdicts)) or 0


def progress(viewer: Viewer, campaign: Campaign) -> dict[str, Part]:
    """Lines and money by what is settled of them: a verdict, NAMED, or UNREAD."""
    standing = func.coalesce(
        Judgement.verdict, case((Need.item_id.is_not(None), literal(NAMED)), else_=literal(UNREAD))
    )
    statement = (
        select(standing, func.count(), func.coalesce(func.sum(worth()), 0))
        .select_from(Need)
        .outerjoin(Judgement, Judgement.need_id == Need.id)
        .where(Need.campaign_id == campaign.id, ~Need.held)
        .group_by(standing)
    )
    found = {str(state): Part(lines, value) for state, lines, value in viewer.session.execute(statement)}
    return {state: found.get(state, Part(0, ZERO)) for state in (NAMED, UNREAD, *(each.value for each in Verdict))}


def pooled(viewer: Viewer, campaign: Campaign) -> tuple[Part, Part]:
    """What two firms or more buy together as things are understood now, and all there is."""
    groups = (
        select(
            func.count().label("lines"),
            func.count(Need.member_id.distinct()).label("firms"),
            func.coalesce(func.sum(worth()), 0).label("value"),
        )
        .where(Need.campaign_id == campaign.id, ~Need.held)
        .group_by(Need.pooled_as)
        .subquery()
    )
    sums = (func.coalesce(func.sum(groups.c.lines), 0), func.coalesce(func.sum(groups.c.value), 0))
    shared = viewer.session.execute(select(*sums).where(groups.c.firms > 1)).one()
    whole = viewer.session.execute(select(*sums)).one()
    return Part(int(shared[0]), shared[1]), Part(int(whole[0]), whole[1])


def lines_of(viewer: Viewer, campaign: Campaign, topic: str, verdicts: Collection[Verdict]) -> Sequence[Judgement]:
    """The lines of a topic with all that the desk shows of them, the dearest first."""
    statement = _of(select(Judgement), campaign, verdicts).where(Judgement.topic == topic)
    shown = statement.options(
        joinedload(Judgement.need).joinedload(Need.pack),
        joinedload(Judgement.need).joinedload(Need.category),
        joinedload(Judgement.member),
        joinedload(Judgement.item),
    )
    return viewer.session.scalars(shown.order_by(func.coalesce(worth(), 0).desc(), Judgement.id)).all()


def _of(
    statement: Select[*tuple[Any, ...]], campaign: Campaign, verdicts: Collection[Verdict]
) -> Select[*tuple[Any, ...]]:
    return statement.join(Need, Need.id == Judgement.need_id).where(
        Judgement.campaign_id == campaign.id, Judgement.verdict.in_(verdicts)
    )


def _leads(viewer: Viewer, numbers: Sequence[int]) -> dict[int, Judgement]:
    statement = select(Judgement).where(Judgement.id.in_(numbers)).options(joinedload(Judgement.need))
    return {each.id: each for each in viewer.session.scalars(statement)}
