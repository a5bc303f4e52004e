"""The group's own rules, which each person accepts before the first entry."""

from __future__ import annotations

from pooling.access.viewer import Viewer
from pooling.algorithms.errors import N_, Refusal
from pooling.journal.rules import record
from pooling.members import queries
from pooling.members.models import Charter, CharterAcceptance

_NO_TEXT = N_("Write the text of the charter.")
_SAME_TEXT = N_("This text is the version in force, unchanged: nothing was published.")
_OTHER_VERSION = N_("Another version of the charter was published meanwhile: read it before you accept.")


def publish(viewer: Viewer, text: str) -> Charter:
    """The next version; everyone is asked again."""
    tidy = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not tidy:
        raise Refusal("no_text", _NO_TEXT)
    present = queries.charter(viewer)
    if present is not None and present.text == tidy:
        raise Refusal("same_text", _SAME_TEXT)
    charter = Charter(version=present.version + 1 if present is not None else 1, text=tidy)
    viewer.session.add(charter)
    viewer.session.flush()
    record(viewer, "members.publish_charter", f"charter:{charter.version}", after={"text": tidy})
    return charter


def accept(viewer: Viewer, version: int) -> None:
    """Accept the version that was read; a second time changes nothing."""
    charter = queries.charter(viewer)
    if charter is None or charter.version != version:
        raise Refusal("other_version", _OTHER_VERSION)
    if queries.acceptance(viewer, charter) is not None:
        return
    viewer.session.add(CharterAcceptance(charter_id=charter.id, user_id=viewer.user_id, member_id=viewer.member_id))
    viewer.session.flush()
    record(viewer, "members.accept_charter", f"charter:{version}", member_id=viewer.member_id)
