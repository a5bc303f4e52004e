from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient


class Newcomer(FlaskClient):
    """Each request starts anew: where a test stands in an application context, Flask would lend it to the
    request, and whoever came first would be taken for everybody after."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def browse(
    app: Flask, browse: Callable[[str | None], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], FlaskClient]:
    monkeypatch.setattr(app, "test_client_class", Newcomer)
    return browse
