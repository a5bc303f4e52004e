from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.campaigns.rules import is_answerable, is_late
from pooling.catalogue.declared import Declared
from pooling.language import language
from pooling.needs import carried_queries, late_queries, queries, waiting
from pooling.needs.attachment_queries import of_lines
from pooling.needs.desk import Desk
from pooling.needs.doubts import doubts
from pooling.needs.late_shown import shown
from pooling.needs.models import Need
from pooling.needs.standing import standing
from pooling.needs.unit_words import counted
from pooling.needs.views.room import at_desk, desk_at


@dataclass(frozen=True)
class FamilyPart:
    """One top family's lines and what they cost at present prices; None when no line has a price."""

    name: str
    lines: list[Need]
    amount: Decimal | None


@at_desk("/recap")
def recap(code: str, member: str = "") -> ResponseReturnValue:
    """What the firm declares, by family: to check before submitting, to keep afterwards."""
    return recap_page(desk_at(code, member))


def recap_page(desk: Desk, *, unaware: bool = False) -> str:
    """`unaware`: the lines were about to be submitted with doubts that had not been shown."""
    campaign = desk.campaign
    lines = queries.lines(desk.viewer, campaign, desk.firm)
    submission = queries.submission(desk.viewer, campaign, desk.firm)
    return render_template(
        "needs/recap.html",
        campaign=campaign,
        families=family_parts(lines),
        submission=submission,
        state=str(submission.answer) if submission else queries.NOT_STARTED,
        line_count=len(lines),
        total=total(lines),
        doubts=doubts(campaign, lines, desk.declared),
        answerable=is_answerable(campaign),
        unaware=unaware,
        is_late=is_late(campaign),
        late_requests=shown(desk.viewer, late_queries.of_member(desk.viewer, campaign, desk.firm)),
        inside=standing(desk.viewer, campaign, submission, desk.member),
        counted=counted,
        specified=told_beside(desk.declared),
        files=of_lines(desk.viewer, lines),
        carried=len(waiting.offers(desk.viewer, campaign, desk.firm)),
        origins=carried_queries.origins(desk.viewer, campaign, desk.firm),
    )


def told_beside(known: Declared) -> Callable[[Need], str]:
    """The values of a line's fields in words, those that its name says already left out."""
    return lambda line: known.words_of(line, language(), beside=line.item.name if line.item else line.designation)


def family_parts(lines: Sequence[Need]) -> list[FamilyPart]:
    by_family: dict[str, list[Need]] = {}
    for line in lines:
        by_family.setdefault(line.category.path.partition(" > ")[0], []).append(line)
    return [FamilyPart(name, part, total(part)) for name, part in sorted(by_family.items())]


def total(lines: Sequence[Need]) -> Decimal | None:
    amounts = [line.wanted * line.present_price for line in lines if line.present_price is not None]
    return sum(amounts, Decimal(0)) if amounts else None
