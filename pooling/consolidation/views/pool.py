from __future__ import annotations

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign
from pooling.catalogue.field_queries import declared
from pooling.consolidation import queries
from pooling.consolidation.rules import UNSETTLED
from pooling.consolidation.sifting import unit_words
from pooling.consolidation.views.room import bp
from pooling.journal import looks
from pooling.language import language
from pooling.needs.attachment_queries import of_lines


@bp.get("/<code>/<int:number>")
@seen_by(Door.BUYER)
def pool(code: str, number: int) -> ResponseReturnValue:
    """The lines behind one pool; that somebody looked at them is kept."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    found = queries.pool(viewer, chosen, number)
    shares = queries.shares_of(viewer, found)
    looks.note(viewer, f"pool:{code}/{number}", {share.member_id for share in shares}, code)
    return render_template(
        "consolidation/pool.html",
        campaign=chosen,
        pool=found,
        shares=shares,
        files=of_lines(viewer, [share.need for share in shares]),
        hidden=found.line_count - len(shares),
        specified=partial(declared(viewer).words_of, language=language(), beside=found.designation),
        outdated=chosen.state in UNSETTLED,
        unit_words=lambda unit, count=1: unit_words(unit, language(), count),
    )
