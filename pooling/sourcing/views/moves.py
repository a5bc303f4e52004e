"""The buttons that give pools a supplier, or take it back."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign
from pooling.catalogue.models import Supplier
from pooling.consolidation.models import Pool
from pooling.consolidation.queries import pools_numbered
from pooling.language import language, sentence
from pooling.sourcing import board, queries, rules
from pooling.sourcing.rules import Outcome
from pooling.sourcing.views.awards import awards_page, filtered, kept_filters
from pooling.sourcing.views.room import bp


@bp.post("/<code>/propose")
@seen_by(Door.BUYER)
def propose(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    _tell(rules.propose(viewer, campaign(viewer, code)))
    return _back(code)


@bp.post("/<code>/as-named")
@seen_by(Door.BUYER)
def as_named(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    outcome = rules.as_named(viewer, campaign(viewer, code))
    _tell(outcome)
    if outcome.left:
        flash(gettext("Pools with lines that you may not see are left to another buyer."), "info")
    return _back(code)


@bp.post("/<code>/choose")
@seen_by(Door.BUYER)
def choose(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    try:
        if "all" in request.form:
            return _asked_first(code, viewer, _supplier(viewer))
        outcome = rules.choose(viewer, _ticked(viewer, campaign(viewer, code)), _supplier(viewer))
    except Refusal as refusal:
        return _refused(code, refusal)
    _tell(outcome)
    return _back(code)


@bp.post("/<code>/withdraw")
@seen_by(Door.BUYER)
def withdraw(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    try:
        if "all" in request.form:
            return _asked_first(code, viewer, None)
        rules.withdraw(viewer, _ticked(viewer, campaign(viewer, code)))
    except Refusal as refusal:
        return _refused(code, refusal)
    flash(gettext("These pools are without a supplier again."), "success")
    return _back(code)


@bp.post("/<code>/undo")
@seen_by(Door.BUYER)
def undo(code: str) -> ResponseReturnValue:
    """The buyer's newest giving or withdrawing is taken back."""
    viewer = request_viewer()
    try:
        step = rules.undo(viewer, campaign(viewer, code))
    except Refusal as refusal:
        return _refused(code, refusal)
    flash(ngettext("Undone: %(num)s pool.", "Undone: %(num)s pools.", len(step.pools)), "success")
    return _back(code)


def _asked_first(code: str, viewer: Viewer, supplier: Supplier | None) -> ResponseReturnValue:
    """All pools of the filter, on whatever page: what it comes to is said before anything happens, and what is
    confirmed are these pools, whatever the filter finds by then."""
    chosen = campaign(viewer, code)
    places = [place for place in filtered(board.places(viewer, chosen, language())) if place.pool.quantity > 0]
    if supplier is None:
        places = [place for place in places if place.awards]
    pools = pools_numbered(viewer, chosen, [place.number for place in places])
    if not pools:
        raise Refusal("no_pool", N_("This filter holds no such pool."))
    return render_template(
        "sourcing/all.html",
        campaign=chosen,
        numbers=[pool.id for pool in pools],
        supplier=supplier,
        comes_to=rules.would_come_to(viewer, pools, supplier) if supplier else None,
        kept=kept_filters(),
    )


def _ticked(viewer: Viewer, chosen: Campaign) -> list[Pool]:
    typed = request.form.getlist("pool")
    numbers = [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 18]
    return list(pools_numbered(viewer, chosen, numbers))


def _supplier(viewer: Viewer) -> Supplier:
    code = request.form.get("supplier", "")
    found = [supplier for supplier in queries.suppliers(viewer) if supplier.code == code]
    if not found:
        raise Refusal("no_supplier", N_("Choose the supplier from the list first."))
    return found[0]


def _refused(code: str, refusal: Refusal) -> ResponseReturnValue:
    """The page again, nothing lost: what was ticked and chosen stays."""
    form = request.form
    return awards_page(code, form.getlist("pool"), form.get("supplier", ""), sentence(refusal)), 422


def _tell(outcome: Outcome) -> None:
    flash(ngettext("%(num)d pool has its supplier.", "%(num)d pools have their supplier.", outcome.served), "success")
    if outcome.left:
        text = ngettext("%(num)d pool is still without one.", "%(num)d pools are still without one.", outcome.left)
        flash(text, "info")


def _back(code: str) -> ResponseReturnValue:
    """The same part of the list as before."""
    return redirect(url_for("sourcing.awards", code=code, **kept_filters()), 303)
