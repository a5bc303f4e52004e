"""A workbook that was uploaded: what its columns are, what it would change, what is taken of it."""

from __future__ import annotations

from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.edge import request_viewer
from pooling.algorithms.errors import Refusal
from pooling.campaigns.rules import is_answerable
from pooling.catalogue.field_queries import declared
from pooling.excel.places import column_letters
from pooling.excel.writer import render
from pooling.language import language, sentence, settings
from pooling.needs import import_queries, intake, queries, sheets, undoing
from pooling.needs.comparing import Comparison, Outcome
from pooling.needs.desk import Desk
from pooling.needs.models import Answer, PendingImport
from pooling.needs.shown import corrected_from, field_labels, shown_faults, shown_missing, shown_row, written_in
from pooling.needs.unit_words import unit_names
from pooling.needs.unnamed import guessed_columns, looks_titled
from pooling.needs.uploads import Kept
from pooling.needs.views.room import at_desk, desk_at
from pooling.needs.views.workbook import XLSX, frame

SAMPLES = 3


def _held(desk: Desk, key: str) -> PendingImport:
    return import_queries.pending(desk.viewer, desk.campaign, key, desk.firm)


@at_desk("/import/<key>")
def pending(code: str, key: str, member: str = "") -> ResponseReturnValue:
    """What accepting would change; or, of a layout never seen, what its columns are."""
    desk = desk_at(code, member)
    held = _held(desk, key)
    if held.columns is None:
        return redirect(url_for("needs.columns", code=code, key=key))
    return _difference(desk, held)


@at_desk("/import/<key>", "POST")
def accept(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    held = _held(desk, key)
    take, drop = request.form.getlist("take"), request.form.getlist("drop")
    try:
        done = intake.accept(desk.viewer, held, settings().currency, take, drop, desk.writing())
    except Refusal as refusal:
        desk.viewer.session.rollback()
        return _difference(desk, _held(desk, key), fault=sentence(refusal)), 409
    told = {"new": done.new, "changed": done.changed, "removed": done.removed}
    flash(gettext("Taken in: %(new)s new, %(changed)s changed, %(removed)s deleted.", **told), "success")
    if done.refused:
        return redirect(url_for("needs.pending", code=code, key=key), 303)
    return redirect(url_for("needs.grid", code=code, taken=key), 303)


@at_desk("/import/<key>/undo", "POST")
def undo_import(code: str, key: str, member: str = "") -> ResponseReturnValue:
    """Take back what was taken of this file; the page then shows what accepting it would change anew."""
    desk = desk_at(code, member)
    held = _held(desk, key)
    try:
        back = undoing.undo(desk.viewer, held, desk.writing())
    except Refusal as refusal:
        desk.viewer.session.rollback()
        return _difference(desk, _held(desk, key), fault=sentence(refusal)), 409
    flash_taken_back(back.lines, back.kept)
    return redirect(url_for("needs.pending", code=code, key=key), 303)


def flash_taken_back(lines: int, kept: int) -> None:
    flash(ngettext("%(num)s line is as it was before.", "%(num)s lines are as they were before.", lines), "success")
    if kept:
        told = ngettext(
            "%(num)s line has changed since: it stays as it is.",
            "%(num)s lines have changed since: they stay as they are.",
            kept,
        )
        flash(told, "warning")


@at_desk("/import/<key>/discard", "POST")
def discard(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    intake.discard(desk.viewer, _held(desk, key))
    flash(gettext("The file was put aside."), "info")
    return redirect(url_for("needs.workbook", code=code), 303)


@at_desk("/import/<key>/refused.xlsx")
def refused_rows(code: str, key: str, member: str = "") -> ResponseReturnValue:
    """The rows that were refused as a form to correct, each faulty cell coloured and commented."""
    desk = desk_at(code, member)
    held = _held(desk, key)
    rows = [
        corrected_from(each.row, stamped=held.stamped, family=held.family, unit=held.unit)
        for each in intake.comparison(desk.viewer, held, settings().currency).of(Outcome.REFUSED)
    ]
    data = render(sheets.refused_form(desk.viewer, frame(desk, whole=False), rows))
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=f"besoins-{code}-a-corriger.xlsx")


@at_desk("/import/<key>/columns")
def columns(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    held = _held(desk, key)
    told = held.columns or guessed_columns(Kept.unpacked(held.content), intake.columns_of(desk.viewer, desk.campaign))
    chosen = {place: field for field, place in told.items()}
    return _columns(held, chosen, held.family, held.unit)


@at_desk("/import/<key>/columns", "POST")
def map_columns(code: str, key: str, member: str = "") -> ResponseReturnValue:
    desk, form = desk_at(code, member), request.form
    held = _held(desk, key)
    width = len(held.content["titles"])
    said = {place: form.get(f"column{place}", "") for place in range(width)}
    mapped = {*intake.MAPPED, *intake.columns_of(request_viewer(), held.campaign).headings}
    chosen = {place: field for place, field in said.items() if field in mapped}
    family, unit = form.get("family", "")[:64], form.get("unit", "")[:60]
    try:
        intake.map_columns(desk.viewer, held, chosen, family, unit, titled="titled" in form)
    except Refusal as refusal:
        return _columns(held, chosen, family, unit, fault=sentence(refusal)), 422
    return redirect(url_for("needs.pending", code=code, key=key), 303)


def _columns(held: PendingImport, chosen: dict[int, str], family: str, unit: str, fault: str = "") -> str:
    kept = Kept.unpacked(held.content)
    samples = [
        [written_in(row[place]) for _number, row in kept.rows if place < len(row) and row[place] is not None]
        for place in range(len(kept.titles))
    ]
    return render_template(
        "needs/columns.html",
        campaign=held.campaign,
        held=held,
        kept=kept,
        titled=looks_titled(kept) if request.method == "GET" else "titled" in request.form,
        fault=fault,
        places=[(column_letters(place), title, samples[place][:SAMPLES]) for place, title in enumerate(kept.titles)],
        chosen=chosen,
        fields={name: label for name, label in field_labels().items() if name in intake.MAPPED} | _own_fields(held),
        categories=queries.categories_of(request_viewer(), held.campaign),
        units=unit_names(language()),
        family=family,
        unit=unit,
    )


def _own_fields(held: PendingImport) -> dict[str, str]:
    columns = intake.columns_of(request_viewer(), held.campaign)
    return {key: heading.title for key, heading in columns.headings.items()}


def _difference(desk: Desk, held: PendingImport, fault: str = "") -> str:
    kept, known = Kept.unpacked(held.content), declared(desk.viewer)
    comparison = intake.comparison(desk.viewer, held, settings().currency, kept)
    counts = comparison.counts
    submission = queries.submission(desk.viewer, held.campaign, desk.firm)
    return render_template(
        "needs/import.html",
        campaign=held.campaign,
        held=held,
        kept=kept,
        fault=fault,
        taken=undoing.taken_of(held),
        counts={str(outcome): counts[outcome] for outcome in Outcome},
        rows={str(outcome): [shown_row(each, known) for each in comparison.of(outcome)] for outcome in Outcome},
        faults=_faults(held, comparison),
        missing=[shown_missing(need, known) for need in comparison.missing],
        answerable=is_answerable(held.campaign),
        answered=submission is not None and submission.answer != Answer.DRAFT,
    )


def _faults(held: PendingImport, comparison: Comparison) -> list[object]:
    places = held.columns or {}
    return [fault for each in comparison.of(Outcome.REFUSED) for fault in shown_faults(each.row, places)]
