"""Items for a person who types: what the entry of needs and the lines of agreements offer."""

from __future__ import annotations

from typing import Any

from flask import jsonify, render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.catalogue import queries
from pooling.catalogue.likeness import likely_items
from pooling.catalogue.models import Item, Pack
from pooling.catalogue.supply import plain
from pooling.catalogue.views.room import bp, unit_name
from pooling.language import language


@bp.get("/pick")
@seen_by(Door.MEMBER, Door.BUYER, Door.ADMINISTRATOR)
def pick() -> ResponseReturnValue:
    """`q`: what was typed; `families`: codes of families whose top families limit the search; `likely`: what it
    may mean, rather than what has its words. JSON, or for htmx a list of options."""
    viewer = request_viewer()
    text, families = request.args.get("q", "")[:200], _families(viewer)
    find = likely_items if request.args.get("likely") else queries.search_items
    items = find(viewer, text, families=families)
    packs = queries.packs_of_items(viewer, [item.id for item in items])
    found = [told(item, packs[item.id]) for item in items]
    if request.headers.get("HX-Request"):
        return render_template("catalogue/_pick.html", items=found)
    return jsonify(items=found)


def _families(viewer: Viewer) -> list[int] | None:
    codes = {code for each in request.args.getlist("families") for code in each.split(",") if code}
    if not codes:
        return None
    return [family.root_id or family.id for family in queries.categories(viewer) if family.code in codes]


def told(item: Item, packs: list[Pack]) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "maker": item.maker,
        "reference": item.maker_reference,
        "unit": {"code": item.base_unit, "name": unit_name(item.base_unit, language())},
        "packs": [{"name": pack.name, "unit": pack.unit, "content": plain(pack.content)} for pack in packs],
    }
