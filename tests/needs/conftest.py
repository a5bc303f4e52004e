from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from flask import Flask
from waitress.server import create_server  # type: ignore[import-untyped]

from pooling import db
from pooling.access.edge import ENGINE

PATIENCE = db.BUSY_SECONDS  # the one people have; tests have less


@pytest.fixture
def port(app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Where a real server answers, with the cast's database."""
    monkeypatch.setattr(db, "BUSY_SECONDS", PATIENCE)
    app.extensions[ENGINE] = engine = db.make_engine(database_url)
    server = create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=_until_closed, args=(server,), daemon=True)
    thread.start()
    yield int(server.effective_port)
    server.close()
    thread.join(10)
    engine.dispose()


def _until_closed(server: Any) -> None:
    """Closed by another thread, it may still look at a socket that is gone."""
    with suppress(OSError, ValueError):
        server.run()
