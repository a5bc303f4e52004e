from __future__ import annotations

import os
from pathlib import Path

import pytest

from pooling.config import load
from tests.cli.conftest import Command

CHOSEN = ("--name", "GIE du Val", "--currency", "EUR", "--zone", "Europe/Paris", "--administrator", "adele@example.org")


def test_a_new_group_is_set_up_and_its_administrator_gets_a_link(pooling: Command, instance: Path) -> None:
    said = pooling("init", *CHOSEN)
    assert said.status == 0
    assert "/members/invitation/" in said.out
    assert load(instance).group_name == "GIE du Val"
    assert pooling("doctor").status == 0


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_settings_are_its_owners_alone(pooling: Command, instance: Path) -> None:
    pooling("init", *CHOSEN)
    path = instance / "pooling.toml"
    assert path.stat().st_mode & 0o077 == 0
    path.chmod(0o644)
    found = {each["what"]: each["well"] for each in pooling("doctor", "--json").json}
    assert list(found.values()).count(False) == 1


def test_a_group_is_set_up_once(pooling: Command, instance: Path) -> None:
    pooling("init", *CHOSEN)
    before = (instance / "pooling.toml").read_text()
    assert pooling("init", *CHOSEN).status == 1
    assert (instance / "pooling.toml").read_text() == before


@pytest.mark.parametrize(
    ("option", "value"), [("--name", " "), ("--currency", "euro"), ("--zone", "Paris"), ("--administrator", "adele")]
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    pooling: Command, instance: Path, option: str, value: str
) -> None:
    chosen = list(CHOSEN)
    chosen[chosen.index(option) + 1] = value
    assert pooling("init", *chosen).status == 1
    assert not instance.exists()


def test_doctor_names_what_is_missing(pooling: Command, instance: Path) -> None:
    said = pooling("doctor", "--json")
    assert said.status == 1
    assert [each["well"] for each in said.json] == [False]


def test_a_database_that_is_damaged_is_found(pooling: Command, instance: Path) -> None:
    pooling("init", *CHOSEN)
    path = instance / "pooling.db"
    path.write_bytes(b"not a database at all" * 100)
    assert pooling("doctor").status == 1


def test_commands_wait_for_the_upgrade(pooling: Command, instance: Path) -> None:
    pooling("init", *CHOSEN)
    (instance / "pooling.db").unlink()
    assert pooling("campaign", "status", "T1").status == 1
    assert pooling("upgrade").status == 0
    assert pooling("doctor").status == 0


@pytest.mark.parametrize("arguments", [(), ("nonsense",), ("campaign", "open"), ("load", "needs", "missing.csv")])
def test_misuse_has_a_status_of_its_own(pooling: Command, arguments: tuple[str, ...]) -> None:
    assert pooling(*arguments).status == 2


def test_help_is_there_for_each_command(pooling: Command) -> None:
    assert "try" in pooling("--help").out
    assert "--json" in pooling("try", "--help").out
