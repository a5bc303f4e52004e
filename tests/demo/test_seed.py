from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from pooling.campaigns.models import Campaign, State
from pooling.consolidation.models import Judgement, Pool, Publication, PublishedTotal, Question, Share, Verdict
from pooling.demo.story import TODAY, Story
from pooling.documents.shelf import Shelf
from pooling.needs.late_models import Late, LateLine
from pooling.needs.models import Answer, Attachment, Ceiling, Need, Submission
from pooling.orders.models import Delivery, Order, OrderLine
from pooling.paths import DEMO
from tests.cli.conftest import Command, instance, pooling

__all__ = ["instance", "pooling"]


@pytest.mark.parametrize("later", [0, 3, 10, 200, 1000, -40])
def test_the_open_quarter_is_always_now(later: int) -> None:
    today = TODAY + timedelta(days=later)
    story = Story(DEMO, today)
    (open_one,) = (quarter for quarter in story.quarters if quarter.state == "open")
    (closed_one,) = (quarter for quarter in story.quarters if quarter.state == "closed")
    assert closed_one.closes_at.date() < today
    assert 14 <= (open_one.closes_at.date() - today).days <= 22
    assert open_one.opens_at.date() < today
    assert open_one.closes_at.weekday() == 4
    assert len({quarter.code for quarter in story.quarters}) == 4


def test_needs_follow_their_quarter() -> None:
    story = Story(DEMO, TODAY + timedelta(weeks=60))
    codes = {row[0] for row in story.book("needs").sheets[0].rows[1:]}
    assert codes == {quarter.code for quarter in story.quarters}
    assert "2027-T1" in Story(DEMO, date(2026, 11, 23)).codes.values()


def test_the_first_run_makes_a_living_group_and_the_second_keeps_it(pooling: Command, instance: Path) -> None:
    first = pooling("demo", "--no-serve")
    assert first.status == 0
    password = (instance / "demo.txt").read_text().strip()
    assert password in first.out
    assert (instance / "demo.txt").stat().st_mode & 0o077 == 0
    held = (instance / "pooling.db").stat().st_mtime_ns
    second = pooling("demo", "--no-serve")
    assert second.out == first.out
    assert (instance / "pooling.db").stat().st_mtime_ns == held
    _look_at(instance / "pooling.db")


def _look_at(path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    with Session(engine) as session:
        campaigns = session.scalars(select(Campaign).order_by(Campaign.opens_at)).all()
        states = [State.SETTLED, State.SETTLED, State.OPEN, State.CLOSED]
        assert [campaign.state for campaign in campaigns] == states
        for campaign in campaigns[:2]:
            _adds_up(session, campaign)
            _is_published(session, campaign)
        answers = set(session.scalars(select(Submission.answer).where(Submission.campaign_id == campaigns[2].id)))
        assert answers == {Answer.DRAFT, Answer.AWAITING, Answer.SUBMITTED, Answer.NOTHING}
        assert set(session.scalars(select(Need.entered_for_how).where(Need.entered_for_by != ""))) == {"telephone"}
        assert session.scalars(select(Ceiling.amount)).all()
        for attachment in session.scalars(select(Attachment)):
            assert Shelf(path.parent / "attachments").holds(attachment.key, attachment.size, attachment.sha256)
            assert attachment.added_by != "system"
        _waits_at_the_desk(session, campaigns[3])
        assert all(moment <= datetime.now(UTC) for moment in session.scalars(select(Need.changed_at)))
        assert all(order.created_at < datetime.now(UTC) for order in session.scalars(select(Order)))
    engine.dispose()


def _adds_up(session: Session, campaign: Campaign) -> None:
    pooled = session.scalars(select(Pool.quantity).where(Pool.campaign_id == campaign.id)).all()
    shares = select(Share.allocated).join(Pool).where(Pool.campaign_id == campaign.id)
    lines = select(OrderLine.quantity).join(Order).where(Order.campaign_id == campaign.id)
    delivered = select(Delivery.quantity).join(OrderLine).join(Order).where(Order.campaign_id == campaign.id)
    assert len(pooled) > 200
    surplus = sum(session.scalars(select(Pool.surplus).where(Pool.campaign_id == campaign.id)))
    assert sum(session.scalars(shares)) + surplus == sum(pooled)
    for statement in (lines, delivered):
        assert sum(session.scalars(statement)) == sum(pooled)


def _is_published(session: Session, campaign: Campaign) -> None:
    (publication,) = session.scalars(select(Publication).where(Publication.campaign_id == campaign.id))
    figures = session.scalars(
        select(PublishedTotal.amount).where(PublishedTotal.publication_id == publication.id)
    ).all()
    assert any(figure is None for figure in figures)
    assert any(figure is not None for figure in figures)


def _waits_at_the_desk(session: Session, campaign: Campaign) -> None:
    """Something for each list of the desk, and twins that firms wrote each in its own words."""
    verdicts = session.scalars(select(Judgement.verdict).where(Judgement.campaign_id == campaign.id)).all()
    assert len(verdicts) > 40
    assert verdicts.count(Verdict.WAITING) > 12
    assert verdicts.count(Verdict.AUTO) > 12
    waiting = session.scalars(select(Judgement.topic).where(Judgement.verdict == Verdict.WAITING)).all()
    assert max(waiting.count(topic) for topic in waiting) > 1
    answered = session.scalars(select(Question.answered_at).order_by(Question.answered_at)).all()
    assert len([moment for moment in answered if moment is None]) == 1
    assert len(answered) == 2
    late = select(LateLine.state).where(LateLine.campaign_id == campaign.id)
    assert set(session.scalars(late)) == {Late.ASKED, Late.ACCEPTED}
    assert session.scalars(select(Need.flex_plus).where(Need.campaign_id == campaign.id, Need.flex_plus > 0)).all()


def test_a_group_of_somebody_else_is_left_alone(pooling: Command, instance: Path, tmp_path: Path) -> None:
    chosen = ("--name", "GIE", "--currency", "EUR", "--zone", "Europe/Paris", "--administrator", "a@example.org")
    pooling("init", *chosen)
    assert pooling("demo", "--no-serve").status == 1
    assert not (instance / "demo.txt").exists()
