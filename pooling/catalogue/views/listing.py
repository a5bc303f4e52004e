from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.catalogue import queries
from pooling.catalogue.facets import facets
from pooling.catalogue.field_queries import declared
from pooling.catalogue.views.room import bp
from pooling.language import language


@bp.get("/")
@seen_by(Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR)
def listing() -> ResponseReturnValue:
    """The list, or as one types in the search box only its rows."""
    viewer = request_viewer()
    code, text = request.args.get("family", ""), request.args.get("q", "")
    family = queries.category(viewer, code) if code else None
    retired = viewer.is_of_group and "retired" in request.args
    narrowed = facets(viewer, family, request.args)
    page = queries.browse(
        viewer,
        text[:200],
        family=family,
        page=request.args.get("page", 1, type=int),
        retired=retired,
        having={each.field.code: each.accepted for each in narrowed if each.accepted is not None},
    )
    packs = queries.packs_of_items(viewer, [item.id for item in page.items])
    context: dict[str, Any] = {"page": page, "family": family, "text": text, "retired": retired, "packs": packs}
    context |= {"declared": declared(viewer), "facets": narrowed, "language": language()}
    if request.headers.get("HX-Target") == "found":
        return render_template("catalogue/_items.html", **context)
    families = queries.categories(viewer, active_only=not viewer.is_of_group)
    return render_template("catalogue/listing.html", families=families, counts=queries.counts(viewer), **context)
