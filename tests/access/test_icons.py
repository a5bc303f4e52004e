"""One small file of icons: those that pages show and no others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pooling.access.icons import NAMES, icon_address
from pooling.paths import TEMPLATES

Browse = Callable[[str | None], FlaskClient]
SOURCES = [*Path(TEMPLATES).rglob("*.html"), *Path(__file__).parents[2].joinpath("pooling").rglob("*.py")]


def test_the_file_holds_every_icon_and_is_light(browse: Browse) -> None:
    drawn = browse(None).get("/icons.svg")
    assert drawn.mimetype == "image/svg+xml"
    assert set(re.findall(r'<symbol [^>]*id="([^"]+)"', drawn.text)) == NAMES
    assert len(drawn.data) < 120_000


def test_it_is_kept_for_a_year_under_an_address_that_tells_its_content(app: Flask, browse: Browse) -> None:
    with app.test_request_context():
        address, _, name = icon_address("truck").partition("#")
    assert name == "truck"
    kept = browse(None).get(address).cache_control
    assert (kept.immutable, kept.no_store) == (True, False)
    assert not browse(None).get("/icons.svg").cache_control.immutable


def test_no_icon_is_carried_that_nothing_shows() -> None:
    told = {
        word for path in SOURCES for word in re.findall(r'["\']([a-z0-9-]+)["\']', path.read_text(encoding="utf-8"))
    }
    assert told >= NAMES


def test_a_page_cannot_ask_for_an_icon_that_is_not_there(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(LookupError, match="rocket"):
        icon_address("rocket")
