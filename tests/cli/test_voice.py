"""Long work shows how far it is to whoever watches, and nothing to a pipe."""

from __future__ import annotations

import io
import sys

import pytest
from flask import Flask

from pooling.cli import voice


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("screen", "told"), [(Terminal(), True), (io.StringIO(), False)], ids=["terminal", "pipe"])
def test_only_a_terminal_is_shown_a_bar(
    app: Flask, monkeypatch: pytest.MonkeyPatch, screen: io.StringIO, told: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", screen)
    with app.test_request_context():
        with voice.ticking("Judging the totals") as tick:
            tick(1, 4)
            tick(4, 4)
        assert list(voice.progress([1, 2], "Matching")) == [1, 2]
    assert bool(screen.getvalue()) is told
