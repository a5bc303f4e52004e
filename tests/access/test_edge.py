"""The edge of a request: tokens, headers, transactions."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pooling.access.scope import ForeignWriteError
from pooling.access.viewer import Viewer
from pooling.app import create_app
from pooling.config import Settings
from pooling.db import Base
from pooling.members.models import Site

Browse = Callable[[str | None], FlaskClient]


def test_a_change_without_a_token_is_refused(app: Flask, browse: Browse) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        assert browse("brigitte").post("/campaigns/T1/close").status_code == 400
    finally:
        app.config["WTF_CSRF_ENABLED"] = False


def test_a_character_that_no_database_stores_is_refused(browse: Browse) -> None:
    assert browse("brigitte").get("/campaigns/?q=%00").status_code == 400
    assert browse("brigitte").get("/campaigns/%00").status_code == 400


def test_tokens_outlive_lunch(app: Flask) -> None:
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None


def test_pages_carry_a_strict_policy(browse: Browse) -> None:
    headers = browse("brigitte").get("/campaigns/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_pages_hold_no_inline_script_or_style(browse: Browse) -> None:
    page = browse("brigitte").get("/campaigns/T1").text
    assert "<script>" not in page
    assert "style=" not in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_the_session_cookie_is_out_of_reach(settings: Settings) -> None:
    config = create_app(settings).config
    assert config["SESSION_COOKIE_HTTPONLY"] is True
    assert config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_a_page_that_is_read_takes_no_write_lock(browse: Browse, viewer: Callable[[str], Viewer]) -> None:
    """A reader is not kept waiting by whoever is writing (SQLite has one writer at a time)."""
    writer = viewer("system")
    writer.session.add(Site(member_id=1, code="X", name="X"))
    writer.session.flush()
    assert browse("brigitte").get("/campaigns/").status_code == 200
    writer.session.rollback()


def test_a_row_of_another_firm_is_never_written(viewer: Callable[[str], Viewer]) -> None:
    alice = viewer("alice")
    alice.session.add(Site(member_id=2, code="X", name="X"))
    with pytest.raises(ForeignWriteError):
        alice.session.flush()


def test_every_table_says_who_reads_it() -> None:
    undeclared = [
        mapper.class_.__name__
        for mapper in Base.registry.mappers
        if not any(each.__module__ == "pooling.access.scope" for each in mapper.class_.__mro__)
    ]
    assert undeclared == []


def test_not_yours_is_what_never_existed_to_the_byte(browse: Browse) -> None:
    alice = browse("alice")
    never = alice.get("/campaigns/no-such-thing")
    hidden = alice.get("/campaigns/T2")
    assert never.status_code == hidden.status_code == 404
    assert never.data == hidden.data == alice.get("/nowhere/at/all").data
