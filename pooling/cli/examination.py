"""What `pooling doctor` looks at, in the order in which things depend on one another."""

from __future__ import annotations

import os
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask_babel import gettext
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from pooling.access.scope import open_session
from pooling.access.viewer import Kind
from pooling.cli import row_security
from pooling.cli.ground import revisions
from pooling.config import FILE_NAME, Settings, SettingsError, load
from pooling.db import make_engine
from pooling.documents.shelf import shelf
from pooling.needs.attachment_queries import fingerprints
from pooling.paths import instance

# a clock before the program was written is wrong: deadlines would be too
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
SECONDS = 10


@dataclass(frozen=True)
class Finding:
    """`told` says what was found, and when it is not `well`, how to mend it."""

    what: str
    well: bool
    told: str


def examine() -> Iterator[Finding]:
    folder = instance()
    try:
        settings = load(folder)
    except SettingsError as error:
        yield Finding(gettext("Settings"), well=False, told=str(error))
        return
    yield Finding(gettext("Settings"), well=True, told=str(folder / FILE_NAME))
    yield from _secrets(folder, settings)
    yield _folder(folder)
    yield _clock(settings)
    yield from _database(settings)
    yield _attachments(settings)
    yield _mail(settings)


def _secrets(folder: Path, settings: Settings) -> Iterator[Finding]:
    what = gettext("Secrets")
    path = folder / FILE_NAME
    if len(settings.secret_key) < 32 or len(settings.password_salt) < 16:
        yield Finding(what, well=False, told=gettext("secret_key or password_salt is too short: write longer ones."))
    elif os.name == "posix" and path.stat().st_mode & 0o077:
        yield Finding(what, well=False, told=gettext("Others can read %(path)s: run `chmod 600` on it.", path=path))
    else:
        yield Finding(what, well=True, told=gettext("kept from others"))


def _folder(folder: Path) -> Finding:
    well = os.access(folder, os.W_OK | os.X_OK)
    told = (
        str(folder) if well else gettext("%(path)s cannot be written: give it to the user who runs this.", path=folder)
    )
    return Finding(gettext("Instance folder"), well=well, told=told)


def _clock(settings: Settings) -> Finding:
    present = datetime.now(UTC)
    try:
        local = present.astimezone(settings.zone_info)
    except (KeyError, ValueError, OSError):
        told = gettext("“%(text)s” is not a time zone. Write it like Europe/Paris.", text=settings.zone)
        return Finding(gettext("Clock"), well=False, told=told)
    if present < NOT_BEFORE:
        return Finding(gettext("Clock"), well=False, told=gettext("The clock says %(now)s: set it.", now=local))
    return Finding(gettext("Clock"), well=True, told=f"{local:%Y-%m-%d %H:%M} {settings.zone}")


def _database(settings: Settings) -> Iterator[Finding]:
    engine = make_engine(settings.database_url)
    try:
        revision = _revision(engine)
        yield revision
        if engine.dialect.name == "sqlite":
            yield _integrity(engine)
        elif revision.well:
            door = row_security.look(engine)
            yield Finding(gettext("Row level security"), well=door.is_shut, told=row_security.told(door))
    except (SQLAlchemyError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        told = gettext("It cannot be used: %(reason)s. Check database_url, and that it runs.", reason=reason)
        yield Finding(gettext("Database"), well=False, told=told)
    finally:
        engine.dispose()


def _revision(engine: Engine) -> Finding:
    present, needed = revisions(engine)
    if present == needed:
        return Finding(gettext("Database"), well=True, told=f"{engine.dialect.name}, {present}")
    told = gettext("It is of another version (%(present)s): run `pooling upgrade`.", present=present or "∅")
    return Finding(gettext("Database"), well=False, told=told)


def _integrity(engine: Engine) -> Finding:
    with engine.connect().execution_options(reading=True) as connection:
        said = connection.execute(text("PRAGMA integrity_check")).scalar()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    if said == "ok" and not orphans:
        return Finding(gettext("Integrity"), well=True, told="ok")
    told = gettext(
        "The file is damaged (%(said)s, %(count)s orphans): restore a backup.", said=said, count=len(orphans)
    )
    return Finding(gettext("Integrity"), well=False, told=told)


def _attachments(settings: Settings) -> Finding:
    """Every attached file that the database knows is there, as it was stored."""
    what, place = gettext("Attached files"), shelf(settings)
    engine = make_engine(settings.database_url)
    try:
        viewer = open_session(engine, Kind.SYSTEM)
        with viewer.session:
            viewer.session.connection(execution_options={"reading": True})
            known = fingerprints(viewer)
    except (SQLAlchemyError, OSError):
        return Finding(what, well=False, told=gettext("They cannot be checked before the database is well."))
    finally:
        engine.dispose()
    bad = [key for key, size, sha256 in known if not place.holds(key, size, sha256)]
    if bad:
        told = gettext(
            "%(count)s of %(total)s are missing or damaged in %(folder)s (%(first)s …): put them back from a backup.",
            count=len(bad),
            total=len(known),
            folder=place.folder,
            first=bad[0],
        )
        return Finding(what, well=False, told=told)
    return Finding(what, well=True, told=gettext("%(count)s in %(folder)s", count=len(known), folder=place.folder))


def _mail(settings: Settings) -> Finding:
    what = gettext("Mail")
    if not settings.mail_server:
        told = gettext(
            "No server is set, so nothing is sent: letters wait in the outbox. Set mail_server to send them."
        )
        return Finding(what, well=True, told=told)
    server = f"{settings.mail_server}:{settings.mail_port}"
    try:
        with smtplib.SMTP(settings.mail_server, settings.mail_port, timeout=SECONDS) as connection:
            connection.noop()
    except OSError as error:
        told = gettext(
            "%(server)s does not answer: %(error)s. Check mail_server and mail_port.", server=server, error=error
        )
        return Finding(what, well=False, told=told)
    return Finding(what, well=True, told=server)
