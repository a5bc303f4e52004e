from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.journal.conftest import Newcomer


@pytest.fixture
def browse(
    app: Flask, browse: Callable[[str | None], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> Callable[[str | None], FlaskClient]:
    """Several people ask in one test: none is taken for the one before."""
    monkeypatch.setattr(app, "test_client_class", Newcomer)
    return browse
