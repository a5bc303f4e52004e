"""Firms asked in writing to move further than their lines accept, so that whole packs fit: each reads its own line
alone, and what it says yes to widens what its line accepts."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

from pooling.access.scope import in_full
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.sharing import Policy, Way
from pooling.algorithms.sharing import Share as Told
from pooling.campaigns.models import Campaign, State
from pooling.consolidation import flex_queries, packing, queries
from pooling.consolidation.letters import word_flexing
from pooling.consolidation.making import end_questions
from pooling.consolidation.models import UNDECIDED, FlexQuestion, Pool, Share
from pooling.consolidation.packing import Bought
from pooling.consolidation.rules import remake
from pooling.db import now
from pooling.journal.rules import record
from pooling.mail.rules import write_letter
from pooling.needs.inside_queries import wants_approval
from pooling.needs.rules import new_key
from pooling.needs.tracking import clerks

_TOO_EARLY = N_("Firms are asked once the lines are grouped, and before orders exist.")
_NOBODY = N_("This way asks no firm: choose one that does.")
_HIDDEN = N_("Some of these firms' lines are for another buyer to handle: nobody was asked.")
_TOO_LATE = N_("This is settled meanwhile, or no longer asked: nothing was changed.")
_NOT_APPROVER = N_("Your firm wants its needs approved: one of its approvers says yes to more.")
_TOO_MUCH = N_("Enter a quantity between 0 and what you are asked for.")
_WHOLE = N_("This is counted in whole units: enter a number without decimals.")


def ask(viewer: Viewer, campaign: Campaign, pool: Pool, bought: Bought, policy: Policy, way: Way) -> Pool:
    """Put to each firm that this way asks what it is asked; the pool as it is then, its way to be decided. What was
    asked before and not answered is taken back; their people get one mail, unless a question waits for them already."""
    _must_be_grouped(viewer, campaign)
    key = pool.key
    seen = {packing.key_of(share.need) for share in queries.shares_of(viewer, pool)}
    waited_for = flex_queries.firms_waited_for(viewer, campaign)
    with in_full(viewer) as everyone:
        result = packing.reckon(everyone, campaign, pool, bought, policy).way(way)
        asked = {share.key: share for share in result.shares if share.key in result.asked} if result else {}
        if not asked:
            raise Refusal("nobody", _NOBODY)
        if not asked.keys() <= seen:
            raise Refusal("hidden_lines", _HIDDEN)
        made = _undecided(everyone, campaign, pool)
        packing.take(everyone, made, bought, policy, None)
    lines = [share for share in queries.shares_of(viewer, made) if packing.key_of(share.need) in asked]
    for line in lines:
        _put(viewer, campaign, line, key, asked[packing.key_of(line.need)])
    _write(viewer, campaign, {line.member_id for line in lines} - waited_for)
    return made


def answer(viewer: Viewer, question: FlexQuestion, agreed: Decimal) -> None:
    """How much of what it is asked the firm says yes to; it may say otherwise until the pool is settled."""
    viewer.session.refresh(question.campaign, with_for_update={"read": True})
    if question.closed_at is not None or question.campaign.state != State.CONSOLIDATED:
        raise Refusal("too_late", _TOO_LATE)
    if not 0 <= agreed <= abs(question.move):
        raise Refusal("too_much", _TOO_MUCH)
    if agreed % packing.step_of(question.need):
        raise Refusal("whole", _WHOLE)
    if agreed and question.move > 0 and wants_approval(viewer, question.member_id) and not viewer.is_approver:
        raise Refusal("not_approver", _NOT_APPROVER)
    before = {} if question.agreed is None else {"quantity": str(question.agreed)}
    question.agreed, question.answered_by, question.answered_at = agreed, viewer.name, now()
    viewer.session.flush()
    _record(viewer, "answer_flex", question, before=before, after={"quantity": str(agreed)})


def withdraw(viewer: Viewer, campaign: Campaign, pool: Pool) -> int:
    """Nobody is asked any more; how many were. What was said yes to no longer counts, unless the pool was settled on
    it."""
    _must_be_grouped(viewer, campaign)
    open_ones = [each for each in flex_queries.of_pool(viewer, pool) if each.closed_at is None]
    if not open_ones:
        raise Refusal("too_late", _TOO_LATE)
    for each in open_ones:
        each.withdrawn_at = now()
        _record(viewer, "withdraw_flex", each)
    viewer.session.flush()
    return len(open_ones)


def _must_be_grouped(viewer: Viewer, campaign: Campaign) -> None:
    """Two buyers at once take turns."""
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state != State.CONSOLIDATED:
        raise Refusal("not_consolidated", _TOO_EARLY)


def _undecided(viewer: Viewer, campaign: Campaign, pool: Pool) -> Pool:
    """The pool without what was asked or settled of it before."""
    key = pool.key
    if pool.way == UNDECIDED:
        end_questions(viewer, campaign, {key})
    else:
        remake(viewer, campaign, {key})
    return queries.pool_keyed(viewer, campaign, key)


def _put(viewer: Viewer, campaign: Campaign, line: Share, pool_key: str, told: Told) -> None:
    move = told.excess - told.shortfall
    question = FlexQuestion(
        key=new_key(),
        need=line.need,
        campaign=campaign,
        member_id=line.member_id,
        category_id=line.category_id,
        pool_key=pool_key,
        wanted=line.need.adjusted,
        accepted=told.most if move > 0 else told.least,
        move=move,
        asked_by=viewer.name or viewer.kind.value,
    )
    viewer.session.add(question)
    viewer.session.flush()
    _record(viewer, "ask_flex", question, after={"quantity": str(move)})


def _write(viewer: Viewer, campaign: Campaign, members: Collection[int]) -> None:
    for person in clerks(viewer, sorted(members)):
        words = word_flexing(person, campaign)
        write_letter(viewer, "consolidation.flexing", person.email, words.subject, words.body)


def _record(viewer: Viewer, verb: str, question: FlexQuestion, **said: Any) -> None:
    record(
        viewer,
        f"consolidation.{verb}",
        f"need:{question.need.key}",
        campaign=question.campaign.code,
        member_id=question.member_id,
        category_id=question.category_id,
        **said,
    )
