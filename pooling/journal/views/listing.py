from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.journal import looks, queries, telling
from pooling.journal.forms import FilterForm
from pooling.journal.names import firm_names, words_for
from pooling.journal.queries import EVERYTHING, Row
from pooling.journal.views.room import bp

PAGE = 50


@bp.get("/")
@seen_by(Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    """What was done."""
    viewer = request_viewer()
    form = FilterForm(request.args)
    form.offer(viewer)
    filters = form.filters() if form.validate() else EVERYTHING
    total = queries.count(viewer, filters)
    pages = max(1, -(-total // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    rows = queries.entries(viewer, filters, offset=(page - 1) * PAGE, limit=PAGE)
    _note_lines(viewer, rows)
    about = {row.member_id for row in rows if row.member_id}
    told = telling.tell(rows, firm_names(viewer, about), words_for(viewer, about))
    context = {"form": form, "entries": told, "page": page, "pages": pages, "total": total}
    return render_template("journal/listing.html", **context), 422 if form.errors else 200


def _note_lines(viewer: Viewer, rows: list[Row]) -> None:
    """Entries tell the figures of lines: to read them is to look."""
    shown = {row.member_id for row in rows if row.member_id and row.category_id and (row.before or row.after)}
    looks.note(viewer, "journal:listing", shown)
