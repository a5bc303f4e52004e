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
from pooling.needs import import_queries, queries, rules
from pooling.needs.comparing import OFFERED, Compared, Comparison, Outcome, compare
from pooling.needs.judging import Manner
from pooling.needs.layout import Stamp, fields_mark, form_columns
from pooling.needs.models import HeaderMapping, Need, PendingImport
from pooling.needs.uploads import NAMING, Kept, recognise_form, recognise_own

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


def stamp_of(viewer: Viewer, campaign: Campaign, *, whole: bool = True) -> Stamp:
    mark = fields_mark(columns_of(viewer, campaign))
    return Stamp(campaign.code, campaign.revision, import_queries.own_member(viewer).code, whole=whole, fields=mark)


def columns_of(viewer: Viewer, campaign: Campaign) -> FieldColumns:
    """Those of the fields that the campaign's families ask for."""
    return form_columns(declared(viewer), queries.categories_of(viewer, campaign))


def keep(viewer: Viewer, campaign: Campaign, book: Book, name: str, sha256: str) -> PendingImport:
    """Recognise the workbook and keep it for a week; nothing else changes. Raises Refusal with the reason."""
    for stale in import_queries.stale_imports(viewer):
        viewer.session.delete(stale)
    form = recognise_form(book, stamp_of(viewer, campaign), columns_of(viewer, campaign))
    kept, guessed = form or recognise_own(book)
    if book.kind == "text":
        kept = replace(kept, sheet="")  # such a file has no sheet, whatever it was called on the way
    known = None if form else import_queries.mapping(viewer, kept.mark())
    held = PendingImport(
        key=uuid.uuid4().hex,
        campaign_id=campaign.id,
        member_id=viewer.firm,
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
    viewer.session.add(held)
    viewer.session.flush()
    return held


def map_columns(viewer: Viewer, held: PendingImport, chosen: Mapping[int, str], family: str, unit: str) -> None:
    """Take the columns (place → field) as a person said them, and remember that for the firm. Raises
    Refusal when they cannot make lines."""
    fields = list(chosen.values())
    if len(set(fields)) < len(fields):
        raise Refusal("twice", _TWICE)
    if "quantity" not in fields:
        raise Refusal("no_quantity", _NO_QUANTITY)
    if not set(fields) & set(NAMING):
        raise Refusal("no_name", _NO_NAME)
    columns = {field: place for place, field in chosen.items()}
    mark = Kept.unpacked(held.content).mark()
    known = import_queries.mapping(viewer, mark)
    if known is None:
        known = HeaderMapping(member_id=viewer.firm, headers=mark)
        viewer.session.add(known)
    for each in (held, known):
        each.columns, each.family, each.unit = dict(columns), family, unit
    viewer.session.flush()


def comparison(viewer: Viewer, held: PendingImport, currency: str) -> Comparison:
    """What accepting it would change, as things stand now."""
    manner = Manner(held.columns or {}, held.stamped, currency, held.family, held.unit)
    return compare(viewer, held.campaign, Kept.unpacked(held.content), manner, held.key)


def accept(
    viewer: Viewer, held: PendingImport, currency: str, take: Collection[str], drop: Collection[str]
) -> Accepted:
    """Enter and change the rows ticked in `take` (`Compared.tick`), delete the lines in `drop` (`key.version`):
    all of them or, when one no longer stands as it was shown, none. Raises Refusal."""
    if not take and not drop:
        raise Refusal("nothing", _NOTHING)
    compared = comparison(viewer, held, currency)
    rows = {each.tick: each for each in compared.rows}
    # what was taken in a moment ago, by a double click, is there already
    wanted = [rows[tick] for tick in take if tick in rows and rows[tick].outcome in OFFERED]
    gone = [need for need in compared.missing if f"{need.key}.{need.version}" in drop]
    if len(gone) < len(set(drop)) or any(tick not in rows for tick in take):
        raise Refusal("changed_since", _CHANGED_SINCE)
    _write(rules.Writing(viewer, held.campaign), wanted, gone)
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
            writing.save(line, key=key, version=version)
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
