"""Where a firm's declaration stands inside the firm: whose turn it is, what was said about it, how far its ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign, State
from pooling.campaigns.states import FROZEN
from pooling.language import amount
from pooling.members.models import Member
from pooling.members.queries import approvers, own_firm
from pooling.needs import inside_queries
from pooling.needs.approval import names_of
from pooling.needs.ceiling import Gauge, gauge
from pooling.needs.models import Answer, InnerNote, Submission, Topic


@dataclass(frozen=True)
class Standing:
    """`undecided`: lines that count only once an approver says yes; `approvable`: that can still be said."""

    approval: bool
    undecided: bool
    approvable: bool
    may_approve: bool
    approvers: str
    sent_back: InnerNote | None
    above: Sequence[InnerNote]
    gauge: Gauge | None
    told: dict[str, Any] | None

    @property
    def is_over(self) -> bool:
        return self.gauge is not None and self.gauge.is_over


def standing(
    viewer: Viewer, campaign: Campaign, submission: Submission | None, member: Member | None = None
) -> Standing:
    """Of the viewer's own firm, or of the member for which a buyer enters: of that one no word and no ceiling."""
    firm = member or own_firm(viewer)
    approval = firm.needs_approval if submission is None else submission.approval
    answer = Answer.DRAFT if submission is None else submission.answer
    notes = inside_queries.notes(viewer, campaign, firm.id)
    sent_back = [note for note in notes if note.topic == Topic.SENT_BACK]
    found = None if member else gauge(viewer, campaign)
    return Standing(
        approval=approval,
        undecided=approval and answer in {Answer.DRAFT, Answer.AWAITING},
        approvable=campaign.state in inside_queries.APPROVABLE,
        may_approve=viewer.is_approver and member is None,
        approvers=names_of(approvers(viewer, firm.id)),
        sent_back=sent_back[0] if sent_back and answer == Answer.DRAFT and campaign.state == State.OPEN else None,
        above=[note for note in notes if note.topic == Topic.ABOVE_CEILING],
        gauge=found,
        told=told_gauge(found, over=campaign.state in FROZEN),
    )


def told_gauge(found: Gauge | None, *, over: bool = False) -> dict[str, Any] | None:
    """A gauge as pages show it and scripts change it: words, a tone, and a width in percent. `over`: nothing can be
    submitted any more."""
    if found is None:
        return None
    tone = "bad" if found.is_over else "warn" if found.is_near else "good"
    notes = {
        "good": gettext("Within the ceiling"),
        "warn": gettext("Near the ceiling"),
        "bad": gettext("Above the ceiling") if over else gettext("Above the ceiling: an approver submits"),
    }
    unpriced = ngettext("%(num)s line without a price", "%(num)s lines without a price", found.unpriced)
    return {
        "label": gettext("Order ceiling, Q%(quarter)s %(year)s", quarter=found.quarter, year=found.year),
        "percent": found.percent,
        "width": min(100, found.percent),
        "tone": tone,
        "text": gettext("%(used)s of %(ceiling)s", used=amount(found.used), ceiling=amount(found.ceiling)),
        "note": notes[tone],
        "unpriced": gettext("not counted: %(lines)s", lines=unpriced) if found.unpriced else "",
    }
