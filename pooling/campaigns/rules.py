"""The verbs of a campaign's life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns import queries
from pooling.campaigns.followers import follow
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.states import FOLLOWS, REOPENABLE
from pooling.catalogue.models import Category
from pooling.db import now
from pooling.journal.rules import record


@dataclass(frozen=True)
class Plan:
    """What a buyer decides of a campaign; moments in UTC, delivery days both included."""

    name: str
    opens_at: datetime
    closes_at: datetime
    delivery_from: date
    delivery_until: date
    families: Sequence[Category]


def create(viewer: Viewer, code: str, plan: Plan) -> Campaign:
    if queries.code_is_taken(viewer, code):
        raise Refusal("code_taken", N_("There is already a campaign %(code)s: choose another code."), code=code)
    _check(plan)
    campaign = Campaign(code=code, state=State.DRAFT, **_columns(plan))
    viewer.session.add(campaign)
    viewer.session.flush()
    _record(viewer, "create", campaign, after=_told(campaign))
    return campaign


def edit(viewer: Viewer, campaign: Campaign, plan: Plan) -> None:
    """Change the calendar or the families; what members entered limits what may go."""
    if campaign.state not in {State.DRAFT, State.OPEN}:
        raise Refusal("not_editable", N_("The campaign is closed: reopen it before changing it."))
    _check(plan)
    before = _told(campaign)
    if campaign.state == State.OPEN and campaign.opens_at <= now() and plan.closes_at != campaign.closes_at:
        campaign.moved_at = now()
    for name, value in _columns(plan).items():
        setattr(campaign, name, value)
    viewer.session.flush()
    _record(viewer, "edit", campaign, before=before, after=_told(campaign))


def open_(viewer: Viewer, campaign: Campaign) -> None:
    if campaign.closes_at <= now():
        raise Refusal("closing_past", N_("The closing date has passed: move it before opening the campaign."))
    if not campaign.families:
        raise Refusal("no_family", N_("Choose at least one family before opening the campaign."))
    advance(viewer, campaign, State.OPEN)


def close(viewer: Viewer, campaign: Campaign) -> None:
    """Freeze what members entered, before the deadline or after it."""
    advance(viewer, campaign, State.CLOSED)


def reopen(viewer: Viewer, campaign: Campaign, closes_at: datetime, reason: str) -> None:
    """Open again until `closes_at` as a new revision; what was made of the lines is made anew after it."""
    if campaign.state not in REOPENABLE:
        raise Refusal("not_reopenable", N_("Orders exist, or the campaign never closed: it cannot be reopened."))
    if not reason.strip():
        raise Refusal("no_reason", N_("Say why the campaign is reopened: members will read it."))
    if closes_at <= now():
        raise Refusal("closing_past", N_("The new closing date has passed: choose a later one."))
    campaign.closes_at = closes_at
    campaign.revision += 1
    campaign.moved_at = None
    campaign.reason = reason.strip()
    advance(viewer, campaign, State.OPEN, note=reason.strip())


def cancel(viewer: Viewer, campaign: Campaign, reason: str) -> None:
    if not reason.strip():
        raise Refusal("no_reason", N_("Say why the campaign is cancelled: members will read it."))
    campaign.reason = reason.strip()
    advance(viewer, campaign, State.CANCELLED, note=reason.strip())


def advance(viewer: Viewer, campaign: Campaign, state: State, note: str = "") -> None:
    """Move to the next state; the rooms that consolidate, award and order call this too."""
    if state not in FOLLOWS[campaign.state]:
        raise Refusal(
            "wrong_state",
            N_("Campaign %(name)s has moved on: reload the page to see where it stands and what can be done now."),
            name=campaign.name,
        )
    before = {"state": campaign.state, "revision": campaign.revision}
    was, campaign.state = State(campaign.state), state
    if state in {State.OPEN, State.CLOSED}:
        campaign.closed_at = now() if state is State.CLOSED else None
    viewer.session.flush()
    _record(viewer, state.value, campaign, before=before, after=_told(campaign), note=note)
    follow(viewer, campaign, was)


def is_answerable(campaign: Campaign, at: datetime | None = None) -> bool:
    """Whether members may still enter: open, and between its two moments."""
    return campaign.state == State.OPEN and campaign.opens_at <= (at or now()) < campaign.closes_at


def is_late(campaign: Campaign) -> bool:
    """Whether members can no longer enter, and no supplier has been asked yet: a late line may still come in."""
    if campaign.state == State.OPEN:
        return campaign.closes_at <= now()
    return campaign.state in REOPENABLE


def _check(plan: Plan) -> None:
    if plan.opens_at >= plan.closes_at:
        raise Refusal("calendar", N_("The campaign closes before it opens: check the two dates."))
    if plan.delivery_from > plan.delivery_until:
        raise Refusal("calendar", N_("Deliveries end before they begin: check the two dates."))


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "name": plan.name,
        "opens_at": plan.opens_at,
        "closes_at": plan.closes_at,
        "delivery_from": plan.delivery_from,
        "delivery_until": plan.delivery_until,
        "families": list(plan.families),
    }


def _told(campaign: Campaign) -> dict[str, Any]:
    return {
        "state": campaign.state,
        "revision": campaign.revision,
        "name": campaign.name,
        "opens_at": campaign.opens_at.isoformat(),
        "closes_at": campaign.closes_at.isoformat(),
        "delivery": f"{campaign.delivery_from}/{campaign.delivery_until}",
        "families": [family.path for family in campaign.families],
    }


def _record(viewer: Viewer, verb: str, campaign: Campaign, **told: Any) -> None:
    record(viewer, f"campaigns.{verb}", f"campaign:{campaign.code}", campaign=campaign.code, **told)
