from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_instance import CHOSEN


def test_a_group_comes_back_from_its_backup(pooling: Command, instance: Path, tmp_path: Path) -> None:
    pooling("init", *CHOSEN)
    pooling("invite", "bob@example.org", "--name", "Bob", "--role", "buyer")
    file = tmp_path / "kept.zip"
    assert pooling("backup", file).status == 0
    kept = (instance / "pooling.toml").read_text()
    shutil.rmtree(instance)
    assert pooling("restore", file).status == 0
    assert (instance / "pooling.toml").read_text() == kept
    assert pooling("doctor").status == 0


def test_a_backup_never_overwrites(pooling: Command, tmp_path: Path) -> None:
    pooling("init", *CHOSEN)
    file = tmp_path / "kept.zip"
    file.write_text("mine")
    assert pooling("backup", file).status == 1
    assert file.read_text() == "mine"


def test_a_living_group_is_replaced_only_by_force(pooling: Command, instance: Path, tmp_path: Path) -> None:
    pooling("init", *CHOSEN)
    file = tmp_path / "kept.zip"
    pooling("backup", file)
    present = (instance / "pooling.db").read_bytes()
    assert pooling("restore", file).status == 1
    assert (instance / "pooling.db").read_bytes() == present
    assert pooling("restore", file, "--force").status == 0
    assert pooling("doctor").status == 0


def test_another_groups_backup_is_not_mixed_with_these_secrets(
    pooling: Command, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pooling("init", *CHOSEN)
    file = tmp_path / "kept.zip"
    pooling("backup", file)
    monkeypatch.setenv("POOLING_INSTANCE", str(tmp_path / "other"))
    pooling("init", *CHOSEN)
    assert pooling("restore", file, "--force").status == 1


def test_what_is_no_backup_is_refused(pooling: Command, instance: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    file.write_text("hello")
    assert pooling("restore", file).status == 1
    assert not instance.exists()
