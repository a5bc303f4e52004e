"""The web application; the only file that knows every room."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask, Response, redirect, request, url_for
from flask_babel import gettext
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from pooling import language
from pooling.access import assets, doors, edge, faults
from pooling.campaigns import followers
from pooling.campaigns.views import ROOM as CAMPAIGNS
from pooling.catalogue.queries import family_paths
from pooling.catalogue.typed_fields import field_words
from pooling.catalogue.views import ROOM as CATALOGUE
from pooling.config import Settings
from pooling.consolidation.member_queries import carried_of
from pooling.consolidation.own_shares import allocated_of
from pooling.consolidation.views import ROOM as CONSOLIDATION
from pooling.db import make_engine
from pooling.journal import looks, names
from pooling.journal.views import ROOM as JOURNAL
from pooling.members import gate, signin
from pooling.members.queries import member_names, site_names
from pooling.members.views import ROOM as MEMBERS
from pooling.needs import late, late_queries, outcomes
from pooling.needs.queries import families_taken
from pooling.needs.views import ROOM as NEEDS
from pooling.orders.queries import ordered_of
from pooling.orders.views import ROOM as ORDERS
from pooling.paths import STATIC, TEMPLATES
from pooling.sourcing.views import ROOM as SOURCING

# in the order of the menu
ROOMS = (NEEDS, CAMPAIGNS, CONSOLIDATION, SOURCING, ORDERS, CATALOGUE, MEMBERS, JOURNAL)

FORM_AROUND = 64 * 1024  # what a browser adds to the file it sends

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


def create_app(settings: Settings) -> Flask:
    """The web application of one group."""
    app = Flask("pooling", template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(_flask_settings(settings))
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    language.install(app, settings)
    Bootstrap5(app)
    CSRFProtect(app)
    edge.install(app, make_engine(settings.database_url), families_taken)
    signin.install(app, settings)
    app.before_request(doors.guard)
    app.before_request(gate.charter_first)
    looks.install(app)
    names.install(app, member_names, field_words, family_paths, site_names)
    followers.install(app, late.follow, late_queries.undecided_count)
    outcomes.install(app, ordered_of, allocated_of, carried_of)
    faults.install(app)
    assets.install(app)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    app.add_url_rule("/", "home", view_func=home)
    app.context_processor(_page_context)
    app.after_request(_secure)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    return app


def _flask_settings(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "WTF_CSRF_TIME_LIMIT": None,  # tokens outlive lunch; they end with the session
        "SESSION_COOKIE_NAME": "pooling",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "REMEMBER_COOKIE_DURATION": timedelta(days=30),
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_SECURE": settings.secure_cookies,
        "TRUSTED_HOSTS": [settings.server_name] if settings.server_name else None,
        "MAX_CONTENT_LENGTH": max(settings.upload_bytes, settings.attachment_bytes + FORM_AROUND),
        "MAX_FORM_MEMORY_SIZE": 8 * 1024 * 1024,
        "MAX_FORM_PARTS": 20_000,  # a grid of a thousand lines without JavaScript
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


@doors.seen_by(doors.Door.SIGNED_IN)
def home() -> Response:
    """Everyone's first page: their own first menu entry."""
    return redirect(_menu()[0]["url"])  # type: ignore[return-value]


def _menu() -> list[dict[str, Any]]:
    viewer = edge.request_viewer()
    return [
        {
            "label": gettext(room.label),
            "url": url_for(room.landing),
            "icon": room.icon,
            "room": room.name,
            "active": request.blueprint == room.name,
        }
        for room in ROOMS
        if any(doors.opens(door, viewer) for door in room.doors)
    ]


def _page_context() -> dict[str, Any]:
    viewer = edge.request_viewer()
    return {
        "viewer": viewer if viewer.is_person else None,
        "menu": _menu() if viewer.is_person else [],
        "tasks": lambda: [task for room in ROOMS for task in room.tasks(viewer)] if viewer.is_person else [],
        "group_name": language.settings().group_name,
        "lang": language.language(),
    }


def _secure(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint not in {"static", "bootstrap.static"}:
        # what a firm entered must not stay in a shared browser's cache; send_file alone would say less
        response.headers["Cache-Control"] = "no-store"
    return response
