"""Lines on the matching desk, for the tests of its verbs."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.consolidation.models import Judgement, Verdict
from pooling.members.models import Member
from pooling.needs.models import Need


def candidate(code: str, name: str = "", probability: str = "0.8") -> dict[str, Any]:
    return {"code": code, "name": name or code, "probability": probability, "reasons": [], "differences": []}


def on_the_desk(
    system: Viewer, campaign: Campaign, *, candidates: Iterable[str] = ("FOR-6", "FOR-68"), **question: Any
) -> list[Judgement]:
    """Every line of the campaign that names no item, as the engine leaves it for a person."""
    needs = system.session.scalars(
        select(Need).where(Need.campaign_id == campaign.id, Need.item_id.is_(None)).order_by(Need.id)
    )
    told = [candidate(code) for code in candidates]
    judgements = [_judgement(need, told, question) for need in needs]
    system.session.add_all(judgements)
    system.session.flush()
    return judgements


def _judgement(need: Need, candidates: list[dict[str, Any]], question: dict[str, Any]) -> Judgement:
    return Judgement(
        need=need,
        campaign_id=need.campaign_id,
        member_id=need.member_id,
        category_id=need.category_id,
        topic=need.pool_key,
        decision="review",
        probability=Decimal("0.8"),
        candidates=candidates,
        question=question,
        verdict=Verdict.WAITING,
    )


def of_firm(system: Viewer, judgements: Iterable[Judgement], code: str) -> list[Judgement]:
    member = system.session.scalars(select(Member.id).where(Member.code == code)).one()
    return [each for each in judgements if each.member_id == member]


def ones(judgements: Iterable[Judgement]) -> dict[int, Decimal]:
    """One unit of each line is one base unit of the item."""
    return {each.id: Decimal(1) for each in judgements}
