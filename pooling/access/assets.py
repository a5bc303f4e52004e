"""Styles, scripts and pictures are kept by browsers for a year; their address changes with their content."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

from pooling.access.icons import ENDPOINT, icon_address, icons

TAG = "v"
YEAR = 365 * 24 * 3600
OURS = "static"
LIBRARY = "bootstrap.static"


def install(app: Flask) -> None:
    app.url_defaults(_tag)
    app.after_request(_keep)
    app.add_template_global(icon_address)
    app.add_url_rule("/icons.svg", ENDPOINT, view_func=icons)


def _tag(endpoint: str, values: dict[str, Any]) -> None:
    filename = values.get("filename")
    if endpoint in {OURS, LIBRARY} and filename:
        path = _folder(endpoint) / filename
        if path.is_file():
            values[TAG] = fingerprint(path, path.stat().st_mtime_ns)


def _folder(endpoint: str) -> Path:
    holder = current_app if endpoint == OURS else current_app.blueprints["bootstrap"]
    return Path(holder.static_folder or "")


@lru_cache(maxsize=256)
def fingerprint(path: Path, _changed_at: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


def _keep(response: Response) -> Response:
    if request.endpoint in {OURS, LIBRARY, ENDPOINT} and TAG in request.args and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.no_store = False
        response.cache_control.public = True
        response.cache_control.immutable = True
        response.cache_control.max_age = YEAR
    return response
