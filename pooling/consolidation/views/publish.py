from __future__ import annotations

from typing import Any, cast

from flask import Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pooling.access.doors import Door, seen_by
from pooling.access.edge import ENGINE, request_viewer
from pooling.access.scope import NotYoursError
from pooling.algorithms.errors import Refusal
from pooling.campaigns.queries import campaign
from pooling.consolidation import publication_queries as queries
from pooling.consolidation import publishing
from pooling.consolidation import publishing_aside as aside
from pooling.consolidation.models import RunState
from pooling.consolidation.views.room import bp
from pooling.language import sentence

AGAIN = 4  # seconds after which a page that waits asks again


@bp.post("/<code>/publish")
@seen_by(Door.BUYER)
def publish(code: str) -> ResponseReturnValue:
    """Let members read the totals that tell of none of them; for a large group that is worked out aside."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    try:
        if aside.is_large(viewer):
            return _launched(code, aside.begin(viewer, chosen).id)
        publishing.publish(viewer, chosen)
    except Refusal as refusal:
        viewer.session.rollback()
        flash(sentence(refusal), "error")
        return redirect(url_for("consolidation.pools", code=code), 303)
    flash(gettext("The totals are published: every member reads the same."), "success")
    return redirect(url_for("consolidation.totals"), 303)


def _launched(code: str, number: int) -> Response:
    """Once what was asked for is kept: the other session must find it."""
    response = make_response(redirect(url_for("consolidation.publishing_under_way", code=code), 303))
    app = cast(Any, current_app)._get_current_object()  # the thread has no request to find it by
    engine = app.extensions[ENGINE]
    response.call_on_close(lambda: aside.launch(app, engine, number))
    return response


@bp.get("/<code>/publishing")
@seen_by(Door.BUYER)
def publishing_under_way(code: str) -> ResponseReturnValue:
    """How far it is; the page asks again by itself."""
    viewer = request_viewer()
    chosen = campaign(viewer, code)
    run = queries.last_run(viewer, chosen)
    if run is None:
        raise NotYoursError
    if run.state == RunState.PUBLISHED:
        return redirect(url_for("consolidation.totals"), 303)
    alive = aside.is_alive(run)
    page = make_response(render_template("consolidation/publishing.html", campaign=chosen, run=run, alive=alive))
    if alive:
        page.headers["Refresh"] = str(AGAIN)
    return page


@bp.post("/<code>/publishing/stop")
@seen_by(Door.BUYER)
def stop_publishing(code: str) -> ResponseReturnValue:
    viewer = request_viewer()
    try:
        aside.stop(viewer, campaign(viewer, code))
        flash(gettext("Stopped: nothing was published."), "success")
    except Refusal as refusal:
        flash(sentence(refusal), "error")
    return redirect(url_for("consolidation.pools", code=code), 303)
