"""`pooling demo`: the demo group, made on the first run, served on every run."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from flask_babel import gettext

from pooling import migrations
from pooling.algorithms.errors import N_
from pooling.cli import serve
from pooling.cli.ground import acting, engine_of, group
from pooling.cli.voice import progress, refuse, say
from pooling.config import FILE_NAME, load, write_new
from pooling.demo.seed import seed
from pooling.demo.story import Story
from pooling.language import settings
from pooling.members.queries import everybody, invitations
from pooling.paths import DEMO, instance

GROUP = "GIE Décolletage & Mécanique de la vallée"
PASSWORD_FILE = "demo.txt"  # noqa: S105 (the name of the file)
SIGN_INS = (
    ("alice@ateliers-arve.example", N_("member")),
    ("charlie@mecanique-giffre.example", N_("member of a competing firm")),
    ("brigitte@gie-vallee.example", N_("buyer")),
    ("admin@gie-vallee.example", N_("administrator")),
)


@click.command("demo", help=N_("Make the demo group if it is not there, and serve it."))
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("Address to listen on."))
@click.option(
    "--port", default=serve.PORT, show_default=True, type=click.IntRange(1, 65535), help=N_("Port to listen on.")
)
@click.option("--no-serve", is_flag=True, help=N_("Make it, and stop there."))
def demo(host: str, port: int, *, no_serve: bool) -> None:
    folder = instance()
    if not (folder / FILE_NAME).exists():
        write_new(folder, group_name=GROUP)
    migrations.upgrade(load(folder).database_url)
    with group() as app:
        password = _kept_password(folder) or _seeded(app, folder)
        _tell_sign_ins(password)
        if not no_serve:
            _serve(app, host, port)


def _serve(app: Flask, host: str, port: int) -> None:
    free = serve.free_port(host, port)
    if free != port:
        say(N_("Port %(port)s is taken: %(free)s is used."), port=port, free=free)
    serve.run(app, host, free)


def _seeded(app: Flask, folder: Path) -> str:
    """The password of a new demo group; a group that is somebody's own is left alone."""
    password = secrets.token_urlsafe(9)
    chosen = settings()
    story = Story(DEMO, datetime.now(chosen.zone_info).date())
    with acting(engine_of(app)) as viewer:
        if everybody(viewer) or invitations(viewer, None):
            raise refuse(
                gettext("%(folder)s holds a group of its own: set POOLING_INSTANCE to another.", folder=folder)
            )
        seed(viewer, story, password, chosen.zone_info, chosen.currency, progress)
        _keep_password(folder, password)
    return password


def _kept_password(folder: Path) -> str:
    path = folder / PASSWORD_FILE
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""


def _keep_password(folder: Path, password: str) -> None:
    descriptor = os.open(folder / PASSWORD_FILE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{password}\n")


def _tell_sign_ins(password: str) -> None:
    say(N_("The demo group is ready. Sign in with the password %(password)s as:"), password=password)
    for address, role in SIGN_INS:
        click.echo(f"  {address:<34} {gettext(role)}")
