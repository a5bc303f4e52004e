"""Items for a member who types, what its firm has asked for before first."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.catalogue.likeness import likely_items
from pooling.catalogue.queries import packs_of_items, search_items
from pooling.catalogue.views.pick import told
from pooling.needs.history_queries import asked_before, last_packs
from pooling.needs.views.room import bp


@bp.get("/<code>/items")
@seen_by(Door.MEMBER)
def items(code: str) -> ResponseReturnValue:
    """`q`: what was typed; `likely`: what it may mean, rather than what has its words. `last` of an item is the pack in
    which the firm last asked for it, "" its unit, and null when it never did."""
    viewer = request_viewer()
    text, roots = request.args.get("q", "")[:200], [family.id for family in campaign_coded(viewer, code).families]
    if request.args.get("likely"):
        found = likely_items(viewer, text, families=roots)
    else:
        found = search_items(viewer, text, families=roots, known=asked_before(viewer))
    numbers = [item.id for item in found]
    packs, last = packs_of_items(viewer, numbers), last_packs(viewer, numbers)
    return jsonify(items=[{**told(item, packs[item.id]), "last": last.get(item.id)} for item in found])
