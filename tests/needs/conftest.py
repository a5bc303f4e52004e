from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Stranger(FlaskClient):
    """Each request in an application context of its own, as a server has it: in the one that `viewer`
    holds open, the first person to come in would be taken for all who follow."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def browse(
    app: Flask, browse: Callable[[str | None], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], FlaskClient]:
    monkeypatch.setattr(app, "test_client_class", Stranger)
    return browse
