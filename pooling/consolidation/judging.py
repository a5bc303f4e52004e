"""The verbs of the matching desk. Each is one step that can be undone, journaled without a firm's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import MAX_DIGITS, QUANTITY_PLACES
from pooling.algorithms.units import pack_to_base
from pooling.campaigns.models import Campaign
from pooling.catalogue.declared import Declared
from pooling.catalogue.field_queries import declared
from pooling.catalogue.models import Item
from pooling.catalogue.rules import ItemFacts, make_item, switch_item
from pooling.consolidation import desk_queries as queries
from pooling.consolidation import learning
from pooling.consolidation.contents import content_of
from pooling.consolidation.desk_queries import JUDGEABLE
from pooling.consolidation.learning import Learned
from pooling.consolidation.models import DeskStep, Judgement, Verdict
from pooling.db import now
from pooling.journal.rules import record
from pooling.needs.pool_keys import key_of_item
from pooling.needs.understanding import Understood, as_entered, understand

SETTLED = frozenset({Verdict.AUTO, Verdict.SAME, Verdict.NEW})
TOO_MUCH = Decimal(10) ** (MAX_DIGITS - QUANTITY_PLACES)


class NoContent(Refusal):
    """It is not known how many base units of the item one unit of this line holds: the buyer must say."""

    def __init__(self, judgement: Judgement, item: Item) -> None:
        message = N_("Say how many %(base)s one “%(unit)s” holds: nothing on the line tells it.")
        super().__init__("no_content", message, base=item.base_unit, unit=judgement.need.unit or "–")
        self.judgement = judgement


@dataclass(frozen=True)
class Made:
    """What a verb did: how many lines, and its step for the way back."""

    lines: int
    step: DeskStep


def settle(
    viewer: Viewer,
    campaign: Campaign,
    judgements: Sequence[Judgement],
    item: Item,
    contents: Mapping[int, Decimal],
    *,
    verdict: Verdict = Verdict.SAME,
) -> Made:
    """These lines ask for this item, of which one unit of each holds so many base units (by number of the
    judgement). What is learned from it is put down too. Raises NoContent."""
    _begin(viewer, campaign, judgements)
    for each in judgements:
        if each.id not in contents:
            raise NoContent(each, item)
    known = declared(viewer)
    understood = {each.need_id: _understood(known, each, item, contents[each.id]) for each in judgements}
    before = [_stood(each) for each in judgements]
    for each in judgements:
        each.verdict, each.item, each.content = verdict, item, contents[each.id]
        each.judged_by, each.judged_at = viewer.name, now()
    understand(viewer, understood)
    learned = learning.learn(viewer, judgements, item, same=True)
    return _done(viewer, campaign, verdict.value, before, learned, item if verdict is Verdict.NEW else None)


def settle_each(
    viewer: Viewer, campaign: Campaign, items: Mapping[Item, Mapping[Judgement, Decimal]], *, by: str
) -> None:
    """What the engine is sure of, a step an item, all of them written at once: who ran it says so in the journal."""
    _must_be_judgeable(viewer, campaign)
    known = declared(viewer)
    understood, steps = dict[int, Understood](), list[DeskStep]()
    for item, contents in items.items():
        before = [_stood(each) for each in contents]
        for each, content in contents.items():
            each.verdict, each.item, each.content = Verdict.AUTO, item, content
            each.judged_by, each.judged_at = by, now()
            understood[each.need_id] = _understood(known, each, item, content)
        steps.append(_step(viewer, campaign, Verdict.AUTO, before, Learned()))
    understand(viewer, understood)
    viewer.session.add_all(steps)
    viewer.session.flush()


def make_of(
    viewer: Viewer,
    campaign: Campaign,
    judgements: Sequence[Judgement],
    code: str,
    facts: ItemFacts,
) -> Made:
    """Make an item of the catalogue out of these lines, and settle them with it. Raises NoContent when a line is not
    counted in its base unit: nothing of what one unit holds is known of an item that is new."""
    _begin(viewer, campaign, judgements)
    item = make_item(viewer, code, facts)
    known = {each.id: content_of(each.need, item, ()) for each in judgements}
    contents = {number: content for number, content in known.items() if content is not None}
    return settle(viewer, campaign, judgements, item, contents, verdict=Verdict.NEW)


def keep_apart(viewer: Viewer, campaign: Campaign, judgements: Sequence[Judgement]) -> Made:
    """None of the candidates is what they ask for: they pool by their own words, and that is remembered."""
    _begin(viewer, campaign, judgements)
    before = [_stood(each) for each in judgements]
    learned = Learned()
    for each in judgements:
        refused = learning.refuse_candidates(viewer, each)
        learned.new += refused.new
        learned.dropped += refused.dropped
    _leave(viewer, judgements, Verdict.APART)
    return _done(viewer, campaign, Verdict.APART.value, before, learned)


def put_back(viewer: Viewer, campaign: Campaign, judgements: Sequence[Judgement]) -> Made:
    """Into the queue again, whatever was settled; what was learned stays until it is dropped."""
    _begin(viewer, campaign, judgements)
    before = [_stood(each) for each in judgements]
    _leave(viewer, judgements, Verdict.WAITING)
    return _done(viewer, campaign, Verdict.WAITING.value, before, Learned())


def mark_asked(viewer: Viewer, campaign: Campaign, judgements: Sequence[Judgement]) -> Made:
    """Their firms are being asked; they wait apart from the queue."""
    _begin(viewer, campaign, judgements)
    before = [_stood(each) for each in judgements]
    _leave(viewer, judgements, Verdict.ASKED)
    return _done(viewer, campaign, Verdict.ASKED.value, before, Learned())


def undo(viewer: Viewer, campaign: Campaign) -> DeskStep:
    """Take the viewer's newest step back, with what it taught; an item it made goes out of use."""
    _must_be_judgeable(viewer, campaign)
    step = queries.last_step(viewer, campaign)
    if step is None:
        raise Refusal("no_step", N_("There is nothing of yours left to undo here."))
    judgements = {each.id: each for each in queries.judgements(viewer, campaign, _numbers(step))}
    if len(judgements) < len(step.before):
        raise Refusal("moved_on", N_("Some of these lines are no longer there: this step cannot be undone."))
    for stood in step.before:
        _restore(judgements[stood["judgement"]], stood)
        viewer.session.flush()
        viewer.session.expire(judgements[stood["judgement"]], ["item"])
    viewer.session.flush()
    as_entered(viewer, [each.need_id for each in judgements.values() if each.item_id is None])
    known = declared(viewer)
    understand(viewer, {each.need_id: _understood_again(known, each) for each in judgements.values() if each.item_id})
    learning.unlearn(viewer, Learned(step.aliases, step.dropped))
    if step.item_id is not None:
        switch_item(viewer, viewer.session.get_one(Item, step.item_id), active=False)
    step.undone_at = now()
    viewer.session.flush()
    _record(viewer, campaign, "undo_step", len(judgements))
    return step


