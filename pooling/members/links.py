"""Addresses that leave the site in a mail, and addresses that come back in from a form."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, has_request_context, url_for

from pooling.language import settings

# where `pooling serve` listens when nobody said otherwise
LOCAL = "127.0.0.1:8000"


def absolute(endpoint: str, **values: str | None) -> str:
    """The whole address of a page. The group's own server name is used when it is set: the Host header of
    a request is whatever its sender wrote, and must not end up in somebody else's mail. Works without a
    request too, for what programs write."""
    name = settings().server_name
    scheme = "https" if settings().secure_cookies else "http"
    if not has_request_context():
        addresses = current_app.url_map.bind(name or LOCAL, url_scheme=scheme)
        return addresses.build(endpoint, values, force_external=True)
    if not name:
        return url_for(endpoint, _external=True, **values)
    return f"{scheme}://{name}{url_for(endpoint, _external=False, **values)}"


def same_site_path(text: str | None, default: str = "/") -> str:
    """`text` when it is a path of this site, else `default`: a link must not lead people elsewhere."""
    if not text or not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        return default
    parts = urlsplit(text)
    return default if parts.scheme or parts.netloc else text
