"""One module per verb; importing them hangs them on the room's blueprint."""

from pooling.members.views import (
    charter,
    edit,
    invitations,
    language,
    listing,
    load,
    mails,
    one,
    outbox,
    people,
    sites,
    sittings,
)
from pooling.members.views.room import ROOM

__all__ = [
    "ROOM",
    "charter",
    "edit",
    "invitations",
    "language",
    "listing",
    "load",
    "mails",
    "one",
    "outbox",
    "people",
    "sites",
    "sittings",
]
