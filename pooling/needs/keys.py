"""What the outside calls a line: made by whoever enters it, so that entering it twice is entering it once."""

from __future__ import annotations

import hashlib
import uuid


def new_key() -> str:
    return uuid.uuid4().hex


def derived_key(*origin: str) -> str:
    """The same key for the same origin: what is done again does not double."""
    return hashlib.sha256("\x1f".join(origin).encode()).hexdigest()[:32]
