"""The buttons of a pool's page: how it is bought, and where its lines belong."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import request_viewer
from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.algorithms.sharing import Way
from pooling.campaigns.models import Campaign
from pooling.campaigns.queries import campaign
from pooling.consolidation import buying, flexing, moving, queries
from pooling.consolidation.models import Pool, Share
from pooling.consolidation.views.pool import pool_page, tried
from pooling.consolidation.views.room import bp
from pooling.language import sentence


@bp.post("/<code>/<int:number>/buy")
@seen_by(Door.BUYER)
def buy(code: str, number: int) -> ResponseReturnValue:
    """In these packs, shared so, by this way."""

    def act(viewer: Viewer, chosen: Campaign, found: Pool) -> Pool:
        way, (bought, policy) = _way(), tried(viewer, found)
        return buying.buy(viewer, chosen, found, bought, policy, way, agreed="agreed" in request.form)

    return _done(code, number, act, gettext("Settled: this is how it is bought and shared."))


@bp.post("/<code>/<int:number>/ask")
@seen_by(Door.BUYER)
def ask_to_flex(code: str, number: int) -> ResponseReturnValue:
    """The firms that this way asks are asked in writing."""

    def act(viewer: Viewer, chosen: Campaign, found: Pool) -> Pool:
        way, (bought, policy) = _way(), tried(viewer, found)
        return flexing.ask(viewer, chosen, found, bought, policy, way)

    return _done(code, number, act, gettext("The firms are asked: their answers come in on this page."))


@bp.post("/<code>/<int:number>/ask-no-more")
@seen_by(Door.BUYER)
def ask_no_more(code: str, number: int) -> ResponseReturnValue:
    """What the firms were asked is taken back."""

    def act(viewer: Viewer, chosen: Campaign, found: Pool) -> Pool:
        flexing.withdraw(viewer, chosen, found)
        return found

    return _done(code, number, act, gettext("The questions are taken back: no firm is asked any more."))


def _way() -> Way:
    way = request.form.get("way", "")
    if way not in set(Way):
        raise Refusal("no_way", N_("Choose one of the ways shown."))
    return Way(way)


@bp.post("/<code>/<int:number>/move")
@seen_by(Door.BUYER)
def move(code: str, number: int) -> ResponseReturnValue:
    """The ticked lines join another pool."""

    def act(viewer: Viewer, chosen: Campaign, found: Pool) -> Pool:
        if not request.form.get("target"):
            raise Refusal("no_target", N_("Choose the pool into which the lines go."))
        target = queries.pool(viewer, chosen, request.form.get("target", 0, int))
        key = target.key
        moving.move(viewer, chosen, _ticked(viewer, found), target)
        return queries.pool_keyed(viewer, chosen, key)

    return _done(code, number, act, gettext("The lines were moved into this pool."))


@bp.post("/<code>/<int:number>/split")
@seen_by(Door.BUYER)
def split(code: str, number: int) -> ResponseReturnValue:
    """The ticked lines make a pool of their own."""

    def act(viewer: Viewer, chosen: Campaign, found: Pool) -> Pool:
        return queries.pool_keyed(viewer, chosen, moving.split(viewer, chosen, _ticked(viewer, found)))

    return _done(code, number, act, gettext("The lines make a pool of their own now."))


@bp.post("/<code>/merge")
@seen_by(Door.BUYER)
def merge(code: str) -> ResponseReturnValue:
    """The ticked pools become one: the one with the most lines takes the others in."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    pools = queries.pools_numbered(viewer, chosen, request.form.getlist("pool", int))
    try:
        target = max(pools, key=lambda pool: (pool.item_id is not None, pool.line_count, -pool.id), default=None)
        if target is None:
            raise Refusal("one_pool", N_("Tick at least two pools to put them together."))
        key = target.key
        moving.merge(viewer, chosen, pools, target)
    except Refusal as refusal:
        viewer.session.rollback()
        flash(sentence(refusal), "error")
        return redirect(url_for("consolidation.pools", code=code), 303)
    flash(gettext("They are one pool now."), "success")
    return _to(code, queries.pool_keyed(viewer, chosen, key))


def _done(code: str, number: int, act: Callable[[Viewer, Campaign, Pool], Pool], told: str) -> ResponseReturnValue:
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    found = queries.pool(viewer, chosen, number)
    try:
        made = act(viewer, chosen, found)
    except Refusal as refusal:
        return pool_page(viewer, chosen, found, sentence(refusal), 422)
    flash(told, "success")
    return _to(code, made)


def _to(code: str, pool: Pool) -> ResponseReturnValue:
    return redirect(url_for("consolidation.pool", code=code, number=pool.id), 303)


def _ticked(viewer: Viewer, found: Pool) -> list[Share]:
    ticked = set(request.form.getlist("share", int))
    return [share for share in queries.shares_of(viewer, found) if share.id in ticked]
