"""Carrying letters to a mail server with Flask-Mailman."""

from __future__ import annotations

from contextlib import AbstractContextManager
from email.utils import formataddr, make_msgid
from types import TracebackType
from typing import Any

from flask import Flask
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.smtp import EmailBackend

from pooling.config import Settings
from pooling.mail.models import Letter

SECONDS = 30
CALENDAR_NAME = "date-limite.ics"


class SmtpPostman(AbstractContextManager["SmtpPostman"]):
    """One connection to the group's mail server, opened on entering (OSError when it is unreachable). A
    connection that broke is opened again for the next letter."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self.settings = settings
        self.backend = EmailBackend(mailman=_mailman(app, settings))

    def __enter__(self) -> SmtpPostman:
        self.backend.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def carry(self, letter: Letter) -> None:
        try:
            self.backend.open()
            self.backend.send_messages([self._message(letter)])
        except OSError:
            self.close()  # whatever state it is in, the next letter starts afresh
            raise

    def close(self) -> None:
        try:
            self.backend.close()
        except OSError:
            self.backend.connection = None

    def _message(self, letter: Letter) -> EmailMessage:
        sender = self.settings.mail_sender
        message = EmailMessage(
            subject=letter.subject,
            body=letter.body,
            from_email=formataddr((self.settings.group_name, sender)),
            to=[letter.recipient],
            connection=self.backend,
            headers={
                "Auto-Submitted": "auto-generated",
                "Message-ID": make_msgid(f"letter{letter.id}", domain=sender.rpartition("@")[2] or None),
            },
        )
        if letter.calendar:
            message.attach(CALENDAR_NAME, letter.calendar, "text/calendar")
        return message


def _mailman(app: Flask, settings: Settings) -> Any:
    app.config.update(
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_USERNAME=settings.mail_username or None,
        MAIL_PASSWORD=settings.mail_password or None,
        MAIL_USE_TLS=settings.mail_use_tls,
        MAIL_TIMEOUT=SECONDS,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
    )
    return Mail().init_app(app)
