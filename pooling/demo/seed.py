"""A living group out of the demo files, made with the loaders and rules that real groups use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_
from pooling.algorithms.sharing import Policy
from pooling.campaigns import rules as campaigns
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.queries import top_families
from pooling.catalogue import rules as catalogue
from pooling.catalogue.family_fields import FieldFacts, add_field
from pooling.consolidation import making, matching, packing, publishing
from pooling.consolidation import rules as consolidation
from pooling.consolidation.models import UNDECIDED, Pool, Publication
from pooling.db import now
from pooling.demo import scenes
from pooling.demo.charter import TEXT
from pooling.demo.story import Quarter, Story
from pooling.loading import Report
from pooling.members import charters
from pooling.members import loaders as members
from pooling.members.queries import member, people
from pooling.needs import loads, rules
from pooling.needs.models import Answer, Need, Submission
from pooling.orders import rules as orders
from pooling.orders.models import Order
from pooling.sourcing import rules as sourcing

Progress = Callable[[Iterable[Any], str], Iterable[Any]]
Step = Callable[[], Any]
ORDERED_AFTER = timedelta(days=4)


class BadStoryError(RuntimeError):
    """The demo files refuse to load: a fault of this program, with the sentences of the loaders."""


def seed(viewer: Viewer, story: Story, password: str, zone: ZoneInfo, currency: str, progress: Progress) -> None:
    """Fill an empty group; everyone signs in with `password`."""
    for step in progress(_steps(viewer, story, password, zone, currency), N_("demo group")):
        step()


def _steps(viewer: Viewer, story: Story, password: str, zone: ZoneInfo, currency: str) -> Sequence[Step]:
    quarters: list[Step] = [
        lambda quarter=quarter: _play(viewer, story, quarter, zone, currency)  # type: ignore[misc]
        for quarter in story.quarters
    ]
    return [
        lambda: charters.publish(viewer, TEXT),
        lambda: _taken(members.load_members(viewer, story.book("members"))),
        lambda: _taken(members.load_people(viewer, story.book("people"), password)),
        lambda: _taken(catalogue.load_suppliers(viewer, story.book("suppliers"))),
        lambda: declare(viewer, story.declared()),
        lambda: _taken(catalogue.load_catalogue(viewer, story.book("catalogue"))),
        lambda: _taken(catalogue.load_agreements(viewer, story.book("agreements"))),
        *quarters,
    ]


def declare(viewer: Viewer, fields: Iterable[tuple[str, FieldFacts]]) -> None:
    """What families ask for, before items come with it."""
    for path, facts in fields:
        add_field(viewer, catalogue.make_category(viewer, path), facts)


def _taken(report: Report) -> None:
    if report.refused:
        raise BadStoryError("\n".join(error.sentence() for error in report.refused[:20]))


def _play(viewer: Viewer, story: Story, quarter: Quarter, zone: ZoneInfo, currency: str) -> None:
    campaign = _planned(viewer, quarter, zone)
    # `open_` refuses a closing date that has passed, as it must; the quarters of the story did open in time
    campaigns.advance(viewer, campaign, State.OPEN)
    scenes.play(viewer, story, campaign, scenes.FIRST)
    _taken(loads.load_needs(viewer, campaign, story.book("needs")))
    _answer(viewer, campaign, [(code, answer) for told, code, answer in story.answers() if told == campaign.code])
    scenes.attach(viewer, story, campaign)
    scenes.play(viewer, story, campaign, scenes.MEANWHILE)
    if quarter.state == State.SETTLED:
        _finish(viewer, campaign, currency)
    _date_back(viewer, campaign)
    if quarter.state == State.CLOSED:
        campaigns.close(viewer, campaign)
    if campaign.closed_at is not None:
        campaign.closed_at = campaign.closes_at  # in the story, in time
    if quarter.state in {State.OPEN, State.CLOSED}:
        matching.match(viewer, campaign, None)
    scenes.play(viewer, story, campaign, scenes.AFTERWARDS)


def _planned(viewer: Viewer, quarter: Quarter, zone: ZoneInfo) -> Campaign:
    families = [family for family in top_families(viewer) if family.name in quarter.families]
    plan = campaigns.Plan(
        name=quarter.name,
        opens_at=_moment(quarter.opens_at, zone),
        closes_at=_moment(quarter.closes_at, zone),
        delivery_from=quarter.delivery_from,
        delivery_until=quarter.delivery_until,
        families=families,
    )
    return campaigns.create(viewer, quarter.code, plan)


def _moment(local: datetime, zone: ZoneInfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


def _answer(viewer: Viewer, campaign: Campaign, answers: Iterable[tuple[str, str]]) -> None:
    for code, answer in answers:
        firm = member(viewer, code)
        if answer == Answer.SUBMITTED:
            rules.submit(viewer, campaign, firm)
        elif answer == Answer.NOTHING:
            rules.say_nothing(viewer, campaign, firm)


def _finish(viewer: Viewer, campaign: Campaign, currency: str) -> None:
    """What agreements cover goes by agreement, the rest to the supplier each need names; totals are published."""
    campaigns.close(viewer, campaign)
    consolidation.consolidate(viewer, campaign)
    _settle_packs(viewer, campaign)
    sourcing.propose(viewer, campaign, on=campaign.closes_at.date())
    sourcing.as_named(viewer, campaign)
    orders.create(viewer, campaign, currency)
    campaigns.advance(viewer, campaign, State.DELIVERED)
    campaigns.advance(viewer, campaign, State.SETTLED)
    publishing.publish(viewer, campaign)


def _settle_packs(viewer: Viewer, campaign: Campaign) -> None:
    """Where no whole number of packs fits: the first way for which nobody need be asked. The pools were made a moment
    ago, so they are bought where they stand; `buying.buy` would make each anew first."""
    stuck = select(Pool).where(Pool.campaign_id == campaign.id, Pool.way == UNDECIDED)
    for pool in viewer.session.scalars(stuck).all():
        bought, policy = packing.bought_now(pool), Policy(pool.policy)
        ways = packing.reckon(viewer, campaign, pool, bought, policy).ways
        packing.take(viewer, pool, bought, policy, next(way for way in ways if not way.asked))
    making.check(viewer, campaign)


def _date_back(viewer: Viewer, campaign: Campaign) -> None:
    """Entries, orders and totals bear the days on which the story has them; the journal tells when they were seeded."""
    session = viewer.session
    submissions = session.scalars(select(Submission).where(Submission.campaign_id == campaign.id)).all()
    until = min(campaign.closes_at, now())
    for index, submission in enumerate(submissions, start=1):
        started = _at_work(campaign.opens_at, campaign.opens_at + (until - campaign.opens_at) * index / 40)
        answered = min(until, _at_work(started, started + (until - started) * index / 20))
        told: dict[str, Any] = {"started_at": started}
        if submission.answered_at:
            told |= {"answered_at": answered, "answered_by": people(viewer, submission.member)[0].name}
        session.execute(update(Submission).where(Submission.id == submission.id).values(**told))
        session.execute(update(Need).where(Need.submission_id == submission.id).values(changed_at=answered))
    created = campaign.closes_at + ORDERED_AFTER
    session.execute(update(Order).where(Order.campaign_id == campaign.id).values(created_at=created))
    published = update(Publication).where(Publication.campaign_id == campaign.id)
    session.execute(published.values(published_at=created))


def _at_work(earliest: datetime, moment: datetime) -> datetime:
    """The same day between nine and five, which hour depends on the moment; Sundays become Mondays."""
    moved = moment.replace(hour=8 + moment.minute % 8, second=0, microsecond=0) + timedelta(days=moment.weekday() == 6)
    return max(earliest, moved)
