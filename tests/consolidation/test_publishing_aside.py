"""A large group's totals are worked out aside: the page shows how far it is, it can be stopped, and what has changed
meanwhile is not published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update

from pooling.access.viewer import Viewer
from pooling.consolidation import publishing_aside as aside
from pooling.consolidation.judging_totals import judge
from pooling.consolidation.models import Publication, PublicationRun, RunState
from pooling.consolidation.publishing import draw, publish
from pooling.db import now
from pooling.journal.models import Entry
from pooling.needs.models import Need
from tests.consolidation.entering import campaign_coded
from tests.consolidation.publications import ask_all, group, read, settle_in
from tests.consolidation.test_publishing import EVEN

Browse = Callable[[str | None], FlaskClient]
LookAs = Callable[[str], Viewer]
PAGE = "/consolidation/T1/publishing"


@pytest.fixture
def launched(viewer: LookAs, monkeypatch: pytest.MonkeyPatch, leave: Callable[[], None]) -> list[int]:
    """Two lines are a large group here, and a thread is what the test makes of it: the runs that were launched."""
    system = viewer("system")
    settle_in(system)
    ask_all(system, EVEN)
    group(system)
    leave()
    found: list[int] = []
    monkeypatch.setattr(aside, "LARGE", 1)
    monkeypatch.setattr(aside, "launch", lambda _app, _engine, number: found.append(number))
    return found


def start(browse: Browse) -> None:
    answer = browse("brigitte").post("/consolidation/T1/publish")
    assert (answer.status_code, answer.location) == (303, PAGE)
    answer.close()


def run_of(viewer: LookAs) -> PublicationRun:
    session = viewer("system").session
    found = session.scalars(select(PublicationRun).order_by(PublicationRun.id.desc()).limit(1)).one()
    session.expunge_all()
    session.rollback()
    return found


def count(viewer: LookAs) -> int:
    session = viewer("system").session
    found = session.scalar(select(func.count()).select_from(Publication)) or 0
    session.rollback()
    return found


def test_the_answer_comes_at_once_and_the_page_shows_how_far_it_is(
    browse: Browse, viewer: LookAs, launched: list[int]
) -> None:
    start(browse)
    assert launched == [run_of(viewer).id]
    assert count(viewer) == 0
    page = browse("brigitte").get(PAGE)
    assert "<progress" in page.text
    assert page.headers["Refresh"] == "4"
    assert PAGE in browse("brigitte").get("/consolidation/T1").text


def test_done_it_is_what_would_have_been_published_at_once(
    browse: Browse, viewer: LookAs, launched: list[int], app: Flask, engine: Engine
) -> None:
    start(browse)
    aside.carry_out(app, engine, launched[0])
    run = run_of(viewer)
    assert (run.state, run.done) == (RunState.PUBLISHED, run.total)
    assert browse("brigitte").get(PAGE).location == "/consolidation/totals"
    system = viewer("system")
    first = system.session.scalars(select(Publication)).one()
    assert first.published_by == "Brigitte"
    entry = system.session.scalars(select(Entry).where(Entry.verb == "consolidation.publish")).one()
    assert entry.actor == "Brigitte"
    campaign = campaign_coded(system, "T1")
    campaign.revision += 1
    assert read(system, publish(system, campaign)) == read(system, first)


def test_asked_twice_it_is_worked_out_once(browse: Browse, viewer: LookAs, launched: list[int]) -> None:
    start(browse)
    start(browse)
    assert launched[0] == launched[-1] == run_of(viewer).id


def test_it_can_be_stopped_and_then_publishes_nothing(
    browse: Browse, viewer: LookAs, launched: list[int], app: Flask, engine: Engine
) -> None:
    start(browse)
    assert browse("brigitte").post(f"{PAGE}/stop").status_code == 303
    aside.carry_out(app, engine, launched[0])
    assert (run_of(viewer).state, count(viewer)) == (RunState.STOPPED, 0)
    page = browse("brigitte").get(PAGE)
    assert "Refresh" not in page.headers
    assert "rien n’a été publié" in page.text


def test_what_has_changed_meanwhile_is_not_published(
    browse: Browse, viewer: LookAs, launched: list[int], app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(browse)

    def slowly(*told: object) -> object:
        system = viewer("system")
        system.session.execute(update(Need).values(present_price=Need.present_price * 2))
        system.session.commit()
        return judge(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(aside, "judge", slowly)
    aside.carry_out(app, engine, launched[0])
    assert (run_of(viewer).state, count(viewer)) == (RunState.REFUSED, 0)


def test_what_breaks_is_told_without_a_trace(
    browse: Browse, viewer: LookAs, launched: list[int], app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(browse)
    monkeypatch.setattr(aside, "judge", lambda *_told: 1 / 0)
    aside.carry_out(app, engine, launched[0])
    assert run_of(viewer).state == RunState.FAILED
    page = browse("brigitte").get(PAGE).text
    assert "interrompu" in page
    assert "ZeroDivision" not in page


def test_one_that_was_cut_off_with_its_server_does_not_stand_in_the_way(
    browse: Browse, viewer: LookAs, launched: list[int]
) -> None:
    start(browse)
    system = viewer("system")
    system.session.execute(update(PublicationRun).values(beat_at=now() - timedelta(hours=1)))
    system.session.commit()
    assert "interrompu" in browse("brigitte").get(PAGE).text
    start(browse)
    assert len(set(launched)) == 2


def test_what_is_refused_is_refused_at_once(browse: Browse, viewer: LookAs, launched: list[int]) -> None:
    system = viewer("system")
    publish(system, campaign_coded(system, "T1"))
    system.session.commit()
    assert browse("brigitte").post("/consolidation/T1/publish").location == "/consolidation/T1"
    assert not launched


def test_a_small_group_waits_for_no_page(browse: Browse, launched: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "LARGE", 10_000)
    assert browse("brigitte").post("/consolidation/T1/publish").location == "/consolidation/totals"
    assert not launched


def test_before_anything_was_started_there_is_no_such_page(browse: Browse, launched: list[int]) -> None:
    assert not launched
    assert browse("brigitte").get(PAGE).status_code == 404


def test_the_same_is_drawn_from_the_same(viewer: LookAs, launched: list[int]) -> None:
    assert not launched
    system = viewer("system")
    assert draw(system).is_the_same(draw(system))
