"""`pooling backup` and `restore`: one file that holds the database, the files attached to lines, and the secrets
without which its passwords open nothing."""

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
from pooling.cli.voice import refuse, say, warn
from pooling.config import FILE_NAME, Settings, load
from pooling.documents.shelf import KEY, Shelf, shelf
from pooling.paths import instance

DATABASE = "pooling.db"
ATTACHMENTS = "attachments/"
SECRET = re.compile(r'^password_salt = "(.*)"$', re.MULTILINE)
ADDRESS = re.compile(r"^database_url = .*$", re.MULTILINE)


@click.command("backup", help=N_("Write the whole group into one file, while it is in use."))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    settings = load(instance())
    database = _database(settings)
    if file.exists():
        raise refuse(gettext("%(path)s exists: name a new file.", path=file))
    if not database.is_file():
        raise refuse(gettext("There is no database at %(path)s yet.", path=database))
    with TemporaryDirectory(dir=file.absolute().parent, prefix=".pooling-") as place:
        copy = Path(place) / DATABASE
        copied(database, copy)
        packed = Path(place) / "packed"
        missing = _pack(packed, copy, shelf(settings))
        packed.rename(file)
    if missing:
        warn(gettext("%(count)s attached files are missing and are not in it: run `pooling doctor`.", count=missing))
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
        _bring_back(file, shelf(load(folder)))
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


def _pack(packed: Path, copy: Path, place: Shelf) -> int:
    """How many attached files are missing. What the copy names is on the shelf: files leave it later than rows."""
    missing = 0
    descriptor = os.open(packed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(copy, DATABASE)
        archive.write(instance() / FILE_NAME, FILE_NAME)
        for key in _attached(copy):
            try:
                archive.write(place.path(key), ATTACHMENTS + key, zipfile.ZIP_STORED)
            except FileNotFoundError:
                missing += 1
    return missing


def _attached(copy: Path) -> list[str]:
    """Keys of the attached files; a database of an earlier version has none."""
    with closing(sqlite3.connect(copy)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'attachment'").fetchone():
            return []
        return [row[0] for row in connection.execute("SELECT key FROM attachment ORDER BY id")]


def _bring_back(file: Path, place: Shelf) -> None:
    """Before the database that names them."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            key = name.removeprefix(ATTACHMENTS)
            if name.startswith(ATTACHMENTS) and KEY.fullmatch(key):
                place.put_back(key, archive.read(name))


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
