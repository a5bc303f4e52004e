"""The fields that a family asks for, as a part of a row of the grid: fetched when an item or a family is chosen."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.campaigns.queries import campaign as campaign_coded
from pooling.catalogue.field_queries import declared
from pooling.catalogue.queries import items_coded
from pooling.language import language
from pooling.needs import queries
from pooling.needs.asked import inputs_asked
from pooling.needs.desk import family_called
from pooling.needs.rows import Row
from pooling.needs.views.room import bp


@bp.get("/<code>/fields")
@seen_by(Door.MEMBER, Door.BUYER)
def fields(code: str) -> ResponseReturnValue:
    """`item`: its code; else `family`: its path or name. Of the catalogue alone, of no firm's lines. The names of
    inputs begin with KEY."""
    viewer, asked = request_viewer(), request.args
    campaign, known = campaign_coded(viewer, code), declared(viewer)
    item = items_coded(viewer, [asked.get("item", "")]).get(asked.get("item", ""))
    family = family_called(queries.categories_of(viewer, campaign), asked.get("family", ""))
    family_id = item.category_id if item else family.id if family else 0
    row = Row(
        key="KEY",
        asked=inputs_asked(known, family_id, item, {}, {}),
        says=known.words(item.fields, language()) if item else "",
    )
    return render_template("needs/fields.html", row=row)
