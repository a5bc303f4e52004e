from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pooling.cli import run
from pooling.config import write_new


class Said(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Said]


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An instance folder that is not set up yet."""
    folder = tmp_path / "instance"
    monkeypatch.setenv("POOLING_INSTANCE", str(folder))
    for name in ("DATABASE_URL", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def pooling(instance: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run one command in the instance; nothing ever ends in a trace."""

    def command(*arguments: object) -> Said:
        status = run([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Said(status, said.out, said.err)

    return command


@pytest.fixture
def group(instance: Path, database_url: str) -> Path:
    """The instance of the cast's group."""
    write_new(instance, database_url=database_url, group_name="GIE du Val")
    return instance
