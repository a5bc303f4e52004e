"""What a buyer's yes and no teach: these words are this item, or are not. Nothing learned is ever deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pooling.access.viewer import Viewer
from pooling.algorithms.grouping import normalise
from pooling.catalogue.models import Item
from pooling.catalogue.queries import items_coded
from pooling.consolidation import desk_queries as queries
from pooling.consolidation.models import Alias, Judgement
from pooling.db import now
from pooling.journal.rules import record


@dataclass
class Learned:
    """Aliases by their numbers: those that are new, and those that no longer count because of them."""

    new: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


def learn(viewer: Viewer, judgements: Sequence[Judgement], item: Item, *, same: bool) -> Learned:
    """Put down that the words of these lines are this item, or are not; what contradicts it no longer counts."""
    told = {(_words(each), each.member_id): each for each in judgements if each.need.item_id is None}
    learned, made = Learned(), list[Alias]()
    for (words, _member), judgement in told.items():
        known = queries.aliases_of(viewer, judgement, words)
        for contrary in (each for each in known if _contradicts(each, item, same=same)):
            contrary.dropped_at = now()
            learned.dropped.append(contrary.id)
        if not any(each.same is same and each.item_id == item.id for each in known):
            made.append(_alias(viewer, judgement, words, item, same=same))
    viewer.session.flush()
    learned.new = [each.id for each in made]
    return learned


def _contradicts(known: Alias, item: Item, *, same: bool) -> bool:
    """The same words are one item at most."""
    if known.item_id == item.id:
        return known.same is not same
    return same and known.same


def refuse_candidates(viewer: Viewer, judgement: Judgement) -> Learned:
    """Every candidate that was shown is a no."""
    all_of_them = Learned()
    for item in items_coded(viewer, [each["code"] for each in judgement.candidates]).values():
        learned = learn(viewer, [judgement], item, same=False)
        all_of_them.new += learned.new
        all_of_them.dropped += learned.dropped
    return all_of_them


def unlearn(viewer: Viewer, learned: Learned) -> None:
    """As if it had not been learned: the new no longer counts, and what it contradicted does."""
    for alias in queries.aliases_numbered(viewer, learned.new):
        forget(viewer, alias)
    for alias in queries.aliases_numbered(viewer, learned.dropped):
        alias.dropped_at = None
    viewer.session.flush()


def forget(viewer: Viewer, alias: Alias) -> None:
    """From now on it no longer counts."""
    alias.dropped_at = now()
    record(
        viewer,
        "consolidation.forget",
        f"item:{alias.item.code}",
        member_id=alias.member_id,
        category_id=alias.category_id,
    )


def _words(judgement: Judgement) -> str:
    return normalise(judgement.need.designation)


def _alias(viewer: Viewer, judgement: Judgement, words: str, item: Item, *, same: bool) -> Alias:
    alias = Alias(
        member_id=judgement.member_id,
        category_id=judgement.category_id,
        item=item,
        words=words,
        unit=judgement.need.unit,
        same=same,
        learned_by=viewer.name,
    )
    viewer.session.add(alias)
    verb = "learn_same" if same else "learn_other"
    # the words are a firm's own: only who may read its lines of this family may read them
    record(
        viewer,
        f"consolidation.{verb}",
        f"item:{item.code}",
        member_id=judgement.member_id,
        category_id=judgement.category_id,
        after={"designation": judgement.need.designation, "item": item.code},
    )
    return alias
