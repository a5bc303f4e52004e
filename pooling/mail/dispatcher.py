"""The thread that empties the outbox while the program serves."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.config import Settings
from pooling.db import now
from pooling.mail import queries
from pooling.mail.postman import SmtpPostman
from pooling.mail.rules import Counts, Postman, send_due

POLL_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0
log = logging.getLogger(__name__)
OpenPostman = Callable[[], AbstractContextManager[Postman]]


def send_once(app: Flask, engine: Engine, open_postman: OpenPostman) -> Counts:
    """Send what is due, until nothing is. The server is only called when a letter waits; OSError when it
    cannot be reached, and then no letter has used up a try."""
    total = Counts()
    viewer = open_session(engine, Kind.SYSTEM)
    with app.app_context(), viewer.session:
        while _is_waiting(viewer):
            with open_postman() as postman:
                counts = send_due(viewer, postman)
            total = Counts(
                total.sent + counts.sent, total.postponed + counts.postponed, total.given_up + counts.given_up
            )
    return total


def _is_waiting(viewer: Viewer) -> bool:
    # a look takes no write lock from those who enter their needs
    viewer.session.connection(execution_options={"reading": True})
    waiting = queries.due(viewer, now(), 1)
    viewer.session.rollback()
    return bool(waiting)


class Dispatcher:
    """`start()` with the server, `stop()` before it ends; nothing runs when the group set no mail server."""

    def __init__(self, app: Flask, engine: Engine, settings: Settings) -> None:
        self.app, self.engine, self.settings = app, engine, settings
        self.ending = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        if self.settings.mail_server and self.thread is None:
            self.thread = threading.Thread(target=self._run, name="mail", daemon=True)
            self.thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        self.ending.set()
        if self.thread is not None:
            self.thread.join(seconds)

    def _run(self) -> None:
        pause = POLL_SECONDS
        while not self.ending.wait(pause):
            pause = POLL_SECONDS if self._round() else min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _round(self) -> bool:
        """Whether it went well; whatever goes wrong, the thread goes on. Addresses and bodies stay unsaid."""
        try:
            counts = send_once(self.app, self.engine, lambda: SmtpPostman(self.app, self.settings))
        except OSError as error:
            log.warning("The mail server cannot be reached: %s", error)
            return False
        except SQLAlchemyError:
            log.exception("The outbox could not be read")
            return False
        if counts != Counts():
            log.info("Mail: %d sent, %d postponed, %d given up", counts.sent, counts.postponed, counts.given_up)
        return True
