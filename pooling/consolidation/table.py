"""What the desk lays before a buyer: one topic of the queue, its lines and its candidates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.units import pack_to_base
from pooling.campaigns.models import Campaign
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.queries import items_coded, packs_of_items
from pooling.consolidation import desk_queries
from pooling.consolidation import queue_queries as queue
from pooling.consolidation.contents import content_of
from pooling.consolidation.models import Judgement, Question, Verdict

# the lists of the desk: what its tabs are called in addresses, and what stands in each
LISTS: Mapping[str, tuple[Verdict, ...]] = {
    "waiting": (Verdict.WAITING,),
    "asked": (Verdict.ASKED,),
    "auto": (Verdict.AUTO,),
    "settled": (Verdict.SAME, Verdict.NEW),
    "apart": (Verdict.APART,),
}


# below this chance a candidate is shown, but offered to nobody who does not look at it
VAGUE = Decimal("0.05")


@dataclass(frozen=True)
class Candidate:
    """An item that the lines may ask for; `told` is what the engine says of it, `answered` that the firm chose it.
    `total` is what all lines come to in its base unit, None when a line's content is unknown."""

    item: Item
    packs: Sequence[Pack]
    told: Mapping[str, Any]
    total: Decimal | None
    likely: bool
    answered: bool

    @property
    def vague(self) -> bool:
        return not self.answered and is_vague(self.told)


def is_vague(told: Mapping[str, Any]) -> bool:
    """Whether the engine holds a candidate for next to impossible."""
    return Decimal(told.get("probability") or 0) < VAGUE


@dataclass
class Laid:
    """A topic as it lies on the desk. `chosen` is the item a buyer chose for which `missing` lines still need to say
    their content."""

    lines: Sequence[Judgement]
    candidates: list[Candidate]
    question: Question | None
    missing: list[Judgement] = field(default_factory=list)
    chosen: Item | None = None

    @property
    def lead(self) -> Judgement:
        return min(self.lines, key=lambda line: line.id)


def lay(viewer: Viewer, lines: Sequence[Judgement]) -> Laid:
    """The lines of one topic, with the candidates of its lead."""
    lead = min(lines, key=lambda line: line.id)
    question = desk_queries.question_of(viewer, lead)
    answered = question.item.code if question is not None and question.item is not None else ""
    told = {each["code"]: each for each in lead.candidates}
    if answered:
        told = {answered: told.get(answered, {})} | told
    items = items_coded(viewer, told)
    packs = packs_of_items(viewer, [item.id for item in items.values()])
    candidates = [
        Candidate(
            items[code],
            packs[items[code].id],
            each,
            total(lines, items[code], packs[items[code].id]),
            likely=not place,
            answered=code == answered,
        )
        for place, (code, each) in enumerate(told.items())
        if code in items
    ]
    return Laid(lines, candidates, question)


def contents(lines: Sequence[Judgement], item: Item, packs: Sequence[Pack]) -> dict[int, Decimal]:
    """By number of the judgement; those that only a person can say are left out."""
    known = {each.id: content_of(each.need, item, packs) for each in lines}
    return {number: content for number, content in known.items() if content is not None}


def total(lines: Sequence[Judgement], item: Item, packs: Sequence[Pack]) -> Decimal | None:
    known = contents(lines, item, packs)
    if len(known) < len(lines):
        return None
    return sum((pack_to_base(each.need.wanted, known[each.id]) for each in lines), Decimal(0))


def chosen_lines(
    viewer: Viewer, campaign: Campaign, verdicts: Sequence[Verdict], numbers: Sequence[int]
) -> list[Judgement]:
    """All lines of the topics of these, in this list."""
    topics = dict.fromkeys(each.topic for each in desk_queries.judgements(viewer, campaign, numbers))
    return [each for topic in topics for each in queue.lines_of(viewer, campaign, topic, verdicts)]
