"""A question to a firm about one of its lines, and the way back to the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.catalogue.queries import items_coded
from pooling.consolidation import desk_queries as queries
from pooling.consolidation.desk_queries import JUDGEABLE
from pooling.consolidation.judging import Made, mark_asked
from pooling.consolidation.letters import word_question
from pooling.consolidation.models import Judgement, Question, Verdict
from pooling.consolidation.table import is_vague
from pooling.db import now
from pooling.journal.rules import record
from pooling.mail.rules import write_letter
from pooling.needs.rules import new_key
from pooling.needs.tracking import clerks

LONGEST = 1000
MOST_OPTIONS = 6


def ask(viewer: Viewer, campaign: Campaign, judgements: Sequence[Judgement], text: str) -> Made:
    """Ask each of these lines' firms, with the engine's alternatives to choose from; their people get one mail."""
    text = " ".join(text.split())
    if not text:
        raise Refusal("no_text", N_("Write what the firm should answer."))
    if len(text) > LONGEST:
        raise Refusal("too_long", N_("The question is too long: at most %(longest)s characters."), longest=LONGEST)
    made = mark_asked(viewer, campaign, judgements)
    for judgement in judgements:
        _withdraw(viewer, judgement)
        viewer.session.add(_question(viewer, judgement, text))
        _record(viewer, "ask", campaign, judgement, {"question": text})
    _write(viewer, campaign, {each.member_id for each in judgements})
    viewer.session.flush()
    return made


def answer(viewer: Viewer, question: Question, code: str, words: str) -> None:
    """The firm says which of the options it is, or says it in words; the line is in the queue again."""
    if question.answered_at is not None or question.campaign.state not in JUDGEABLE:
        raise Refusal("too_late", N_("This question is answered, or no longer asked: nothing was changed."))
    words = " ".join(words.split())[:LONGEST]
    offered = {option["code"] for option in question.options}
    if code and code not in offered:
        raise Refusal("option", N_("Choose one of the answers offered, or write your own."))
    if not (code or words):
        raise Refusal("no_answer", N_("Choose one of the answers offered, or write your own."))
    question.item = items_coded(viewer, [code]).get(code) if code else None
    question.answer, question.answered_by, question.answered_at = words, viewer.name, now()
    judgement = queries.judgement_of(viewer, question.need_id)
    if judgement is not None and judgement.verdict == Verdict.ASKED:
        judgement.verdict = Verdict.WAITING
    viewer.session.flush()
    _record(viewer, "answer", question.campaign, question, {"item": code or None, "remark": words})


def _withdraw(viewer: Viewer, judgement: Judgement) -> None:
    earlier = queries.question_of(viewer, judgement)
    if earlier is not None and earlier.answered_at is None:
        earlier.withdrawn_at = now()


def _question(viewer: Viewer, judgement: Judgement, text: str) -> Question:
    return Question(
        key=new_key(),
        need_id=judgement.need_id,
        campaign_id=judgement.campaign_id,
        member_id=judgement.member_id,
        category_id=judgement.category_id,
        text=text,
        options=_options(viewer, judgement),
        asked_by=viewer.name,
    )


def _options(viewer: Viewer, judgement: Judgement) -> list[dict[str, str]]:
    """What the firm may choose from: the likeliest items, in the catalogue's own words and no others."""
    codes = [each["code"] for each in judgement.candidates[:MOST_OPTIONS] if not is_vague(each)]
    items = items_coded(viewer, codes)
    return [{"code": code, "name": items[code].name} for code in codes if code in items]


def _write(viewer: Viewer, campaign: Campaign, members: set[int]) -> None:
    for person in clerks(viewer, sorted(members)):
        words = word_question(person, campaign)
        write_letter(viewer, "consolidation.question", person.email, words.subject, words.body)


def _record(viewer: Viewer, verb: str, campaign: Campaign, about: Judgement | Question, after: dict[str, Any]) -> None:
    record(
        viewer,
        f"consolidation.{verb}",
        f"need:{about.need.key}",
        campaign=campaign.code,
        member_id=about.member_id,
        category_id=about.category_id,
        after=after,
    )
