"""What was carried over from an earlier campaign: the rest of a share, or a line that came too late. The next campaign
of its family offers it to its firm, which takes it among its lines or declines it, once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext

from sqlalchemy.exc import IntegrityError

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.numbers import QUANTITY_PLACES
from pooling.campaigns.models import Campaign
from pooling.db import now
from pooling.needs import carried_queries as queries
from pooling.needs.declaration import must_be_enterable
from pooling.needs.docks import placed
from pooling.needs.lines import Line, LineRefusal, counts_whole
from pooling.needs.models import CarriedLine, LateLine, Need
from pooling.needs.outcomes import carried
from pooling.needs.rules import derived_key
from pooling.needs.told import line_of, line_told
from pooling.needs.writing import Writing, record_need

EXACT = Context(prec=60)
SHARE, LATE = "share:", "late:"
_DECIDED = N_("This was taken or declined meanwhile: reload the page to see how it stands.")
_RETIRED = N_("“%(item)s” is no longer in the catalogue: decline it, and enter what replaces it.")


@dataclass(frozen=True)
class Offer:
    """One line that waits for its firm, from `origin`; `key` is what it is called once taken."""

    source: str
    origin: Campaign
    key: str
    line: Line
    category_id: int


def offers(viewer: Viewer, campaign: Campaign, member_id: int) -> list[Offer]:
    """What this campaign collects of what was carried over to the firm, and it has not decided on: the oldest first."""
    known, families = queries.decided(viewer, member_id), {family.id for family in campaign.families}
    found = [
        each
        for each in (*_rests(viewer, member_id), *_late(viewer, member_id))
        if each.source not in known and each.origin.opens_at < campaign.opens_at and _root(each.line) in families
    ]
    return sorted(found, key=lambda each: each.origin.opens_at)


def take(writing: Writing, sources: Collection[str]) -> dict[str, Refusal]:
    """Enter these among the firm's lines; by source, what cannot be entered any more and why."""
    viewer, campaign, refused = writing.viewer, writing.campaign, dict[str, Refusal]()
    _ = writing.submission  # held until the transaction ends: two colleagues at once take turns
    for each in _chosen(viewer, campaign, writing.member_id, sources):
        try:
            _must_be_in_use(each.line)
            writing.save(each.line, key=each.key)
        except LineRefusal as refusal:
            refused[each.source] = refusal
        else:
            _decide(viewer, campaign, writing.member_id, each, need_key=each.key)
    writing.put_down()
    return refused


def decline(viewer: Viewer, campaign: Campaign, member_id: int, sources: Collection[str]) -> int:
    """The firm no longer needs these; how many. `put_back` takes it back."""
    must_be_enterable(viewer, campaign)
    chosen = _chosen(viewer, campaign, member_id, sources)
    for each in chosen:
        _decide(viewer, campaign, member_id, each)
    return len(chosen)


def put_back(viewer: Viewer, campaign: Campaign, member_id: int) -> int:
    """What was declined in this campaign waits again; how many lines."""
    must_be_enterable(viewer, campaign)
    rows = queries.declined(viewer, campaign, member_id)
    for row in rows:
        late = _late_of(viewer, member_id, row.source)
        if late is not None:
            late.taken_at = None
        record_need(viewer, "put_back_carried", campaign, row.source, member_id, category_id=row.category_id)
        viewer.session.delete(row)
    viewer.session.flush()
    return len(rows)


def _must_be_in_use(line: Line) -> None:
    if line.item is not None and not line.item.active:
        raise LineRefusal("item", "retired", _RETIRED, item=line.item.name)


def _chosen(viewer: Viewer, campaign: Campaign, member_id: int, sources: Collection[str]) -> list[Offer]:
    return [each for each in offers(viewer, campaign, member_id) if each.source in sources]


def _decide(viewer: Viewer, campaign: Campaign, member_id: int, offer: Offer, need_key: str = "") -> None:
    row = CarriedLine(
        member_id=member_id,
        category_id=offer.category_id,
        source=offer.source,
        origin_id=offer.origin.id,
        campaign_id=campaign.id,
        taken=bool(need_key),
        need_key=need_key,
        decided_by=viewer.name or viewer.kind.value,
    )
    try:
        with viewer.session.begin_nested():
            viewer.session.add(row)
    except IntegrityError as twice:  # a colleague at the same moment
        raise Refusal("decided", _DECIDED) from twice
    late = _late_of(viewer, member_id, offer.source)
    if late is not None:
        late.taken_at, late.carried_to_id = now(), campaign.id if need_key else None
    verb = "take_carried" if need_key else "decline_carried"
    record_need(viewer, verb, campaign, offer.source, member_id, category_id=offer.category_id)
    viewer.session.flush()


def _late_of(viewer: Viewer, member_id: int, source: str) -> LateLine | None:
    return queries.late_keyed(viewer, member_id, source.removeprefix(LATE)) if source.startswith(LATE) else None


def _rests(viewer: Viewer, member_id: int) -> Iterator[Offer]:
    for rest in carried(viewer, member_id):
        line = rest_of(rest.need, rest.base)
        yield Offer(
            f"{SHARE}{rest.need.key}", rest.campaign, derived_key("carried", rest.need.key), line, rest.need.category_id
        )


def _late(viewer: Viewer, member_id: int) -> Iterator[Offer]:
    for late in queries.late_waiting(viewer, member_id):
        line = line_told(viewer, member_id, late.asked or {})
        if line.item is not None or line.category is not None:
            yield Offer(f"{LATE}{late.key}", late.campaign, late.key, line, late.category_id)


def _root(line: Line) -> int | None:
    category = line.item.category if line.item is not None else line.category
    return category.root_id if category is not None else None


def rest_of(need: Need, base: Decimal) -> Line:
    """The line again for what is left of it, in base units of what it was understood as: in its own pack or unit where
    that comes out even, else in base units, without a price, which was of another unit."""
    line = replace(line_of(need), wanted_on=None)
    with localcontext(EXACT):
        entered = base * need.wanted / need.adjusted
    if _comes_out(line, entered):
        return placed(line, entered.normalize())
    bare = replace(
        line, quantity=base, split=(), flex_minus=Decimal(0), flex_plus=Decimal(0), present_price=None, pack=None
    )
    if need.pooled_item is not None:
        return replace(bare, item=need.pooled_item, own_pack="", own_content=None)
    return replace(bare, own_pack="", own_content=None)


def _comes_out(line: Line, entered: Decimal) -> bool:
    step = Decimal(1) if counts_whole(line) else Decimal(1).scaleb(-QUANTITY_PLACES)
    return not entered % step
