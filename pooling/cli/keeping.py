"""`pooling backup` and `restore`: one file that holds the database and the secrets without which its
passwords open nothing."""

from __future__ import annotations

import os
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from flask_babel import gettext
from sqlalchemy import make_url

from pooling.algorithms.errors import N_
from pooling.cli.voice import refuse, say
from pooling.config import FILE_NAME, Settings, load
from pooling.paths import instance

DATABASE = "pooling.db"
SECRET = re.compile(r'^password_salt = "(.*)"$', re.MULTILINE)
ADDRESS = re.compile(r"^database_url = .*$", re.MULTILINE)


@click.command("backup", help=N_("Write the whole group into one file, while it is in use."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    database = _database(load(instance()))
    if file.exists():
        raise refuse(gettext("%(path)s exists: name a new file.", path=file))
    if not database.is_file():
        raise refuse(gettext("There is no database at %(path)s yet.", path=database))
    with TemporaryDirectory(dir=file.absolute().parent, prefix=".pooling-") as place:
        copy = Path(place) / DATABASE
        copied(database, copy)
        packed = Path(place) / "packed"
        _pack(packed, copy)
        packed.rename(file)
    say(N_("The group is kept in %(path)s. It holds secrets: keep it where only you can read it."), path=file)


@click.command("restore", help=N_("Bring back the group that a backup holds."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help=N_("Even over a group that is there: it is lost."))
def restore(file: Path, *, force: bool) -> None:
    folder = instance()
    with TemporaryDirectory(prefix="pooling-") as place:
        settings, database = _unpack(file, Path(place))
        target = _target(folder, settings)
        if target.is_file() and target.stat().st_size and not force:
            raise refuse(gettext("There is a group at %(path)s: stop it, and add --force to replace it.", path=target))
        if not (folder / FILE_NAME).exists():
            _write_settings(folder, settings)
        copied(database, target)
    say(N_("The group of %(path)s is back. Run `pooling upgrade`, then `pooling serve`."), path=file)


def copied(source: Path, target: Path) -> None:
    """A whole copy of a database, consistent even while others write to it; checked before it counts."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)
        said = there.execute("PRAGMA integrity_check").fetchone()[0]
    target.chmod(0o600)
    if said != "ok":
        raise refuse(gettext("The copy is damaged: %(said)s. Run `pooling doctor`.", said=said))


def _database(settings: Settings) -> Path:
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise refuse(gettext("This group is on PostgreSQL: back it up and restore it with pg_dump and pg_restore."))
    return Path(url.database)


def _pack(packed: Path, copy: Path) -> None:
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(copy, DATABASE)
        archive.write(instance() / FILE_NAME, FILE_NAME)


def _unpack(file: Path, place: Path) -> tuple[str, Path]:
    """The settings' text, and the database as a file."""
    try:
        with zipfile.ZipFile(file) as archive:
            settings = archive.read(FILE_NAME).decode()
            return settings, Path(archive.extract(DATABASE, place))
    except (zipfile.BadZipFile, KeyError, UnicodeDecodeError):
        raise refuse(gettext("%(path)s is not a backup made by `pooling backup`.", path=file)) from None


def _target(folder: Path, settings: str) -> Path:
    """Where the database goes; the settings that are there must be those of the group that comes back."""
    if not (folder / FILE_NAME).exists():
        return folder / DATABASE
    present = load(folder)
    salt = SECRET.search(settings)
    if salt is None or salt[1] != present.password_salt:
        path = folder / FILE_NAME
        raise refuse(gettext("%(path)s holds another group's secrets: move it away first.", path=path))
    return _database(present)


def _write_settings(folder: Path, settings: str) -> None:
    """As they were, with the database where it is now."""
    here = f'database_url = "sqlite:///{(folder / DATABASE).as_posix()}"'
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / FILE_NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(ADDRESS.sub(lambda _match: here, settings))
