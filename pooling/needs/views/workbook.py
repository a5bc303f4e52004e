"""The needs form out, and any spreadsheet in."""

from __future__ import annotations

import hashlib
from io import BytesIO

from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from pooling.access.received import received
from pooling.algorithms.errors import Refusal
from pooling.campaigns.rules import is_answerable
from pooling.excel.writer import render
from pooling.language import sentence, settings, zone
from pooling.needs import import_queries, intake, queries, recap_queries, sheets
from pooling.needs.approval import may_change
from pooling.needs.desk import Desk
from pooling.needs.sheets import Frame
from pooling.needs.uploads import LIMITS
from pooling.needs.views.room import at_desk, desk_at

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CONTENTS = {"empty": sheets.empty_form, "draft": sheets.draft_form, "previous": sheets.previous_form}


@at_desk("/workbook")
def workbook(code: str, member: str = "") -> ResponseReturnValue:
    return _page(desk_at(code, member))


@at_desk("/workbook/<content>.xlsx")
def download(code: str, content: str, member: str = "") -> ResponseReturnValue:
    desk = desk_at(code, member)
    draw = CONTENTS.get(content) or abort(404)
    data = render(draw(desk.viewer, frame(desk)))
    return send_file(BytesIO(data), XLSX, as_attachment=True, download_name=f"besoins-{code}.xlsx")


@at_desk("/workbook", "POST")
def upload(code: str, member: str = "") -> ResponseReturnValue:
    """Read a workbook and keep it; what it would change is shown on the next page."""
    desk = desk_at(code, member)
    try:
        sent = received(request.files.get("file"), LIMITS)
        digest = hashlib.sha256(sent.data).hexdigest()
        held = intake.keep(desk.viewer, desk.campaign, desk.owner, sent.book, sent.name, digest)
    except Refusal as refusal:
        return _page(desk, fault=sentence(refusal)), 422
    return redirect(url_for("needs.pending", code=code, key=held.key), 303)


def frame(desk: Desk, *, whole: bool = True) -> Frame:
    return Frame(
        campaign=desk.campaign,
        stamp=intake.stamp_of(desk.viewer, desk.campaign, desk.owner, whole=whole),
        member=desk.owner,
        group=settings().group_name,
        deadline=desk.campaign.closes_at.astimezone(zone()),
    )


def _page(desk: Desk, fault: str = "") -> str:
    viewer, campaign = desk.viewer, desk.campaign
    submission = queries.submission(viewer, campaign, desk.firm)
    return render_template(
        "needs/workbook.html",
        campaign=campaign,
        fault=fault,
        answerable=is_answerable(campaign),
        answered=submission is not None and not may_change(desk.viewer, submission),
        line_count=recap_queries.recaps(viewer, [campaign], desk.firm)[0].line_count,
        before=import_queries.previous(viewer, campaign, desk.firm),
    )
