from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.campaigns.rules import is_answerable
from pooling.needs import queries
from pooling.needs.doubts import doubts
from pooling.needs.models import Need
from pooling.needs.rows import counted
from pooling.needs.standing import standing
from pooling.needs.views.room import bp


@dataclass(frozen=True)
class FamilyPart:
    """One top family's lines and what they cost at present prices; None when no line has a price."""

    name: str
    lines: list[Need]
    amount: Decimal | None


@bp.get("/<code>/recap")
@seen_by(Door.MEMBER)
def recap(code: str) -> ResponseReturnValue:
    """What the firm declares, by family: to check before submitting, to keep afterwards."""
    viewer = request_viewer()
    return recap_page(campaign_coded(viewer, code))


def recap_page(campaign: Campaign, *, unaware: bool = False) -> str:
    """`unaware`: the lines were about to be submitted with doubts that had not been shown."""
    viewer = request_viewer()
    lines = queries.lines(viewer, campaign)
    submission = queries.submission(viewer, campaign)
    return render_template(
        "needs/recap.html",
        campaign=campaign,
        families=family_parts(lines),
        submission=submission,
        state=str(submission.answer) if submission else queries.NOT_STARTED,
        line_count=len(lines),
        total=total(lines),
        doubts=doubts(campaign, lines),
        answerable=is_answerable(campaign),
        unaware=unaware,
        inside=standing(viewer, campaign, submission),
        counted=counted,
    )


def family_parts(lines: Sequence[Need]) -> list[FamilyPart]:
    by_family: dict[str, list[Need]] = {}
    for line in lines:
        by_family.setdefault(line.category.path.partition(" > ")[0], []).append(line)
    return [FamilyPart(name, part, total(part)) for name, part in sorted(by_family.items())]


def total(lines: Sequence[Need]) -> Decimal | None:
    amounts = [line.wanted * line.present_price for line in lines if line.present_price is not None]
    return sum(amounts, Decimal(0)) if amounts else None
