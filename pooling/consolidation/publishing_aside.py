"""A publication of a large group takes a while to judge. It is worked out aside, reading only, so that nobody waits to
write meanwhile; what was worked out is written down if nothing it was drawn from has changed."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from datetime import timedelta
from threading import Thread

from flask import Flask
from sqlalchemy import Engine

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.campaigns.models import Campaign
from pooling.consolidation import publication_queries as queries
from pooling.consolidation import publishing
from pooling.consolidation.frozen import Kept
from pooling.consolidation.judging_totals import judge
from pooling.consolidation.models import PublicationRun, RunState
from pooling.consolidation.publishing import PUBLISHABLE, Drawn
from pooling.db import now

LARGE = 1500  # lines shared out, above which nobody waits for the answer
CUT_OFF = timedelta(minutes=15)  # without a sign of life
BEAT_SECONDS = 1.0
log = logging.getLogger(__name__)


class _StoppedError(Exception):
    """Somebody no longer wants it."""


def is_large(viewer: Viewer) -> bool:
    return queries.how_much(viewer, queries.periods(viewer, PUBLISHABLE)) > LARGE


def under_way(viewer: Viewer, campaign: Campaign) -> PublicationRun | None:
    run = queries.last_run(viewer, campaign)
    return run if run is not None and is_alive(run) else None


def is_alive(run: PublicationRun) -> bool:
    return run.state == RunState.RUNNING and run.beat_at > now() - CUT_OFF


def begin(viewer: Viewer, campaign: Campaign) -> PublicationRun:
    """What `carry_out` then does; the one under way, if there is one."""
    publishing.must_be_publishable(viewer, campaign)
    held = under_way(viewer, campaign)
    if held is not None:
        return held
    run = PublicationRun(campaign=campaign, user_id=viewer.user_id, asked_by=viewer.name or viewer.kind.value)
    viewer.session.add(run)
    viewer.session.flush()
    return run


def stop(viewer: Viewer, campaign: Campaign) -> None:
    """Nothing will be published of it."""
    run = under_way(viewer, campaign)
    if run is None:
        raise Refusal("not_running", N_("Nothing is being worked out any more: see how it stands."))
    run.state = RunState.STOPPED
    viewer.session.flush()


def launch(app: Flask, engine: Engine, number: int) -> None:
    Thread(target=carry_out, args=(app, engine, number), name="publishing", daemon=True).start()


def carry_out(app: Flask, engine: Engine, number: int) -> None:
    """In a thread of its own: read and judge, then write."""
    with app.app_context():
        try:
            drawn, kept = _work_out(engine, number)
            _write(engine, number, drawn, kept)
        except _StoppedError:
            return
        except Refusal:
            _mark(engine, number, RunState.REFUSED)
        except Exception:
            log.exception("A publication could not be worked out")
            _mark(engine, number, RunState.FAILED)


def _work_out(engine: Engine, number: int) -> tuple[Drawn, Kept]:
    program = open_session(engine.execution_options(reading=True), Kind.SYSTEM)
    with program.session:
        drawn = publishing.draw(program)
    beaten = time.monotonic()

    def tick(done: int, total: int) -> None:
        nonlocal beaten
        if done == 1 or time.monotonic() - beaten >= BEAT_SECONDS:
            beaten = time.monotonic()
            _beat(engine, number, done, total)

    return drawn, judge(drawn.source, drawn.rule, tick)


def _beat(engine: Engine, number: int, done: int, total: int) -> None:
    program = open_session(engine, Kind.SYSTEM)
    with program.session as session:
        run = session.get_one(PublicationRun, number)
        if run.state != RunState.RUNNING:
            raise _StoppedError
        run.done, run.total, run.beat_at = done, total, now()
        session.commit()


def _write(engine: Engine, number: int, drawn: Drawn, kept: Kept) -> None:
    program = open_session(engine, Kind.SYSTEM)
    with program.session as session:
        run = session.get_one(PublicationRun, number, with_for_update=True)
        if run.state != RunState.RUNNING:
            raise _StoppedError
        person = replace(program, user_id=run.user_id, name=run.asked_by)
        publishing.must_be_publishable(person, run.campaign)
        if not drawn.is_the_same(publishing.draw(program)):
            raise Refusal("changed", N_("Something changed meanwhile."))
        publishing.put_down(person, run.campaign, drawn, kept)
        run.state, run.done, run.total = RunState.PUBLISHED, max(run.total, 1), max(run.total, 1)
        session.commit()


def _mark(engine: Engine, number: int, state: RunState) -> None:
    program = open_session(engine, Kind.SYSTEM)
    with program.session as session:
        session.get_one(PublicationRun, number).state = state
        session.commit()
