"""The verbs by which an uploaded workbook becomes lines: keep it, say what its columns are, accept rows of it."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.catalogue.field_columns import FieldColumns
from pooling.catalogue.field_queries import declared
from pooling.db import now
from pooling.excel.tables import Book
from pooling.journal.rules import record
from pooling.members.models import Member
from pooling.needs import import_queries, queries, rules
from pooling.needs.comparing import OFFERED, Compared, Comparison, Outcome, compare
from pooling.needs.layout import Stamp, fields_mark, form_columns
from pooling.needs.models import HeaderMapping, Need, PendingImport
from pooling.needs.undoing import remember
from pooling.needs.uploads import NAMING, Kept, Manner, recognise_form, recognise_own

KEPT_FOR = timedelta(days=7)
MAPPED = (
    "designation", "item", "maker_ref", "gtin", "category", "quantity", "unit", "pack", "present_price", "currency",
    "present_supplier", "site", "wanted_on", "firm", "flex_minus", "flex_plus", "remark",
)  # fmt: skip
_NO_QUANTITY = N_("Say which column holds the quantity.")
_NO_NAME = N_("Say which column names or describes what is wanted.")
_TWICE = N_("Two columns cannot be the same: choose each only once.")
_CHANGED_SINCE = N_("The lines changed while you were reading this page: nothing was taken in. Check again.")
_NOTHING = N_("Tick at least one line.")


@dataclass(frozen=True)
class Accepted:
    """How many lines were entered, changed and deleted, and how many rows stay refused."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    refused: int = 0


def stamp_of(viewer: Viewer, campaign: Campaign, member: Member, *, whole: bool = True) -> Stamp:
    return _stamp(campaign, member, columns_of(viewer, campaign), whole=whole)


def _stamp(campaign: Campaign, member: Member, fields: FieldColumns, *, whole: bool = True) -> Stamp:
    return Stamp(campaign.code, campaign.revision, member.code, whole=whole, fields=fields_mark(fields))


def columns_of(viewer: Viewer, campaign: Campaign) -> FieldColumns:
    """Those of the fields that the campaign's families ask for."""
    return form_columns(declared(viewer), queries.categories_of(viewer, campaign))


def keep(viewer: Viewer, campaign: Campaign, member: Member, book: Book, name: str, sha256: str) -> PendingImport:
    """Recognise the workbook of a member and keep it for a week; nothing else changes. Raises Refusal with the
    reason."""
    for stale in import_queries.stale_imports(viewer, member.id):
        viewer.session.delete(stale)
    held = understood(viewer, campaign, member, book, name, sha256)
    viewer.session.add(held)
    viewer.session.flush()
    return held


def understood(viewer: Viewer, campaign: Campaign, member: Member, book: Book, name: str, sha256: str) -> PendingImport:
    """The workbook of a member as it is recognised, for whoever takes it in at once; nothing is kept."""
    fields = columns_of(viewer, campaign)
    form = recognise_form(book, _stamp(campaign, member, fields), fields)
    kept, guessed = form or recognise_own(book)
    if book.kind == "text":
        kept = replace(kept, sheet="")  # such a file has no sheet, whatever it was called on the way
    known = None
    if form is None:
        kept, known = _known_again(viewer, kept, member)
    return PendingImport(
        key=uuid.uuid4().hex,
        campaign_id=campaign.id,
        member_id=member.id,
        campaign=campaign,
        member=member,
        file_name=name[-200:],
        sha256=sha256,
        stamped=form is not None,
        content=kept.packed(),
        columns=dict(guessed) if form else dict(known.columns) if known else None,
        remembered=known is not None,
        family=known.family if known else "",
        unit=known.unit if known else "",
        expires_at=now() + KEPT_FOR,
    )


def checked(chosen: Mapping[int, str]) -> dict[str, int]:
    """Columns (place → field) by their fields; raises Refusal when they cannot make lines."""
    fields = list(chosen.values())
    if len(set(fields)) < len(fields):
        raise Refusal("twice", _TWICE)
    if "quantity" not in fields:
        raise Refusal("no_quantity", _NO_QUANTITY)
    if not set(fields) & set(NAMING):
        raise Refusal("no_name", _NO_NAME)
    return {field: place for place, field in chosen.items()}


