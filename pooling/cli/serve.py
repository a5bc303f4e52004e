"""`pooling serve`: the application and its outbox in one process."""

from __future__ import annotations

import errno
import gc
import socket

import click
from flask import Flask
from flask_babel import gettext
from waitress.server import create_server  # type: ignore[import-untyped]

from pooling.algorithms.errors import N_
from pooling.cli.ground import engine_of, group, must_be_current
from pooling.cli.remind import chores
from pooling.cli.voice import refuse, say
from pooling.language import settings
from pooling.mail.dispatcher import Dispatcher
from pooling.needs.reminders import review

PORT = 8000
PORTS_TRIED = 50
# waitress's own limit of 100 connections dies under slow clients
CONNECTIONS = 1000
IDLE_SECONDS = 60
# waitress's own four are soon taken up by two firms that send files (access/received.py)
THREADS = 12


@click.command("serve", help=N_("Serve the group's pages, and send its mail."))
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("Address to listen on."))
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help=N_("Port to listen on."))
def serve(host: str, port: int) -> None:
    with group() as app:
        must_be_current(engine_of(app))
        if not is_free(host, port):
            raise refuse(gettext("Port %(port)s is taken: name another one with --port.", port=port))
        run(app, host, port)


def run(app: Flask, host: str, port: int) -> None:
    """Until somebody stops it."""
    gc.collect()
    gc.freeze()  # what stands for the server's whole life is not looked through again with every collection
    server = create_server(
        app, host=host, port=port, threads=THREADS, connection_limit=CONNECTIONS, channel_timeout=IDLE_SECONDS
    )
    dispatcher = Dispatcher(app, engine_of(app), settings(), review=review, chore=chores)
    dispatcher.start()
    say(
        N_("%(group)s is served at %(address)s (Ctrl-C ends it)."),
        group=settings().group_name,
        address=address(host, port),
    )
    try:
        server.run()
    finally:
        dispatcher.stop()
        server.close()


def address(host: str, port: int) -> str:
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    return f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def free_port(host: str, wanted: int) -> int:
    """The first free port from the one wanted on."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65536)):
        if is_free(host, port):
            return port
    raise refuse(gettext("No port from %(port)s on is free: name another one with --port.", port=wanted))
