"""`pooling import …`: what somebody sent back, against what stands; nothing changes before it is accepted."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_
from pooling.campaigns.queries import campaign
from pooling.catalogue.field_queries import declared
from pooling.cli.ground import system
from pooling.cli.voice import refuse, say, show_json
from pooling.excel import reader
from pooling.language import settings
from pooling.members.queries import member
from pooling.needs import intake
from pooling.needs.comparing import TAKEN_UNASKED, Comparison, Outcome
from pooling.needs.models import HEARD_BY, PendingImport
from pooling.needs.shown import ShownFault, shown_faults, shown_missing, shown_row
from pooling.needs.unnamed import guessed_columns, looks_titled
from pooling.needs.uploads import LIMITS, Kept
from pooling.needs.writing import Writing

NOTHING = (Outcome.UNWANTED, Outcome.ASIDE)
TOLD = (Outcome.NEW, Outcome.CHANGED, Outcome.CONFLICT, Outcome.DELETED, Outcome.ALIKE)


@click.group("import", help=N_("Compare a file that came back with what stands, and take it in."))
def import_() -> None: ...


@import_.command("needs", help=N_("A firm's needs form, or a list of its own, on its behalf."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "code", required=True, help=N_("Code of the campaign."))
@click.option("--member", "firm", required=True, help=N_("Code of the firm."))
@click.option("--how", type=click.Choice(HEARD_BY), default="mail", help=N_("How the firm sent it; its lines bear it."))
@click.option("--family", default="", help=N_("Family of descriptions that say none."))
@click.option("--unit", default="", help=N_("Unit of descriptions that say none."))
@click.option("--accept", "accepted", is_flag=True, help=N_("Take in what is new or changed; else only report it."))
@click.option("--json", "as_json", is_flag=True, help=N_("Report as JSON."))
def needs(file: Path, code: str, firm: str, how: str, family: str, unit: str, *, accepted: bool, as_json: bool) -> None:
    book, sha256 = reader.read(file, LIMITS), hashlib.sha256(file.read_bytes()).hexdigest()
    with system() as viewer:
        held = intake.understood(viewer, campaign(viewer, code), member(viewer, firm), book, file.name, sha256)
        _understand(viewer, held, family, unit)
        found = intake.comparison(viewer, held, settings().currency)
        faults = _faults(held, found)
        _tell(viewer, found, faults, as_json=as_json)
        if faults:
            raise refuse("\n".join(f"{each.cell or each.number} : {each.why}" for each in faults))
        if accepted:
            _accept(viewer, held, found, how)


def _understand(viewer: Viewer, held: PendingImport, family: str, unit: str) -> None:
    """Nobody confirms what the columns are, so nothing of it is remembered."""
    fields = intake.columns_of(viewer, held.campaign)
    if held.columns is None:
        kept = Kept.unpacked(held.content)
        kept = kept.titled() if looks_titled(kept) else kept
        held.content, told = kept.packed(), guessed_columns(kept, fields)
        held.columns = intake.checked(
            {place: field for field, place in told.items() if field in {*intake.MAPPED, *fields.headings}}
        )
    held.family, held.unit = family or held.family, unit or held.unit


def _accept(viewer: Viewer, held: PendingImport, found: Comparison, how: str) -> None:
    take = [each.tick for each in found.of(*TAKEN_UNASKED)]
    if take:
        writing = Writing(viewer, held.campaign, held.member, how=how, by=settings().group_name)
        intake.accept(viewer, held, settings().currency, take, [], writing, found)


def _faults(held: PendingImport, found: Comparison) -> list[ShownFault]:
    return [fault for each in found.of(Outcome.REFUSED) for fault in shown_faults(each.row, held.columns or {})]


def _tell(viewer: Viewer, found: Comparison, faults: list[ShownFault], *, as_json: bool) -> None:
    if as_json:
        show_json(_told(found, faults))
        return
    counts = {str(outcome): found.counts[outcome] for outcome in Outcome}
    say(N_("%(new)s new, %(changed)s changed, %(same)s as they were, %(refused)s refused."), **counts)
    if found.of(Outcome.ALIKE):
        alike = len(found.of(Outcome.ALIKE))
        say(N_("%(count)s rows are of things entered already, and are taken on screen alone."), count=alike)
    if found.of(*NOTHING):
        say(N_("%(count)s rows ask for nothing: a zero, a total, repeated titles."), count=len(found.of(*NOTHING)))
    known = declared(viewer)
    for each in (shown_row(row, known) for row in found.of(*TOLD)):
        changes = ", ".join(f"{change.label} {change.before} → {change.after}" for change in each.changes)
        click.echo(f"  {each.number:>5}  {each.name} · {changes or each.summary}")
    kept = gettext("not in the file: kept as it is")
    for need in (shown_missing(each, known) for each in found.missing):
        click.echo(f"      –  {need.name} · {kept}")


def _told(found: Comparison, faults: list[ShownFault]) -> dict[str, Any]:
    rows = [{"row": row.row.number, "outcome": row.outcome, "changes": row.changes} for row in found.rows]
    refused = [{"row": each.number, "cell": each.cell, "why": each.why} for each in faults]
    counts = {str(outcome): found.counts[outcome] for outcome in Outcome}
    return {**counts, "missing": len(found.missing), "rows": rows, "faults": refused}
