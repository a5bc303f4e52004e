from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import Engine

from pooling.access.viewer import Viewer
from pooling.config import Settings
from pooling.mail import dispatcher
from pooling.mail.dispatcher import Dispatcher, send_once
from pooling.mail.postman import SmtpPostman
from pooling.mail.rules import Counts, write_letter
from tests.mail.office import post_office


class Particular:
    """A mail server that knows one address."""

    def __init__(self) -> None:
        self.received = threading.Event()

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: object, _session: object, envelope: object, address: str, _options: object
    ) -> str:
        if address != "known@example.org":
            return "550 unknown here"
        envelope.rcpt_tos.append(address)  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, _envelope: object) -> str:  # noqa: N802
        self.received.set()
        return "250 OK"


@pytest.fixture
def here(settings: Settings) -> Settings:
    return replace(settings, mail_server="127.0.0.1", mail_port=9)  # the port where nothing listens


def test_a_server_that_is_away_costs_no_letter_a_try(
    app: Flask, engine: Engine, system: Viewer, here: Settings
) -> None:
    letter = write_letter(system, "test", "known@example.org", "Sujet", "Texte")
    system.session.commit()
    with pytest.raises(ConnectionRefusedError):
        send_once(app, engine, lambda: SmtpPostman(app, here))
    system.session.refresh(letter)
    assert letter.attempts == 0


def test_nothing_due_calls_no_server(app: Flask, engine: Engine, here: Settings) -> None:
    assert send_once(app, engine, lambda: SmtpPostman(app, here)) == Counts()


def test_the_thread_sends_and_stops(
    app: Flask, engine: Engine, system: Viewer, here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatcher, "POLL_SECONDS", 0.05)
    for address in ("stranger@example.org", "known@example.org"):
        write_letter(system, "test", address, "Accentué : été", "Texte\nligne 2")
    system.session.commit()
    server = Particular()
    with post_office(server) as port:
        thread = Dispatcher(app, engine, replace(here, mail_port=port))
        thread.start()
        try:
            assert server.received.wait(20)
        finally:
            thread.stop(20)
    assert thread.thread is not None
    assert not thread.thread.is_alive()


def test_no_mail_server_no_thread(app: Flask, engine: Engine, settings: Settings) -> None:
    idle = Dispatcher(app, engine, settings)
    idle.start()
    assert idle.thread is None
    idle.stop()
