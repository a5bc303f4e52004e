from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient


class Browser(FlaskClient):
    """Each request in a context of its own, as a server has it: under the application context that `viewer`
    holds open, one request would inherit who the one before was signed in as."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return Context().run(super().open, *args, **kwargs)


@pytest.fixture
def browse(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], FlaskClient]:
    monkeypatch.setattr(app, "test_client_class", Browser)

    def sign_in(name: str | None) -> FlaskClient:
        client = app.test_client()
        if name is not None:
            with client.session_transaction() as session:
                session.update({"_user_id": f"cast-{name}", "_fresh": True, "fs_cc": "set"})
        return client

    return sign_in
