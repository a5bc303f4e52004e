from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.scope import NotYoursError
from pooling.consolidation import publication_queries as queries
from pooling.consolidation.totals import Edition, editions, laid_out
from pooling.consolidation.views.room import bp
from pooling.needs.unit_words import counted


@bp.get("/totals")
@seen_by(Door.MEMBER, Door.BUYER)
def totals() -> ResponseReturnValue:
    """What the group buys, as far as it tells of nobody: the newest publication, the same for every reader."""
    known = editions(queries.publications(request_viewer()))
    return _page(known, known[0] if known else None)


@bp.get("/totals/<code>/<int:number>")
@seen_by(Door.MEMBER, Door.BUYER)
def earlier_totals(code: str, number: int) -> ResponseReturnValue:
    """What was published then, as it was."""
    known = editions(queries.publications(request_viewer()))
    asked = [each for each in known if (each.publication.campaign.code, each.number) == (code, number)]
    if not asked:
        raise NotYoursError
    return _page(known, asked[0])


def _page(known: list[Edition], chosen: Edition | None) -> str:
    return render_template(
        "consolidation/totals.html",
        editions=known,
        edition=chosen,
        publication=chosen.publication if chosen else None,
        laid=laid_out(queries.totals(request_viewer(), chosen.publication)) if chosen else None,
        counted=counted,
    )
