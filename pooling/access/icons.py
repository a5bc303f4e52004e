"""The icons that pages show, cut out of the library's file of two thousand: a phone need not fetch a megabyte."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Response, current_app, g, url_for

from pooling.access.doors import Door, seen_by

ENDPOINT = "icons"
NAMES = frozenset({
    "alarm", "archive", "arrow-clockwise", "arrow-counterclockwise", "arrow-down", "arrow-left", "arrow-repeat",
    "arrow-right", "arrow-right-circle", "arrow-up", "award", "bar-chart", "box-arrow-in-right",
    "box-arrow-right", "box-seam", "building", "calculator", "calendar-event", "calendar3", "card-checklist",
    "card-list", "caret-down-fill", "caret-up-fill", "cart-check", "chat-left-text", "check", "check-circle",
    "check-lg", "check2-all", "check2-circle", "chevron-down", "chevron-left", "chevron-right", "chevron-up", "circle",
    "circle-half", "clipboard", "clock-history", "collection", "copy", "dash-circle", "diagram-3", "download",
    "envelope", "envelope-open", "envelope-x", "exclamation-circle", "exclamation-triangle", "eye",
    "file-earmark", "file-earmark-arrow-down", "file-earmark-arrow-up", "file-earmark-image",
    "file-earmark-pdf", "file-earmark-plus", "file-earmark-spreadsheet", "file-earmark-text",
    "file-earmark-zip", "files", "funnel", "geo-alt", "hourglass-bottom", "hourglass-split", "house", "inbox",
    "info-circle", "journal-text", "key", "keyboard", "laptop", "layout-three-columns", "list", "lock", "magic",
    "moon", "paperclip", "pencil", "pencil-square", "people", "person", "person-check", "person-circle",
    "person-lock", "person-plus", "person-raised-hand", "plus-lg", "printer", "question-circle", "reply",
    "search", "send", "shield-check", "shield-lock", "sign-stop", "signpost-split", "slash-circle",
    "speedometer2", "sun", "tag", "telephone", "three-dots", "tools", "translate", "trash3", "truck",
    "ui-checks-grid", "union", "unlock", "upload", "x-circle", "x-lg", "x-octagon",
})  # fmt: skip
_SYMBOL = re.compile(r'<symbol [^>]*\bid="([a-z0-9-]+)".*?</symbol>', re.DOTALL)


@seen_by(Door.ANYONE)
def icons() -> Response:
    return Response(_drawn(_library()), mimetype="image/svg+xml")


def icon_address(name: str) -> str:
    """Of one of NAMES; the address of the file changes with what is in it."""
    if name not in NAMES:
        raise LookupError(f"“{name}” is not one of the icons of pooling/access/icons.py")
    if "icons" not in g:
        g.icons = url_for(ENDPOINT, v=_fingerprint(_library()))
    return f"{g.icons}#{name}"


def _library() -> Path:
    return Path(current_app.blueprints["bootstrap"].static_folder or "") / "icons" / "bootstrap-icons.svg"


@lru_cache(maxsize=1)
def _drawn(library: Path) -> str:
    found = {symbol[1]: symbol[0] for symbol in _SYMBOL.finditer(library.read_text(encoding="utf-8"))}
    symbols = "".join(found[name] for name in sorted(NAMES))
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>'


@lru_cache(maxsize=1)
def _fingerprint(library: Path) -> str:
    return sha256(_drawn(library).encode()).hexdigest()[:12]
