"""What was carried over from an earlier campaign is taken among the firm's lines or declined, once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.exc import IntegrityError

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.db import now
from pooling.needs import carried_queries as queries
from pooling.needs.declaration import must_be_enterable
from pooling.needs.late_models import CarriedLine, LateLine
from pooling.needs.lines import Line, LineRefusal
from pooling.needs.waiting import LATE, Offer, offers
from pooling.needs.writing import Writing, record_need

_DECIDED = N_("This was taken or declined meanwhile: reload the page to see how it stands.")
_RETIRED = N_("“%(item)s” is no longer in the catalogue: decline it, and enter what replaces it.")


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
