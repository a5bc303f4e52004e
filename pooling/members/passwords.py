"""Passwords outside Flask-Security's own forms: invitations, the seed, the command line."""

from __future__ import annotations

from flask import current_app
from flask_security import hash_password

SHORTEST = 10
LONGEST = 128


def hashed(password: str) -> str:
    """As Flask-Security keeps it; needs an application context."""
    return str(hash_password(password))


def faults(password: str) -> list[str]:
    """Why this password will not do, in the reader's language."""
    found, _normal = current_app.extensions["security"].password_util.validate(password, False)  # noqa: FBT003
    return [str(sentence) for sentence in found or []]
