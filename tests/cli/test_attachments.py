"""The commands that keep a group know its files: backup and restore carry them, doctor checks them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from pooling.access.scope import open_session
from pooling.access.viewer import Kind
from pooling.db import make_engine, now
from pooling.documents.shelf import YOUNG_SECONDS, Shelf
from pooling.needs import attachment_queries
from pooling.needs.attaching import Bounds, attach
from pooling.needs.models import Attachment
from pooling.needs.rules import save
from pooling.needs.writing import Writing
from tests.cli.conftest import Command
from tests.conftest import person
from tests.documents.papers import pdf
from tests.needs.acts import KEY, campaign, described


@pytest.fixture
def drawing(app: object, group: Path, database_url: str) -> str:
    """The key of a drawing on a line of Alice's."""
    engine = make_engine(database_url)
    alice = person(engine, "alice")
    with alice.session as session:
        save(alice, campaign(alice), described(alice), key=KEY)
        stored = Shelf(group / "attachments").store(BytesIO(pdf()), "Plan.pdf", 10_000)
        attach(Writing(alice, campaign(alice)), KEY, stored, Bounds(10, 10, 10_000))
        session.commit()
    engine.dispose()
    return stored.key


KILLED = """
import os, sys
from io import BytesIO
from pathlib import Path
from pooling.db import make_engine
from pooling.documents.shelf import Shelf
from pooling.needs.attaching import Bounds, attach
from pooling.needs.writing import Writing
from tests.conftest import person
from tests.documents.papers import pdf
from tests.needs.acts import KEY, campaign
import pooling.app
alice = person(make_engine(sys.argv[1]), "alice")
stored = Shelf(Path(sys.argv[2])).store(BytesIO(pdf(title="B")), "Plan B.pdf", 10_000)
attach(Writing(alice, campaign(alice)), KEY, stored, Bounds(10, 10, 10_000))
os._exit(9)
"""


def test_a_process_killed_between_file_and_commit_leaves_no_row(
    pooling: Command, group: Path, drawing: str, database_url: str
) -> None:
    folder = group / "attachments"
    done = subprocess.run([sys.executable, "-c", KILLED, database_url, str(folder)], check=False)
    assert done.returncode == 9
    assert len(list(folder.iterdir())) == 2
    assert told(pooling)["Fichiers joints"] is True
    old = time.time() - YOUNG_SECONDS - 60
    for path in folder.iterdir():
        os.utime(path, (old, old))
    assert pooling("remind").status == 0
    assert [path.name for path in folder.iterdir()] == [drawing]


def told(pooling: Command) -> dict[str, bool]:
    return {each["what"]: each["well"] for each in pooling("doctor", "--json").json}


def test_a_backup_carries_the_files(
    pooling: Command, group: Path, drawing: str, tmp_path: Path, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("on PostgreSQL, pg_dump makes the backup")
    file = tmp_path / "kept.zip"
    assert pooling("backup", file).status == 0
    assert f"attachments/{drawing}" in zipfile.ZipFile(file).namelist()
    shutil.rmtree(group / "attachments")
    assert told(pooling)["Fichiers joints"] is False
    assert pooling("restore", file, "--force").status == 0
    assert (group / "attachments" / drawing).read_bytes() == pdf()
    assert told(pooling)["Fichiers joints"] is True


def test_a_backup_says_which_files_it_could_not_find(
    pooling: Command, group: Path, drawing: str, tmp_path: Path, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("on PostgreSQL, pg_dump makes the backup")
    (group / "attachments" / drawing).unlink()
    said = pooling("backup", tmp_path / "kept.zip")
    assert said.status == 0
    assert "1" in said.err


def test_doctor_finds_a_file_that_was_changed(pooling: Command, group: Path, drawing: str) -> None:
    assert told(pooling)["Fichiers joints"] is True
    path = group / "attachments" / drawing
    path.write_bytes(path.read_bytes().replace(b"200", b"300"))
    assert told(pooling)["Fichiers joints"] is False
    assert pooling("doctor").status == 1


def test_the_reminders_timer_sweeps_too(pooling: Command, group: Path, drawing: str, database_url: str) -> None:
    engine = make_engine(database_url)
    system = open_session(engine, Kind.SYSTEM)
    with system.session as session:
        (held,) = session.query(Attachment)
        held.removed_at = now().replace(year=2020)
        session.commit()
    assert pooling("remind").status == 0
    with system.session:
        assert not attachment_queries.keys(system)
    engine.dispose()


def test_a_backup_from_elsewhere_cannot_write_elsewhere(
    pooling: Command, group: Path, drawing: str, tmp_path: Path, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("on PostgreSQL, pg_dump makes the backup")
    file = tmp_path / "kept.zip"
    pooling("backup", file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("attachments/../../escaped", b"x")
        archive.writestr("attachments/notakey", b"x")
    pooling("restore", file, "--force")
    assert not list(tmp_path.rglob("escaped"))
    assert [path.name for path in (group / "attachments").iterdir()] == [drawing]
