"""Who has answered: for buyers alone, since members never learn it of one another."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.grouping import normalise
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.campaigns.rules import is_answerable
from pooling.catalogue.field_queries import declared
from pooling.journal import looks
from pooling.members.queries import member as member_coded
from pooling.needs import late_queries, queries, tracking
from pooling.needs.attachment_queries import of_lines
from pooling.needs.curves import curves
from pooling.needs.models import Answer
from pooling.needs.unit_words import counted
from pooling.needs.views.recap import family_parts, told_beside, total
from pooling.needs.views.room import bp

STATES = (queries.NOT_STARTED, Answer.DRAFT.value, Answer.AWAITING.value, Answer.SUBMITTED.value, Answer.NOTHING.value)


@bp.get("/<code>/answers")
@seen_by(Door.BUYER)
def answers(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    rows = queries.progress(viewer, campaign)
    state, text = request.args.get("state", ""), request.args.get("q", "")
    seen = tracking.last_sign_ins(viewer, campaign.opens_at)
    counts = Counter(row.state for row in rows)
    return render_template(
        "needs/answers.html",
        campaign=campaign,
        rows=_sorted(_fitting(rows, state, text), request.args.get("sort", ""), seen),
        counts={each: counts[each] for each in STATES},
        total=len(rows),
        state=state,
        text=text,
        seen=seen,
        curves=curves(viewer, campaign, len(rows)),
        answerable=is_answerable(campaign),
        late_requests=late_queries.undecided_count(viewer, campaign),
        undelivered=tracking.undelivered(viewer, campaign),
    )


def _fitting(rows: list[queries.Progress], state: str, text: str) -> list[queries.Progress]:
    words = normalise(text).split()
    return [
        row
        for row in rows
        if state in ("", row.state) and all(word in normalise(f"{row.member.name} {row.member.code}") for word in words)
    ]


def _sorted(rows: list[queries.Progress], by: str, seen: dict[int, datetime]) -> list[queries.Progress]:
    """As the column heads say; those who are least far first when nobody asked."""
    keys = {
        "name": lambda row: normalise(row.member.name),
        "lines": lambda row: row.line_count,
        "activity": lambda row: row.last_activity.timestamp() if row.last_activity else 0,
        "seen": lambda row: seen[row.member.id].timestamp() if row.member.id in seen else 0,
        "state": lambda row: STATES.index(row.state),
    }
    return sorted(rows, key=keys.get(by.lstrip("-"), keys["state"]), reverse=by.startswith("-"))


@bp.get("/<code>/answers/<member>")
@seen_by(Door.BUYER)
def of_member(code: str, member: str) -> ResponseReturnValue:
    """One firm's lines, read only; the look is kept, and the firm can read who looked."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    firm = member_coded(viewer, member)
    lines = queries.lines(viewer, campaign, firm.id)
    submission = queries.submission(viewer, campaign, firm.id)
    looks.note(viewer, f"member:{firm.code}", [firm.id], campaign.code)
    return render_template(
        "needs/of_member.html",
        campaign=campaign,
        member=firm,
        families=family_parts(lines),
        total=total(lines),
        line_count=len(lines),
        submission=submission,
        state=str(submission.answer) if submission else queries.NOT_STARTED,
        counted=counted,
        specified=told_beside(declared(viewer)),
        files=of_lines(viewer, lines),
        may_enter=is_answerable(campaign) and not viewer.is_conflicted,
    )
