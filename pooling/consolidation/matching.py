"""Lines that name no item, compared with the catalogue and with each other: what the engine says is put on the desk,
and where it is sure it is settled at once, as one step that can be undone."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import Refusal
from pooling.algorithms.matching.clusters import clusters
from pooling.algorithms.matching.engine import Catalogue
from pooling.algorithms.matching.model import Alias as Said
from pooling.algorithms.matching.model import Candidate, Decision, Difference, Match
from pooling.algorithms.matching.model import Verdict as Likeness
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_queries import declared
from pooling.catalogue.index import index
from pooling.catalogue.queries import items_coded, packs_of_items
from pooling.consolidation import desk_queries as queries
from pooling.consolidation.contents import content_of, line_of
from pooling.consolidation.judging import settle_each
from pooling.consolidation.models import Judgement, Verdict
from pooling.db import now
from pooling.journal.rules import record
from pooling.needs.models import Need

SLICE = 1_000  # lines a request compares: a few seconds on a small machine
BY = "pooling"  # who settles what the engine is sure of
KINDS = {Likeness.SAME: "same", Likeness.NEAR: "same", Likeness.OTHER: "differs"}

Watch = Callable[[Iterable[Need]], Iterable[Need]]


@dataclass
class Compared:
    """How many lines the engine settled, left to a person, or knows nothing like; `left` were not compared yet."""

    auto: int = 0
    review: int = 0
    none: int = 0
    left: int = 0

    @property
    def lines(self) -> int:
        return self.auto + self.review + self.none


def match(viewer: Viewer, campaign: Campaign, most: int | None = SLICE, watch: Watch = lambda lines: lines) -> Compared:
    """Compare lines that nobody has, or whose words have changed since; at most so many at once."""
    needs = queries.unread(viewer, campaign, most)
    before = queries.judgements_of(viewer, (need.id for need in needs))
    done, sure = Compared(), list[tuple[Judgement, Match]]()
    fields = declared(viewer)
    with index(viewer) as known, taught(viewer, known):
        for need in watch(needs):
            found = known.match(line_of(need, need.wanted, fields.words(need.fields, "fr", need.designation)))
            judgement = _put(viewer, need, before.get(need.id), found)
            if found.decision is Decision.AUTO:
                sure.append((judgement, found))
            elif found.candidates and found.decision is not Decision.NONE:
                done.review += 1
            else:
                done.none += 1
    viewer.session.flush()
    done.auto = _settle(viewer, campaign, sure)
    done.review += len(sure) - done.auto
    done.left = queries.count_unread(viewer, campaign)
    if not done.left:
        _gather(viewer, campaign)
    if needs:
        told = {"lines": done.lines, "auto": done.auto, "left": done.left}
        record(viewer, "consolidation.match", f"campaign:{campaign.code}", campaign=campaign.code, after=told)
    return done


@contextmanager
def taught(viewer: Viewer, known: Catalogue) -> Iterator[None]:
    """The index knows what the desk has learned, as far as this viewer may read it, and then forgets it again."""
    said = [Said(words, code, yes=same) for words, code, same in queries.said(viewer)]
    known.learn(said)
    try:
        yield
    finally:
        for each in said:
            known.forget(each)


def _put(viewer: Viewer, need: Need, judgement: Judgement | None, found: Match) -> Judgement:
    if judgement is None:
        judgement = Judgement(need=need, campaign_id=need.campaign_id, member_id=need.member_id)
        viewer.session.add(judgement)
    judgement.category_id, judgement.compared_at, judgement.topic = need.category_id, now(), topic_of(need.pool_key)
    judgement.decision = found.decision.value
    judgement.probability = Decimal(round(found.probability, 4)).quantize(Decimal("0.0001"))
    judgement.candidates = [_candidate(each, found) for each in found.worth_a_look]
    judgement.question = _question(found)
    judgement.verdict, judgement.item, judgement.content = Verdict.WAITING, None, None
    return judgement


def topic_of(pool_key: str) -> str:
    """A firm may read its own judgements: the topic that its line shares with others tells none of their words."""
    return hashlib.sha256(pool_key.encode()).hexdigest()


def _candidate(candidate: Candidate, found: Match) -> dict[str, Any]:
    return {
        "code": candidate.code,
        "probability": f"{candidate.probability:.4f}",
        "differences": [_difference(each) for each in candidate.differences],
        "reasons": [_told(found.reason)] if candidate.code == found.code else [],
    }


def _difference(each: Difference) -> dict[str, str]:
    return {"name": each.axis, "line": each.asked, "item": each.has, "kind": KINDS.get(each.verdict, "unsaid")}


def _told(reason: Refusal) -> dict[str, Any]:
    """A sentence as it is kept: told in the reader's language when it is shown."""
    return {"message": reason.message, "values": {name: str(value) for name, value in reason.values.items()}}


def _question(found: Match) -> dict[str, Any]:
    if found.question is None:
        return {}
    return {"attribute": found.question.attribute, "choices": list(found.question.choices)}


def _settle(viewer: Viewer, campaign: Campaign, sure: Sequence[tuple[Judgement, Match]]) -> int:
    """One step an item: lines of which nothing says what a unit holds wait for a person."""
    items = items_coded(viewer, {found.code for _judgement, found in sure})
    packs = packs_of_items(viewer, [item.id for item in items.values()])
    by_item: defaultdict[str, dict[Judgement, Decimal]] = defaultdict(dict)
    for judgement, found in sure:
        item = items[found.code]
        content = content_of(judgement.need, item, packs[item.id])
        if content is not None:
            by_item[found.code][judgement] = content
    settle_each(viewer, campaign, {items[code]: contents for code, contents in by_item.items()}, by=BY)
    return sum(map(len, by_item.values()))


def _gather(viewer: Viewer, campaign: Campaign) -> None:
    """Lines that wait and are the same unknown thing become one topic."""
    waiting = queries.waiting(viewer, campaign)
    fields = declared(viewer)
    lines = [line_of(each.need, each.need.wanted, fields.words(each.need.fields, "fr")) for each in waiting]
    for group in clusters(lines):
        topic = topic_of(min(waiting[place].need.pool_key for place in group))
        for place in group:
            waiting[place].topic = topic
    viewer.session.flush()
