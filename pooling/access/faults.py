"""What a person is told when something did not work: a sentence, a way out, never a trace."""

from __future__ import annotations

from flask import Flask, current_app
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from pooling.access.scope import NotYoursError
from pooling.algorithms.errors import Refusal
from pooling.language import language, sentence, settings

PAGES = frozenset({400, 401, 403, 404, 405, 409, 413, 422, 429, 500})


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_fault)
    app.register_error_handler(CSRFError, session_ended)
    app.register_error_handler(NotYoursError, not_yours)
    app.register_error_handler(Refusal, refused)
    app.register_error_handler(StaleDataError, changed_meanwhile)


def http_fault(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error.get_response()
    page = code if code in PAGES else (500 if code >= 500 else 400)
    return _page(page, code)


def session_ended(_error: CSRFError) -> ResponseReturnValue:
    return _page(400, 400)


def refused(refusal: Refusal) -> ResponseReturnValue:
    """A rule said no and no form was there to say it in."""
    return _page(422, 422, why=sentence(refusal))


def not_yours(_error: NotYoursError) -> ResponseReturnValue:
    return _page(404, 404)


def changed_meanwhile(_error: StaleDataError) -> ResponseReturnValue:
    return _page(409, 409)


def _page(page: int, code: int, **context: object) -> ResponseReturnValue:
    """Rendered without the context of ordinary pages, which asks the database who is looking: it may be
    the database that failed."""
    template = current_app.jinja_env.get_template(f"errors/{page}.html")
    return template.render(lang=language(), code=code, limit=settings().attachment_bytes, **context), code
