from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign
from pooling.consolidation.sifting import Asked, alphabetical, families, paged, sifted, unit_words
from pooling.language import language
from pooling.sourcing import board, queries, step_queries, steps
from pooling.sourcing.board import NOBODY, Place
from pooling.sourcing.models import AwardStep
from pooling.sourcing.rules import AWARDABLE, today
from pooling.sourcing.views.room import bp

FILTERS = ("q", "family", "shared", "supplier", "sort")
SORTS = {
    "item": lambda place: alphabetical(place.designation),
    "family": lambda place: alphabetical(place.pool.category),
    "quantity": lambda place: place.pool.quantity,
    "supplier": lambda place: place.supplier,
    "amount": lambda place: -1 if place.amount is None else place.amount,
}


@bp.get("/<code>")
@seen_by(Door.BUYER)
def awards(code: str) -> ResponseReturnValue:
    return awards_page(code)


def awards_page(code: str, ticked: Collection[str] = (), chosen: str = "", trouble: str = "") -> str:
    """Every pool with its supplier; `ticked` and `chosen` stay as they were when `trouble` refused them."""
    viewer = request_viewer()
    picked = campaign(viewer, code)
    places, words = board.places(viewer, picked, language()), language()
    return render_template(
        "sourcing/awards.html",
        campaign=picked,
        may_award=picked.state in AWARDABLE,
        places=places,
        parts=board.parts(places),
        left=sum(not place.awards for place in places),
        families=families([place.pool for place in places]),
        suppliers=[each for each in queries.suppliers(viewer) if each.active],
        board=board,
        unit_words=lambda unit, count: unit_words(unit, words, count),
        ticked=ticked,
        chosen=chosen,
        trouble=trouble,
        undoable=undoable(viewer, picked),
        **_part_asked(viewer, picked, places),
    )


def _part_asked(viewer: Viewer, picked: Campaign, places: list[Place]) -> dict[str, Any]:
    asked, supplier = Asked.of(request.args), request.args.get("supplier", "")
    page = paged(filtered(places), asked, SORTS, _by_family)
    terms, on = queries.terms_by_item(viewer, picked), today()
    return {
        "asked": asked,
        "supplier": supplier,
        "nobody": NOBODY,
        "narrows": asked.narrows or bool(supplier),
        "page": page,
        "others": {place.number: board.alternatives(place, terms, on) for place in page.rows},
        "kept": kept_filters(),
    }


def filtered(places: list[Place]) -> list[Place]:
    """Those the address asks for, on whatever page they are."""
    supplier = request.args.get("supplier", "")
    found = sifted(places, Asked.of(request.args))
    return [place for place in found if not supplier or place.is_served_by(supplier)]


def undoable(viewer: Viewer, picked: Campaign) -> AwardStep | None:
    """The viewer's newest act on many pools, while it can be undone."""
    step = step_queries.last_step(viewer, picked) if picked.state in AWARDABLE else None
    return step if step is not None and steps.still_stands(viewer, picked, step) else None


def kept_filters() -> dict[str, Any]:
    """What the address asks for, without the page: an act may change how many pages there are."""
    return {name: request.args[name] for name in FILTERS if name in request.args}


def _by_family(place: Place) -> tuple[str, str, str]:
    return alphabetical(place.pool.category), alphabetical(place.designation), place.pool.key
