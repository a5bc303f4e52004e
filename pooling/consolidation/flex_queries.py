"""What is read of questions that ask firms to move further than their lines accept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload

from pooling.access.scope import in_full, one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.consolidation.models import FlexQuestion, Pool, Share
from pooling.db import batches
from pooling.needs.models import Need

Agreed = Mapping[int, Sequence[FlexQuestion]]  # by number of the need


def agreed(viewer: Viewer, pools: Sequence[int]) -> Agreed:
    """What firms said yes to, for the lines of these pools. For verbs that run with the eyes of
    `access.scope.in_full`."""
    found: list[FlexQuestion] = []
    for some in batches(pools):
        statement = select(FlexQuestion).join(Share, Share.need_id == FlexQuestion.need_id)
        found += viewer.session.scalars(statement.where(_says_yes(), Share.pool_id.in_(some)).order_by(FlexQuestion.id))
    return _by_need(found)


def agreed_by_own_firm(viewer: Viewer, campaign: Campaign) -> Agreed:
    statement = select(FlexQuestion).where(
        _says_yes(), FlexQuestion.campaign_id == campaign.id, FlexQuestion.member_id == viewer.firm
    )
    return _by_need(viewer.session.scalars(statement.order_by(FlexQuestion.id)))


def _says_yes() -> ColumnElement[bool]:
    return and_(FlexQuestion.agreed > 0, FlexQuestion.withdrawn_at.is_(None))


def _by_need(questions: Iterable[FlexQuestion]) -> Agreed:
    found: dict[int, list[FlexQuestion]] = defaultdict(list)
    for each in questions:
        found[each.need_id].append(each)
    return found


def of_pool(viewer: Viewer, pool: Pool) -> Sequence[FlexQuestion]:
    """Those that still count, as far as the viewer may see their lines; in the order in which they were asked."""
    statement = (
        select(FlexQuestion)
        .join(Share, Share.need_id == FlexQuestion.need_id)
        .where(Share.pool_id == pool.id, FlexQuestion.withdrawn_at.is_(None))
        .options(joinedload(FlexQuestion.member))
        .order_by(FlexQuestion.id)
    )
    return viewer.session.scalars(statement).all()


def progress(viewer: Viewer, campaign: Campaign) -> dict[str, tuple[int, int]]:
    """By key of the pool: how many of the open questions are answered, of how many. Nothing of pools in which firms are
    asked whose lines the viewer may not see: what is left would read as if it were all."""
    seen = _progress(viewer, campaign)
    if not viewer.barred:
        return seen
    with in_full(viewer) as everyone:
        there = _progress(everyone, campaign)
    return {key: said for key, said in seen.items() if said[1] == there[key][1]}


def _progress(viewer: Viewer, campaign: Campaign) -> dict[str, tuple[int, int]]:
    statement = (
        select(FlexQuestion.pool_key, func.count(FlexQuestion.answered_at), func.count())
        .where(FlexQuestion.campaign_id == campaign.id, _open())
        .group_by(FlexQuestion.pool_key)
    )
    return {key: (answered, asked) for key, answered, asked in viewer.session.execute(statement)}


def question(viewer: Viewer, key: str) -> FlexQuestion:
    """One of the viewer's own firm's that still counts, or NotYoursError."""
    statement = _of_own_firm(viewer).where(FlexQuestion.key == key)
    return one(viewer, statement.with_for_update(of=FlexQuestion).execution_options(populate_existing=True))


def open_of_own_firm(viewer: Viewer) -> Sequence[FlexQuestion]:
    """Those it may answer or answer otherwise: until the pool is settled, or its campaign goes on."""
    statement = _of_own_firm(viewer).where(_open(), Campaign.state == State.CONSOLIDATED)
    return viewer.session.scalars(statement.order_by(FlexQuestion.id)).all()


def waiting(viewer: Viewer) -> int:
    """How many of them have no answer yet."""
    return sum(each.answered_at is None for each in open_of_own_firm(viewer))


def firms_waited_for(viewer: Viewer, campaign: Campaign) -> set[int]:
    """Firms that have such a question and have not answered it."""
    statement = select(FlexQuestion.member_id).where(
        FlexQuestion.campaign_id == campaign.id, _open(), FlexQuestion.answered_at.is_(None)
    )
    return set(viewer.session.scalars(statement))


def _open() -> ColumnElement[bool]:
    return and_(FlexQuestion.withdrawn_at.is_(None), FlexQuestion.closed_at.is_(None))


def _of_own_firm(viewer: Viewer) -> Select[FlexQuestion]:
    return (
        select(FlexQuestion)
        .join(FlexQuestion.campaign)
        .join(FlexQuestion.need)
        .where(FlexQuestion.member_id == viewer.firm, FlexQuestion.withdrawn_at.is_(None))
        .where(FlexQuestion.wanted == Need.adjusted)
        .options(
            joinedload(FlexQuestion.campaign),
            joinedload(FlexQuestion.need).joinedload(Need.pooled_item),
            joinedload(FlexQuestion.need).joinedload(Need.pack),
        )
    )
