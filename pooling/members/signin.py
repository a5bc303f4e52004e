"""Signing in, out, and back in with a forgotten password: Flask-Security on our session and outbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from babel.support import Translations
from flask import Flask, abort, current_app, make_response, render_template, request
from flask_login import user_logged_in, user_logged_out
from flask_security import (
    ForgotPasswordForm,
    LoginForm,
    MailUtil,
    Security,
    SQLAlchemyUserDatastore,
    hash_password,
    password_changed,
    password_reset,
)
from flask_security.babel import FsDomain
from flask_security.mail_util import EmailValidateException
from flask_security.utils import hash_data

from pooling.access.edge import RequestSessions, forget_viewer, request_viewer
from pooling.algorithms.errors import Refusal
from pooling.config import Settings
from pooling.db import now
from pooling.journal.rules import record
from pooling.language import sentence
from pooling.mail.queries import recent_count
from pooling.mail.rules import write_letter
from pooling.members import identifiers, presence, sittings, throttle
from pooling.members.links import absolute
from pooling.members.models import Role, User

RESET = "reset_instructions"
RESETS_PER_HOUR = 5
# the library's catalogues bear the name of a country
LIBRARY_LANGUAGES = {"fr": "fr_FR"}


class Datastore(SQLAlchemyUserDatastore):
    def commit(self) -> None:
        """Nothing: the edge commits, once."""


class SignInForm(LoginForm):
    """The library's, with our throttle: a wrong password costs time, an untimely try is not even looked at."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""  # the library puts a link there; the page has its own

    def validate(self, **kwargs: Any) -> bool:
        viewer = request_viewer()
        account, address = _keys(str(self.email.data or ""))
        free_at = throttle.free_at(viewer, account, address)
        if free_at is not None:
            abort(_too_many(free_at))
        fits = bool(super().validate(**kwargs))
        throttle.remember(viewer, account, address, fits)
        return fits


class ForgotForm(ForgotPasswordForm):
    """The library's, whose answer takes as long for an address that nobody has."""

    def validate(self, **kwargs: Any) -> bool:
        fits = bool(super().validate(**kwargs))
        if not fits:
            hash_data("as long as the token of somebody")
        return fits


def _keys(email: str) -> tuple[str, str]:
    secret = str(current_app.config["SECRET_KEY"])
    network = throttle.network_of(request.remote_addr or "")
    return throttle.keyed(secret, f"account {email.strip()}"), throttle.keyed(secret, f"address {network}")


def _too_many(free_at: datetime) -> Any:
    seconds = max(1, round((free_at - datetime.now(UTC)).total_seconds()))
    minutes = -(-seconds // 60)
    response = make_response(render_template("members/too_many.html", seconds=seconds, minutes=minutes), 429)
    response.headers["Retry-After"] = str(seconds)
    return response


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
        viewer = request_viewer()
        kind = template.rpartition("/")[2]
        if kind == RESET:
            hash_password("as long as")  # the library hashes when the address is unknown: both take as long
            if recent_count(viewer, RESET, address, now() - timedelta(hours=1)) >= RESETS_PER_HOUR:
                return  # nobody's mailbox is flooded by whoever knows the address
        write_letter(viewer, kind, address, str(subject), (body or "").strip() + "\n")

    def normalize(self, email: str) -> str:
        return self.validate(email)

    def validate(self, email: str) -> str:
        """As addresses are kept; the network is never asked."""
        try:
            return identifiers.email(email)
        except Refusal as refusal:
            raise EmailValidateException(sentence(refusal)) from refusal


FORMS: dict[str, Any] = {"login_form": SignInForm, "forgot_password_form": ForgotForm}


def install(app: Flask, settings: Settings) -> None:
    app.config.update(_security_settings(settings))
    datastore = Datastore(RequestSessions(), User, Role)
    security = Security(
        app, datastore, mail_util_cls=OutboxMail, login_form=SignInForm, forgot_password_form=ForgotForm
    )
    security.mail_context_processor(lambda: {"group_name": settings.group_name, "absolute": absolute})
    presence.install(app, security.login_manager)
    _speak(security.i18n_domain)
    user_logged_in.connect(_came_in, app, weak=False)
    user_logged_out.connect(_went_out, app, weak=False)
    password_reset.connect(_password_reset, app, weak=False)
    password_changed.connect(_password_changed, app, weak=False)


def _speak(domain: FsDomain) -> None:
    """Hand the library its own catalogues under the names of our languages."""
    for ours, theirs in LIBRARY_LANGUAGES.items():
        catalogue = Translations.load(domain.translation_directories[0], [theirs], domain.domain[0])
        domain.cache[ours, domain.domain[0]] = catalogue


def _came_in(_app: Flask, user: User, **_extra: Any) -> None:
    forget_viewer()
    presence.sit_down(user)
    _journal("members.sign_in", user)


def _went_out(_app: Flask, user: User, **_extra: Any) -> None:
    forget_viewer()
    presence.stand_up()
    _journal("members.sign_out", user)


def _password_reset(_app: Flask, user: User, **_extra: Any) -> None:
    account, _address = _keys(user.email)
    throttle.forget_account(request_viewer(), account)
    sittings.end_all(request_viewer(), user)
    _journal("members.reset_password", user)


def _password_changed(_app: Flask, user: User, **_extra: Any) -> None:
    sittings.end_all(request_viewer(), user, but=presence.present())
    _journal("members.change_password", user)


def _journal(verb: str, user: User) -> None:
    entry = record(request_viewer(), verb, f"user:{user.id}", member_id=user.member_id)
    entry.user_id, entry.actor = user.id, user.name


def _security_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": settings.password_salt,
        "SECURITY_PASSWORD_LENGTH_MIN": 10,
        "SECURITY_RECOVERABLE": True,
        "SECURITY_CHANGEABLE": True,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "SECURITY_RESET_PASSWORD_WITHIN": timedelta(days=1),
        "SECURITY_LOGOUT_METHODS": ["POST"],  # a GET writes nothing, so it could not end the sitting
        "SECURITY_POST_LOGOUT_VIEW": "/login?out=1",  # where the browser forgets what it kept (shell.js)
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_EMAIL_SENDER": settings.mail_sender,
        "SECURITY_EMAIL_HTML": False,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_FRESHNESS": timedelta(-1),  # no second asking for a password: no /verify page
        "SECURITY_LOGIN_USER_TEMPLATE": "members/sign_in.html",
        "SECURITY_FORGOT_PASSWORD_TEMPLATE": "members/forgot_password.html",
        "SECURITY_RESET_PASSWORD_TEMPLATE": "members/reset_password.html",
        "SECURITY_CHANGE_PASSWORD_TEMPLATE": "members/change_password.html",
        "REMEMBER_COOKIE_DURATION": timedelta(days=30),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
    }
