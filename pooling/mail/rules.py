"""Writing letters: rows of the transaction of the change they tell of."""

from __future__ import annotations

from pooling.access.viewer import Viewer
from pooling.mail.models import Letter


def write_letter(viewer: Viewer, kind: str, recipient: str, subject: str, body: str) -> Letter:
    """Put one letter in the outbox; it leaves when the viewer's transaction is committed."""
    letter = Letter(kind=kind, recipient=recipient, subject=subject, body=body)
    viewer.session.add(letter)
    return letter