def _numbers(step: DeskStep) -> list[int]:
    return [stood["judgement"] for stood in step.before]


def _begin(viewer: Viewer, campaign: Campaign, judgements: Iterable[Judgement]) -> None:
    _must_be_judgeable(viewer, campaign)
    if not list(judgements):
        raise Refusal("no_line", N_("Choose at least one line first."))


def _must_be_judgeable(viewer: Viewer, campaign: Campaign) -> None:
    """Two buyers at once take turns; a campaign that has gone on to suppliers stays as it is."""
    viewer.session.flush()
    viewer.session.refresh(campaign, with_for_update=True)
    if campaign.state not in JUDGEABLE:
        message = N_("Campaign %(code)s has gone on to suppliers: its lines are no longer matched.")
        raise Refusal("not_judgeable", message, code=campaign.code)


def _understood(known: Declared, judgement: Judgement, item: Item, content: Decimal) -> Understood:
    quantity = pack_to_base(judgement.need.wanted, content)
    if quantity >= TOO_MUCH:
        raise Refusal("too_large", N_("This makes a quantity too large to count: check the content."))
    own = known.kept(item.category_id, item, judgement.need.fields)  # a size that the item leaves open is another thing
    return Understood(key_of_item(item, own, known.alike), item.id, quantity)


def _understood_again(known: Declared, judgement: Judgement) -> Understood:
    if judgement.item is None or judgement.content is None:
        raise LookupError(f"judgement {judgement.id} holds no item")
    return _understood(known, judgement, judgement.item, judgement.content)


def _leave(viewer: Viewer, judgements: Sequence[Judgement], verdict: Verdict) -> None:
    for each in judgements:
        each.verdict, each.item, each.content = verdict, None, None
        each.judged_by, each.judged_at = viewer.name, now()
    as_entered(viewer, [each.need_id for each in judgements])


def _stood(judgement: Judgement) -> dict[str, Any]:
    return {
        "judgement": judgement.id,
        "verdict": str(judgement.verdict),
        "item": judgement.item_id,
        "content": None if judgement.content is None else str(judgement.content),
        "by": judgement.judged_by,
    }


def _restore(judgement: Judgement, stood: Mapping[str, Any]) -> None:
    judgement.verdict = Verdict(stood["verdict"])
    judgement.item_id = stood["item"]
    judgement.content = None if stood["content"] is None else Decimal(stood["content"])
    judgement.judged_by = stood["by"]


def _done(
    viewer: Viewer,
    campaign: Campaign,
    verb: str,
    before: list[dict[str, Any]],
    learned: Learned,
    made: Item | None = None,
) -> Made:
    step = _step(viewer, campaign, verb, before, learned)
    step.item_id = made.id if made else None
    viewer.session.add(step)
    viewer.session.flush()
    _record(viewer, campaign, f"desk_{verb}", len(before))
    return Made(len(before), step)


def _step(viewer: Viewer, campaign: Campaign, verb: str, before: list[dict[str, Any]], learned: Learned) -> DeskStep:
    step = DeskStep(campaign_id=campaign.id, user_id=viewer.user_id, verb=verb, before=before)
    step.aliases, step.dropped = learned.new, learned.dropped
    return step


def _record(viewer: Viewer, campaign: Campaign, verb: str, lines: int) -> None:
    record(
        viewer,
        f"consolidation.{verb}",
        f"campaign:{campaign.code}",
        campaign=campaign.code,
        after={"lines": lines},
    )
