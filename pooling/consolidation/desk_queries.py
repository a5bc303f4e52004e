"""What the matching desk reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from pooling.access.scope import one
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.catalogue.models import Item
from pooling.consolidation.models import Alias, DeskStep, Judgement, Question, Verdict
from pooling.db import batches
from pooling.needs.models import Need

MOST_QUESTIONS = 200
# while members still enter, and until the lines are grouped; grouping anew takes later judgements in
JUDGEABLE = frozenset({State.OPEN, State.CLOSED, State.CONSOLIDATED})


def judgements(viewer: Viewer, campaign: Campaign, numbers: Iterable[int]) -> list[Judgement]:
    """Those of the campaign's lines that this viewer may see, with the lines."""
    found: list[Judgement] = []
    for some in batches(dict.fromkeys(numbers)):
        statement = _whole().where(Judgement.campaign_id == campaign.id, Judgement.id.in_(some)).order_by(Judgement.id)
        found += viewer.session.scalars(statement)
    return found


def _whole() -> Select[Judgement]:
    return select(Judgement).options(joinedload(Judgement.need), joinedload(Judgement.item))


def last_step(viewer: Viewer, campaign: Campaign) -> DeskStep | None:
    """The viewer's own newest step that still holds."""
    statement = (
        select(DeskStep)
        .where(DeskStep.campaign_id == campaign.id, _own(viewer), DeskStep.undone_at.is_(None))
        .order_by(DeskStep.id.desc())
        .limit(1)
    )
    return viewer.session.scalars(statement).one_or_none()


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return DeskStep.user_id.is_(None) if viewer.user_id is None else DeskStep.user_id == viewer.user_id


def aliases_of(viewer: Viewer, judgement: Judgement, words: str) -> Sequence[Alias]:
    """What these words of the firm have taught, and still counts."""
    statement = select(Alias).where(
        Alias.category_id == judgement.category_id,
        Alias.words == words,
        Alias.member_id == judgement.member_id,
        Alias.dropped_at.is_(None),
    )
    return viewer.session.scalars(statement).all()


def aliases_numbered(viewer: Viewer, numbers: Sequence[int]) -> Sequence[Alias]:
    statement = select(Alias).where(Alias.id.in_(numbers))
    return viewer.session.scalars(statement.options(joinedload(Alias.item))).all()


def unread(viewer: Viewer, campaign: Campaign, most: int | None) -> Sequence[Need]:
    """Lines without an item that the engine has not compared, or not as they are worded now."""
    statement = _unread(select(Need), campaign).options(joinedload(Need.pack), joinedload(Need.item))
    statement = statement.order_by(Need.id)
    return viewer.session.scalars(statement if most is None else statement.limit(most)).all()


def count_unread(viewer: Viewer, campaign: Campaign) -> int:
    return viewer.session.scalar(_unread(select(func.count(Need.id)), campaign)) or 0


def _unread(statement: Select[*tuple[Any, ...]], campaign: Campaign) -> Select[*tuple[Any, ...]]:
    """A line entered anew is as its firm says again: what had been understood of it is gone, and its judgement old."""
    return statement.outerjoin(Judgement, Judgement.need_id == Need.id).where(
        Need.campaign_id == campaign.id,
        Need.item_id.is_(None),
        or_(Judgement.id.is_(None), Judgement.compared_at < Need.changed_at),
    )


def waiting(viewer: Viewer, campaign: Campaign) -> Sequence[Judgement]:
    statement = (
        select(Judgement)
        .options(joinedload(Judgement.need).joinedload(Need.item))
        .where(Judgement.campaign_id == campaign.id, Judgement.verdict == Verdict.WAITING)
    )
    return viewer.session.scalars(statement.order_by(Judgement.id)).all()


def said(viewer: Viewer) -> list[tuple[str, str, bool]]:
    """Words, item code, and whether they are the same: what was learned and still counts, the later after the
    earlier."""
    statement = (
        select(Alias.words, Item.code, Alias.same)
        .join(Item, Item.id == Alias.item_id)
        .where(Alias.dropped_at.is_(None), Item.active)
        .order_by(Alias.id)
    )
    return [(words, code, same) for words, code, same in viewer.session.execute(statement)]


def judgement_of(viewer: Viewer, need_id: int) -> Judgement | None:
    return viewer.session.scalars(_whole().where(Judgement.need_id == need_id)).one_or_none()


def judgements_of(viewer: Viewer, needs: Iterable[int]) -> dict[int, Judgement]:
    """By number of the need."""
    found = (
        viewer.session.scalars(select(Judgement).where(Judgement.need_id.in_(some)))
        for some in batches(dict.fromkeys(needs))
    )
    return {each.need_id: each for some in found for each in some}


def question_of(viewer: Viewer, judgement: Judgement) -> Question | None:
    """The newest that was asked about this line."""
    statement = select(Question).where(Question.need_id == judgement.need_id, Question.withdrawn_at.is_(None))
    return viewer.session.scalars(statement.order_by(Question.id.desc()).limit(1)).one_or_none()


def answers_to(viewer: Viewer, needs: Iterable[int]) -> dict[int, Question]:
    """What firms answered about these lines, by number of the need."""
    statement = select(Question).options(joinedload(Question.item)).order_by(Question.id)
    told = statement.where(Question.withdrawn_at.is_(None), Question.answered_at.is_not(None))
    found = (viewer.session.scalars(told.where(Question.need_id.in_(some))) for some in batches(dict.fromkeys(needs)))
    return {each.need_id: each for some in found for each in some}


def question(viewer: Viewer, key: str) -> Question:
    """One of the viewer's own firm's that still counts, or NotYoursError."""
    statement = _asked().where(Question.key == key, Question.member_id == viewer.firm)
    return one(viewer, statement)


def questions_of_own_firm(viewer: Viewer) -> Sequence[Question]:
    """The newest first, as long as their campaign's lines can be judged, and those that were answered."""
    told = or_(Question.answered_at.is_not(None), Question.campaign_id.in_(_judgeable()))
    statement = _asked().where(Question.member_id == viewer.firm, told).order_by(Question.id.desc())
    return viewer.session.scalars(statement.limit(MOST_QUESTIONS)).all()


def questions_waiting(viewer: Viewer) -> int:
    """How many of the viewer's own firm's have no answer yet."""
    statement = select(func.count(Question.id)).where(
        Question.member_id == viewer.firm,
        Question.answered_at.is_(None),
        Question.withdrawn_at.is_(None),
        Question.campaign_id.in_(_judgeable()),
    )
    return viewer.session.scalar(statement) or 0


def _judgeable() -> Select[int]:
    return select(Campaign.id).where(Campaign.state.in_(JUDGEABLE))


def _asked() -> Select[Question]:
    return (
        select(Question)
        .where(Question.withdrawn_at.is_(None))
        .options(
            joinedload(Question.need).joinedload(Need.pack), joinedload(Question.campaign), joinedload(Question.item)
        )
    )
