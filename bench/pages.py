"""A page of the grid and the save of a line, beside a bare Flask view that runs the same statements.

Both applications are called as a server calls them, without a client or a network between."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import Flask, template_rendered
from sqlalchemy import Engine, event
from werkzeug.test import create_environ, run_wsgi_app

from bench.bare import grid_app, same_page_app, save_app
from bench.clock import Figure, Pair, alternate
from bench.group import CAMPAIGN, PAGES, cookie_of, key_of
from bench.twin import Twin, twin_of
from pooling.access.edge import ENGINE
from pooling.app import create_app
from pooling.config import Settings

TARGET = 2.0
REPEATS = 10  # requests a side in each round
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
GRID = f"/needs/{CAMPAIGN}"
TYPED = {"what": "Article décrit", "family": "Famille 01", "unit": "pièce", "site": "Q2", "firm": "1"}


def measure(path: Path, lines: int, rounds: int, *, judged: bool) -> Iterator[Figure]:
    """`lines` is the size of the whole group, whose file is changed."""
    target = TARGET if judged else None
    for member, shown in enumerate(PAGES, 1):
        with _stage(path, member) as stage:
            yield from _grid(stage, rounds, shown, lines, target)
    for need, (synchronous, how) in enumerate((("FULL", ""), ("OFF", ", not waiting for the disk")), 1):
        with _stage(path, 1, synchronous) as stage:
            pair = Save(stage, key_of(need)).measured(rounds)
            series = f"save of a line, by size of the group{how}"
            yield Figure(f"save of a line, group of {lines:,}{how}", pair, target, series, lines)


@dataclass
class Browser:
    """What a server hands to an application for a person who is signed in."""

    cookie: str
    token: str = ""

    def get(self, path: str) -> dict[str, Any]:
        return create_environ(path) | {"HTTP_COOKIE": self.cookie}

    def post(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        body = urlencode(form).encode()
        return self.get(path) | {
            "REQUEST_METHOD": "POST",
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": BytesIO(body),
        }


@dataclass
class Stage:
    settings: Settings
    app: Flask
    twin: Twin
    browser: Browser

    def ask(self, environ: dict[str, Any]) -> str:
        """One request to our application; anything but a page is a fault of the bench."""
        body = _called(self.app, environ)
        self.twin.end_request()
        return body


def _called(app: Flask, environ: dict[str, Any]) -> str:
    chunks, status, _ = run_wsgi_app(app, environ, buffered=True)
    body = b"".join(chunks).decode()
    if status != "200 OK":
        raise AssertionError(f"{environ['PATH_INFO']} answered {status}: {body[:2000]}")
    return body


@contextmanager
def _stage(path: Path, member: int, synchronous: str = "FULL") -> Iterator[Stage]:
    with twin_of(path, synchronous) as twin:
        settings = Settings(database_url=f"sqlite:///{path}", secret_key="a key", password_salt="a salt")
        app = create_app(settings)
        engine: Engine = app.extensions[ENGINE]
        event.listen(engine, "connect", lambda raw, _: raw.execute(f"PRAGMA synchronous = {synchronous}"))
        twin.listen(engine)
        yield Stage(settings, app, twin, _signed_in(app, twin, member))
        engine.dispose()


def _signed_in(app: Flask, twin: Twin, member: int) -> Browser:
    client = app.test_client()
    with client.session_transaction() as session:
        session.update({"_user_id": cookie_of(member), "_fresh": True, "fs_cc": "set"})
    body = client.get(GRID).text
    twin.end_request()
    twin.replay()
    token = TOKEN.search(body)
    cookie = client.get_cookie("pooling")
    if token is None or cookie is None:
        raise AssertionError(f"the grid is not there: {body[:2000]}")
    return Browser(f"pooling={cookie.value}", token[1])


def _grid(stage: Stage, rounds: int, shown: int, lines: int, target: float | None) -> Iterator[Figure]:
    page = stage.browser.get(GRID)
    with _given(stage.app) as context:
        body = stage.ask(dict(page))
    stage.twin.replay()
    title = f"grid of {shown} lines, group of {lines:,}"
    same = same_page_app(stage.twin, create_app(stage.settings), context)
    series = f"grid of {shown} lines, by size of the group"
    yield Figure(f"{title}, same template", _beside(stage, page, same, rounds), target, series, lines, shown)
    plain = grid_app(stage.twin, body, shown)
    yield Figure(f"{title}, plain loop", _beside(stage, page, plain, rounds))


def _beside(stage: Stage, page: dict[str, Any], bare: Flask, rounds: int) -> Pair:
    _as_long(stage.ask(dict(page)), _called(bare, dict(page)))
    return alternate(lambda: stage.ask(dict(page)), lambda: _called(bare, dict(page)), rounds, REPEATS)


@contextmanager
def _given(app: Flask) -> Iterator[dict[str, Any]]:
    """What the page under way gives its template."""
    context: dict[str, Any] = {}

    def keep(_app: Flask, **extra: Any) -> None:
        context.update(extra["context"])

    with template_rendered.connected_to(keep, app):
        yield context


@dataclass
class Save:
    """One line, whose quantity and so whose version every save changes."""

    stage: Stage
    key: str
    version: int = 1

    def measured(self, rounds: int) -> Pair:
        answer = self.ours()
        bare = save_app(self.stage.twin, json.loads(answer))
        _as_long(answer, _called(bare, self.environ()))
        return alternate(self.ours, lambda: _called(bare, self.environ()), rounds, REPEATS)

    def ours(self) -> str:
        body = self.stage.ask(self.environ())
        self.version += 1
        return body

    def environ(self) -> dict[str, Any]:
        form = {**TYPED, "version": str(self.version), "quantity": str(1_000 + self.version)}
        return self.stage.browser.post(f"{GRID}/lines/{self.key}", form)


def _as_long(ours: str, bare: str) -> None:
    if not 0.8 < len(bare) / len(ours) < 1.25:
        raise AssertionError(f"the bare answer is {len(bare)} characters long beside {len(ours)} of ours")
