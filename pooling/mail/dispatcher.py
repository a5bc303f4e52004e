"""The thread that empties the outbox while the program serves."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import astuple

from flask import Flask
from sqlalchemy import Engine

from pooling.access.scope import open_session
from pooling.access.viewer import Kind, Viewer
from pooling.config import Settings
from pooling.db import now
from pooling.mail import queries
from pooling.mail.postman import SmtpPostman
from pooling.mail.rules import Counts, Postman, Review, send_due

POLL_SECONDS = 5.0
LONGEST_PAUSE_SECONDS = 300.0
CHORE_SECONDS = 3600.0
log = logging.getLogger(__name__)
OpenPostman = Callable[[], AbstractContextManager[Postman]]
Chore = Callable[[Viewer], object]


def send_once(app: Flask, engine: Engine, open_postman: OpenPostman, review: Review | None = None) -> Counts:
    """Send what is due and still needed, until nothing is. The server is only called when a letter waits;
    OSError when it cannot be reached, and then no letter has used up a try."""
    total = Counts()
    viewer = open_session(engine, Kind.SYSTEM)
    with app.app_context(), viewer.session:
        while _is_waiting(viewer):
            with open_postman() as postman:
                counts = send_due(viewer, postman, review=review)
            total = Counts(*(before + more for before, more in zip(astuple(total), astuple(counts), strict=True)))
    return total


def _is_waiting(viewer: Viewer) -> bool:
    # a look takes no write lock from those who enter their needs
    viewer.session.connection(execution_options={"reading": True})
    waiting = queries.due(viewer, now(), 1)
    viewer.session.rollback()
    return bool(waiting)


class Dispatcher:
    """`start()` with the server, `stop()` before it ends. `chore` is what writes the letters that no act of a
    person causes, once an hour. Without a mail server letters are written, and read on screen."""

    def __init__(
        self,
        app: Flask,
        engine: Engine,
        settings: Settings,
        *,
        review: Review | None = None,
        chore: Chore | None = None,
    ) -> None:
        self.app, self.engine, self.settings = app, engine, settings
        self.review, self.chore = review, chore
        self.chore_at = 0.0  # of the monotonic clock
        self.ending = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self) -> None:
        if (self.settings.mail_server or self.chore) and self.thread is None:
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
            self._do_chore()
            self._send()
        except OSError as error:
            log.warning("The mail server cannot be reached: %s", error)
            return False
        except Exception:
            log.exception("The outbox could not be emptied")
            return False
        return True

    def _do_chore(self) -> None:
        if self.chore is None or time.monotonic() < self.chore_at:
            return
        self.chore_at = time.monotonic() + CHORE_SECONDS  # also when it fails: the next hour is another one
        viewer = open_session(self.engine, Kind.SYSTEM)
        with self.app.app_context(), viewer.session:
            self.chore(viewer)
            viewer.session.commit()

    def _send(self) -> None:
        if not self.settings.mail_server:
            return
        counts = send_once(self.app, self.engine, lambda: SmtpPostman(self.app, self.settings), self.review)
        if counts != Counts():
            log.info("Mail: %s", counts)