def _known_again(viewer: Viewer, kept: Kept, member: Member) -> tuple[Kept, HeaderMapping | None]:
    """With what this firm said of a list with the same titles, if it did."""
    titled = kept if kept.header or len(kept.rows) < 2 else kept.titled()
    known = import_queries.mapping(viewer, titled.mark(), member.id)
    return (titled, known) if known else (kept, None)


def map_columns(
    viewer: Viewer, held: PendingImport, chosen: Mapping[int, str], family: str, unit: str, *, titled: bool = False
) -> None:
    """Take the columns (place → field) as a person said them, and whether the first row of a list without known
    titles holds them all the same; remember that for the firm, unless there is nothing to know the list by.
    Raises Refusal when they cannot make lines."""
    columns = checked(chosen)
    kept = Kept.unpacked(held.content)
    if titled and not kept.header and len(kept.rows) > 1:
        kept = kept.titled()
        held.content = {**held.content, **kept.packed()}
    known: list[PendingImport | HeaderMapping] = [held, *_remembered(viewer, held, kept)]
    for each in known:
        each.columns, each.family, each.unit = dict(columns), family, unit
    viewer.session.flush()


def _remembered(viewer: Viewer, held: PendingImport, kept: Kept) -> list[HeaderMapping]:
    if not kept.header:
        return []
    known = import_queries.mapping(viewer, kept.mark(), held.member_id)
    if known is None:
        known = HeaderMapping(member_id=held.member_id, headers=kept.mark())
        viewer.session.add(known)
    return [known]


def comparison(viewer: Viewer, held: PendingImport, currency: str, kept: Kept | None = None) -> Comparison:
    """What accepting it would change, as things stand now; `kept` is its content, for whoever unpacked it."""
    manner = Manner(held.columns or {}, held.stamped, currency, held.family, held.unit)
    return compare(viewer, held, kept or Kept.unpacked(held.content), manner)


def accept(
    viewer: Viewer,
    held: PendingImport,
    currency: str,
    take: Collection[str],
    drop: Collection[str],
    writing: rules.Writing | None = None,
    compared: Comparison | None = None,
) -> Accepted:
    """Enter and change the rows ticked in `take` (`Compared.tick`), delete the lines in `drop` (`key.version`):
    all of them or, when one no longer stands as it was shown, none. `writing` is of the member whose file it is,
    when it is not the viewer's own; `compared` for whoever has compared in this very transaction. Raises Refusal."""
    if not take and not drop:
        raise Refusal("nothing", _NOTHING)
    compared = compared or comparison(viewer, held, currency)
    rows = {each.tick: each for each in compared.rows}
    # what was taken in a moment ago, by a double click, is there already
    wanted = [rows[tick] for tick in take if tick in rows and rows[tick].outcome in OFFERED]
    gone = [need for need in compared.missing if f"{need.key}.{need.version}" in drop]
    if len(gone) < len(set(drop)) or any(tick not in rows for tick in take):
        raise Refusal("changed_since", _CHANGED_SINCE)
    before = {each.need.key: each.need.version for each in wanted if each.need is not None}
    _write(writing or rules.Writing(viewer, held.campaign, held.member), wanted, gone)
    changed = {each.need.key: (before[each.need.key], each.need.version) for each in wanted if each.need is not None}
    remember(held, [each.key for each in wanted if each.need is None], changed, [need.key for need in gone])
    entered = sum(each.need is None for each in wanted)
    done = Accepted(entered, len(wanted) - entered, len(gone), compared.counts[Outcome.REFUSED])
    _record(viewer, held, done)
    return done


def _write(writing: rules.Writing, wanted: Sequence[Compared], gone: Sequence[Need]) -> None:
    writing.expect([each.need.key if each.need else each.key for each in wanted] + [need.key for need in gone])
    for each in wanted:
        line, need = each.row.line, each.need
        if line is not None:
            key, version = (each.key, None) if need is None else (need.key, need.version)
            writing.save(line, key=key, version=version, judged=each.row.values)
    for need in gone:
        writing.remove(need.key, need.version)
    writing.put_down()


def _record(viewer: Viewer, held: PendingImport, done: Accepted) -> None:
    after = {"sha256": held.sha256, "lines": done.new, "changed": done.changed, "removed": done.removed}
    campaign = held.campaign.code
    subject = f"submission:{campaign}"
    record(viewer, "needs.import", subject, campaign=campaign, member_id=held.member_id, after=after)


def discard(viewer: Viewer, held: PendingImport) -> None:
    viewer.session.delete(held)
    viewer.session.flush()
