"""Many people at once, on a real server: nothing is lost, and nobody is turned away."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from waitress.server import create_server  # type: ignore[import-untyped]

from pooling import db
from pooling.access.edge import ENGINE
from pooling.access.viewer import Viewer
from pooling.needs.models import Need, Submission

Browse = Callable[[str | None], FlaskClient]
PATIENCE = db.BUSY_SECONDS  # the one people have; tests have less
PEOPLE = ("alice", "bob", "charlie", "dora")
SAVES = 200
AT_ONCE = 16


@pytest.fixture
def port(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(db, "BUSY_SECONDS", PATIENCE)
    app.extensions[ENGINE] = engine = db.make_engine(database_url)
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield int(server.effective_port)
    server.close()
    thread.join(10)
    engine.dispose()


def cookie(browse: Browse, name: str) -> str:
    kept = browse(name).get_cookie("pooling")
    assert kept is not None
    return f"pooling={kept.value}"


def save(port: int, cookie: str, number: int) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    line = {"what": f"Colle {number}", "family": "Bureau > Papier", "quantity": str(number + 1), "unit": "pièce"}
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", f"/needs/T1/lines/{uuid4().hex}", urlencode(line), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def test_two_hundred_saves_at_once_lose_none(port: int, browse: Browse, viewer: Callable[[str], Viewer]) -> None:
    """The first saves of a firm also make its declaration, once."""
    cookies = [cookie(browse, name) for name in PEOPLE]
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        said = Counter(crowd.map(lambda number: save(port, cookies[number % 4], number), range(SAVES)))
    assert said == {200: SAVES}
    session = viewer("system").session
    assert session.scalar(select(func.count(Need.id))) == SAVES
    assert session.scalar(select(func.count(Submission.id))) == 3
    total = session.scalar(select(func.sum(Need.wanted)))
    assert total == sum(range(1, SAVES + 1))
