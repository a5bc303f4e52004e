from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.consolidation import publication_queries as queries
from pooling.consolidation.totals import laid_out
from pooling.consolidation.views.room import bp
from pooling.needs.unit_words import counted


@bp.get("/totals")
@seen_by(Door.MEMBER, Door.BUYER)
def totals() -> ResponseReturnValue:
    """What the group buys, as far as it tells of nobody: the newest publication, the same for every reader."""
    viewer = request_viewer()
    publication = queries.newest(viewer)
    laid = laid_out(queries.totals(viewer, publication)) if publication else None
    return render_template("consolidation/totals.html", publication=publication, laid=laid, counted=counted)
