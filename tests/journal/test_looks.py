from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.journal import looks
from pooling.journal.models import Entry
from pooling.members.models import Member

Enter = Callable[[str], Viewer]


@pytest.fixture
def ids(system: Viewer) -> dict[str, int]:
    return {each.code: each.id for each in system.session.scalars(select(Member))}


def answer_after(app: Flask, viewer: Viewer, members: list[int], status: int = 200) -> None:
    """What happens when a page showed these members' lines."""
    with app.test_request_context():
        looks.note(viewer, "pool:1", members, "T1")
        response = app.make_response(("page", status))
        looks._remember(response)
        response.close()


def kept(engine: Engine) -> list[Entry]:
    with open_session(engine, Kind.SYSTEM).session as session:
        return list(session.scalars(select(Entry).order_by(Entry.member_id)))


@pytest.fixture
def as_viewer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Viewer], Viewer]:
    def see(viewer: Viewer) -> Viewer:
        monkeypatch.setattr(looks, "request_viewer", lambda: viewer)
        viewer.session.commit()
        return viewer

    return see


def test_each_firm_seen_gets_one_entry(
    app: Flask, engine: Engine, viewer: Enter, ids: dict[str, int], as_viewer: Callable[[Viewer], Viewer]
) -> None:
    brigitte = as_viewer(viewer("brigitte"))
    answer_after(app, brigitte, [ids["ARV"], ids["GIF"], ids["ARV"]])
    assert [(entry.member_id, entry.actor, entry.campaign) for entry in kept(engine)] == [
        (ids["ARV"], "Brigitte", "T1"),
        (ids["GIF"], "Brigitte", "T1"),
    ]


def test_looking_at_ones_own_firm_is_no_look(
    app: Flask, engine: Engine, viewer: Enter, ids: dict[str, int], as_viewer: Callable[[Viewer], Viewer]
) -> None:
    conrad = as_viewer(viewer("conrad"))
    answer_after(app, conrad, [ids["GIF"], ids["ARV"]])
    assert [entry.member_id for entry in kept(engine)] == [ids["ARV"]]


def test_a_page_that_failed_showed_nothing(
    app: Flask, engine: Engine, viewer: Enter, ids: dict[str, int], as_viewer: Callable[[Viewer], Viewer]
) -> None:
    answer_after(app, as_viewer(viewer("brigitte")), [ids["ARV"]], status=404)
    assert kept(engine) == []


def test_programs_do_not_look(app: Flask, engine: Engine, system: Viewer, ids: dict[str, int]) -> None:
    members = list(ids.values())
    system.session.commit()
    with app.test_request_context():
        looks.note(system, "pool:1", members)
        assert looks._remember(Response("page")).status_code == 200
    assert kept(engine) == []


def test_the_reading_transaction_writes_nothing(
    engine: Engine, browse: Callable[[str | None], FlaskClient], viewer: Enter, ids: dict[str, int]
) -> None:
    """The look is written by a connection of its own, after the page is out."""
    viewer("system").session.add(
        Entry(actor="Alice", verb="needs.enter", subject="need:1", member_id=ids["ARV"], category_id=1, after={"a": 1})
    )
    viewer("system").session.commit()
    told: list[str] = []

    def listen(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        told.append(statement.split(maxsplit=1)[0].upper())

    event.listen(engine, "before_cursor_execute", listen)
    try:
        answer = browse("brigitte").get("/journal/", buffered=False)
        assert answer.status_code == 200
        assert "INSERT" not in told
        answer.close()
        assert told.count("INSERT") == 1
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    assert [entry.verb for entry in kept(engine)] == ["needs.enter", looks.VERB]
