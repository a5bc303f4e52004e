"""Signing in, out, and back in with a forgotten password: Flask-Security on our session and outbox."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import user_logged_in, user_logged_out
from flask_security import MailUtil, Security, SQLAlchemyUserDatastore

from pooling.access.edge import RequestSessions, forget_viewer, request_viewer
from pooling.config import Settings
from pooling.mail.rules import write_letter
from pooling.members.models import Role, User


class Datastore(SQLAlchemyUserDatastore):
    def commit(self) -> None:
        """Nothing: the edge commits, once."""


class OutboxMail(MailUtil):
    """Flask-Security's mails go through our outbox, in the transaction of the request."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        address = recipient if isinstance(recipient, str) else recipient[1]
        write_letter(request_viewer(), template, address, str(subject), body or "")


def install(app: Flask, settings: Settings) -> None:
    app.config.update(_security_settings(settings))
    datastore = Datastore(RequestSessions(), User, Role)
    Security(app, datastore, mail_util_cls=OutboxMail)
    user_logged_in.connect(_somebody_else, app, weak=False)
    user_logged_out.connect(_somebody_else, app, weak=False)


def _somebody_else(_app: Flask, **_extra: Any) -> None:
    forget_viewer()


def _security_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_FRESHNESS": timedelta(-1),  # no second asking for a password: no /verify page
        "SECURITY_LOGIN_USER_TEMPLATE": "members/sign_in.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "members/forgot_password.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "members/reset_password.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "members/change_password.html",
    }
