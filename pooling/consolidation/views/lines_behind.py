from __future__ import annotations

from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.scope import NotYoursError
from pooling.campaigns.queries import campaign
from pooling.catalogue.field_queries import declared
from pooling.consolidation import queries
from pooling.consolidation.rules import UNSETTLED
from pooling.consolidation.sifting import unit_words
from pooling.consolidation.views.room import bp
from pooling.journal import looks
from pooling.language import language
from pooling.needs.attachment_queries import of_lines


@bp.get("/<code>/lines")
@seen_by(Door.BUYER)
def lines_behind(code: str) -> ResponseReturnValue:
    """Of a pool that is still a preview; that somebody looked at them is kept."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    if chosen.state not in UNSETTLED:
        raise NotYoursError
    pool = queries.preview_of(viewer, chosen, request.args.get("pool", ""))
    lines = queries.lines_behind(viewer, chosen, pool.key)
    # not the pool's key: it may be the words of one firm, and each of them reads who looked
    looks.note(viewer, f"campaign:{code}", {line.member_id for line in lines}, code)
    return render_template(
        "consolidation/lines_behind.html",
        campaign=chosen,
        pool=pool,
        lines=lines,
        hidden=pool.line_count - len(lines),
        files=of_lines(viewer, lines),
        specified=partial(declared(viewer).words_of, language=language(), beside=pool.designation),
        unit_words=lambda unit, count=1: unit_words(unit, language(), count),
    )
