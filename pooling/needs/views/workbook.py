"""The needs form out, and any spreadsheet in."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.campaigns.rules import is_answerable
from pooling.excel.reader import read
from pooling.excel.tables import Book
from pooling.excel.writer import render
from pooling.language import sentence, settings, zone
from pooling.needs import import_queries, intake, queries, sheets
from pooling.needs.models import Answer
from pooling.needs.sheets import Frame
from pooling.needs.uploads import LIMITS
from pooling.needs.views.room import bp

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENTS = {"empty": sheets.empty_form, "draft": sheets.draft_form, "previous": sheets.previous_form}
_NO_FILE = N_("Choose a file.")


@bp.get("/<code>/workbook")
@seen_by(Door.MEMBER)
def workbook(code: str) -> ResponseReturnValue:
    return _page(campaign_coded(request_viewer(), code))


@bp.get("/<code>/workbook/<content>.xlsx")
@seen_by(Door.MEMBER)
def download(code: str, content: str) -> ResponseReturnValue:
    viewer = request_viewer()
    draw = CONTENTS.get(content) or abort(404)
    data = render(draw(viewer, frame(campaign_coded(viewer, code))))
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=f"besoins-{code}.xlsx")


@bp.post("/<code>/workbook")
@seen_by(Door.MEMBER)
def upload(code: str) -> ResponseReturnValue:
    """Read a workbook and keep it; what it would change is shown on the next page."""
    viewer = request_viewer()
    campaign = campaign_coded(viewer, code)
    try:
        name, data, book = _received(request.files.get("file"))
        held = intake.keep(viewer, campaign, book, name, hashlib.sha256(data).hexdigest())
    except Refusal as refusal:
        return _page(campaign, fault=sentence(refusal)), 422
    return redirect(url_for("needs.pending", code=code, key=held.key), 303)


def _received(file: FileStorage | None) -> tuple[str, bytes, Book]:
    if file is None or not file.filename:
        raise Refusal("no_file", _NO_FILE)
    name = Path(file.filename.replace("\\", "/")).name
    data = file.read()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"fichier{Path(name).suffix.lower()[:8]}"
        path.write_bytes(data)
        return name, data, read(path, LIMITS)


def frame(campaign: Campaign, *, whole: bool = True) -> Frame:
    viewer = request_viewer()
    return Frame(
        campaign=campaign,
        stamp=intake.stamp_of(viewer, campaign, whole=whole),
        member=viewer.member_name or "",
        group=settings().group_name,
        deadline=campaign.closes_at.astimezone(zone()),
    )


def _page(campaign: Campaign, fault: str = "") -> str:
    viewer = request_viewer()
    submission = queries.submission(viewer, campaign)
    return render_template(
        "needs/workbook.html",
        campaign=campaign,
        fault=fault,
        answerable=is_answerable(campaign),
        answered=submission is not None and submission.answer in {Answer.AWAITING, Answer.SUBMITTED},
        line_count=queries.recaps(viewer, [campaign])[0].line_count,
        before=import_queries.previous(viewer, campaign),
    )
